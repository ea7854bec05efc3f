import { compileDocument } from "../../compile.ts";
import { GeneratorError } from "../../errors.ts";
import { findingsJson } from "../../lint/report/json.ts";
import { planOutput, readIfPresent } from "../../output/plan.ts";
import { safePath } from "../../output/safe-path.ts";
import { clientFiles } from "../../targets/typescript/index.ts";
import { readingOptions } from "../common-options.ts";
import { documentSource } from "../document-source.ts";
import { findingsOf, showCompilation } from "../findings.ts";
import { refuseWithoutRoute } from "../refuse-without-route.ts";
import type { Arguments } from "../verb.ts";
import { carryOut, outFolder, printJson } from "./write-or-report.ts";

/** Compiles a document and writes its client SDK, or says what writing would change. */
export async function generateSdk(args: Arguments): Promise<number> {
  const [word = ""] = args.words;
  const folder = outFolder(args, "client");
  const source = await documentSource(word);
  const options = { ...readingOptions(args), alone: true, until: "model" } as const;
  const compiled = await compileDocument(source, options);
  const findings = findingsJson(findingsOf(compiled));
  if (!args.flag("json")) {
    await showCompilation(compiled);
  }
  const { model, isBroken } = compiled;
  if (model === null || isBroken) {
    printJson(args, findings);
    return 1;
  }
  refuseWithoutRoute(word, compiled);
  const packageFile = readIfPresent(safePath(folder, "package.json"));
  return carryOut(
    args,
    planOutput(folder, clientFiles(model, packageFile, packageName(args))),
    findings,
  );
}

/** A name that npm takes: lower case, `@scope/` before it or not, at most 214 characters. */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/u;

/** `--package-name`; null: it was not given. */
function packageName(args: Arguments): string | null {
  const name = args.text("package-name");
  if (name !== null && (name.length > 214 || !PACKAGE_NAME.test(name))) {
    const expected = 'a name that npm takes, such as "chat-client" or "@example/chat"';
    throw new GeneratorError("OPTION_INVALID", {
      option: "--package-name",
      found: `"${name}"`,
      expected,
    });
  }
  return name;
}

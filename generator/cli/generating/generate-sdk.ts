import { compileDocument } from "../../compile.ts";
import { findingsJson } from "../../lint/report/json.ts";
import { planOutput, readIfPresent } from "../../output/plan.ts";
import { safePath } from "../../output/safe-path.ts";
import { clientFiles } from "../../targets/typescript/index.ts";
import { readingOptions } from "../common-options.ts";
import { documentSource } from "../document-source.ts";
import { findingsOf, showCompilation } from "../findings.ts";
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
  const packageFile = readIfPresent(safePath(folder, "package.json"));
  return carryOut(args, planOutput(folder, clientFiles(model, packageFile)), findings);
}

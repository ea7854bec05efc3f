import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { compileDocument } from "../../compile.ts";
import { GeneratorError } from "../../errors.ts";
import { planOutput } from "../../output/plan.ts";
import { readRegularFile } from "../../output/read-regular-file.ts";
import { safePath } from "../../output/safe-path.ts";
import { gatewayFiles, starterHooks } from "../../targets/gateway/index.ts";
import type { HooksSource } from "../../targets/gateway/bundle.ts";
import type { CompiledGateway } from "../../targets/gateway/compile-gateway.ts";
import { findingsJson } from "../../lint/report/json.ts";
import { readingOptions } from "../common-options.ts";
import { documentSource } from "../document-source.ts";
import { findingsOf, showCompilation } from "../findings.ts";
import { refuseWithoutRoute } from "../refuse-without-route.ts";
import type { Arguments } from "../verb.ts";
import { carryOut, outFolder, printJson } from "./write-or-report.ts";

/** Compiles a document and writes its gateway build, or says what writing would change. */
export async function generateBuild(args: Arguments): Promise<number> {
  const [word = ""] = args.words;
  const folder = outFolder(args, "gateway");
  const source = await documentSource(word);
  const options = { ...readingOptions(args), alone: true, until: "gateway" } as const;
  const compiled = await compileDocument(source, options);
  const findings = findingsJson(findingsOf(compiled));
  if (!args.flag("json")) {
    await showCompilation(compiled);
  }
  const { model, gateway } = compiled;
  if (model === null || gateway === null) {
    printJson(args, findings);
    return 1;
  }
  refuseWithoutRoute(word, compiled);
  const hooks = hooksIn(folder, gateway);
  const plan = planOutput(folder, await gatewayFiles({ model, gateway, hooks }));
  return carryOut(args, plan, findings);
}

/** The user's `hooks.ts`, else the starter that is about to be written. */
function hooksIn(folder: string, gateway: CompiledGateway): HooksSource {
  const file = safePath(folder, "hooks.ts");
  const text = existsSync(file) ? readText(file) : starterHooks(gateway.api);
  return { file: join(folder, "hooks.ts"), text, folder: existingFolder(resolve(folder)) };
}

function readText(file: string): string {
  try {
    return readRegularFile(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GeneratorError("FILE_UNREADABLE", { file, reason }, { cause });
  }
}

function existingFolder(folder: string): string {
  return existsSync(folder) || folder === dirname(folder)
    ? folder
    : existingFolder(dirname(folder));
}

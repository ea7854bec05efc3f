import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { compileDocument } from "../../compile.ts";
import { GeneratorError } from "../../errors.ts";
import { changedPaths, planOutput, refuseForeign, type OutputPlan } from "../../output/plan.ts";
import { readRegularFile } from "../../output/read-regular-file.ts";
import { safePath } from "../../output/safe-path.ts";
import { writeOutput } from "../../output/write.ts";
import { gatewayFiles, starterHooks } from "../../targets/gateway/index.ts";
import type { HooksSource } from "../../targets/gateway/bundle.ts";
import type { CompiledGateway } from "../../targets/gateway/compile-gateway.ts";
import { findingsJson, type FindingsJson } from "../../lint/report/json.ts";
import { readingOptions } from "../common-options.ts";
import { documentSource } from "../document-source.ts";
import { findingsOf, showCompilation } from "../findings.ts";
import { refuseWithoutRoute } from "../refuse-without-route.ts";
import type { Arguments } from "../verb.ts";

/** Compiles a document and writes its gateway build, or says what writing would change. */
export async function generateBuild(args: Arguments): Promise<number> {
  const [word = ""] = args.words;
  const folder = outFolder(args);
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
  if (args.flag("check")) {
    return report(args, plan, { word: "differs", findings });
  }
  if (args.flag("dry-run")) {
    refuseForeign(plan);
  } else {
    writeOutput(plan);
  }
  report(args, plan, { word: args.flag("dry-run") ? "would write" : "wrote", findings });
  return 0;
}

function printJson(args: Arguments, answer: object): void {
  if (args.flag("json")) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  }
}

/** What is said of a plan besides its files. */
interface Said {
  /** Before each file that is not up to date. */
  readonly word: string;
  readonly findings: FindingsJson;
}

/** An empty text is a variable that was never set, not the folder that the command happens to run in. */
function outFolder(args: Arguments): string {
  const folder = args.text("out") ?? "gateway";
  if (folder === "") {
    const expected = 'a folder; "." is the one you are in';
    throw new GeneratorError("OPTION_INVALID", { option: "--out", found: '""', expected });
  }
  return folder;
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

/** 1 where something differs: what `--check` exits with. */
function report(args: Arguments, plan: OutputPlan, { word, findings }: Said): number {
  const changed = changedPaths(plan);
  if (args.flag("json")) {
    const { folder, unchanged } = plan;
    printJson(args, { folder, changed, unchanged, ...findings });
    return changed.length === 0 ? 0 : 1;
  }
  const names = changed.map((path) => `  ${word} ${join(plan.folder, path)}\n`);
  const rest = `${plan.unchanged.length} of ${plan.unchanged.length + changed.length} files are up to date\n`;
  process.stdout.write([...names, rest].join(""));
  return changed.length === 0 ? 0 : 1;
}

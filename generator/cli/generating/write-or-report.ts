import { join } from "node:path";
import { GeneratorError } from "../../errors.ts";
import type { FindingsJson } from "../../lint/report/json.ts";
import { changedPaths, refuseForeign, type OutputPlan } from "../../output/plan.ts";
import { writeOutput } from "../../output/write.ts";
import type { Arguments } from "../verb.ts";

/** Writes what a `generate` verb made, or with `--check` and `--dry-run` only says what that would change. */
export function carryOut(args: Arguments, plan: OutputPlan, findings: FindingsJson): number {
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

/** The one JSON document of `--json`; without it nothing. */
export function printJson(args: Arguments, answer: object): void {
  if (args.flag("json")) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  }
}

/** An empty text is a variable that was never set, not the folder that the command happens to run in. */
export function outFolder(args: Arguments, otherwise: string): string {
  const folder = args.text("out") ?? otherwise;
  if (folder === "") {
    const expected = 'a folder; "." is the one you are in';
    throw new GeneratorError("OPTION_INVALID", { option: "--out", found: '""', expected });
  }
  return folder;
}

/** What is said of a plan besides its files. */
interface Said {
  /** Before each file that is not up to date. */
  readonly word: string;
  readonly findings: FindingsJson;
}

/** 1 where something differs: what `--check` exits with. */
function report(args: Arguments, plan: OutputPlan, { word, findings }: Said): number {
  const changed = changedPaths(plan);
  if (args.flag("json")) {
    const { folder, unchanged } = plan;
    printJson(args, { folder, changed, unchanged, ...findings });
    return changed.length === 0 ? 0 : 1;
  }
  const names = shortened(changed).map((line) => `  ${word} ${join(plan.folder, line)}\n`);
  const rest = `${plan.unchanged.length} of ${plan.unchanged.length + changed.length} files are up to date\n`;
  process.stdout.write([...names, rest].join(""));
  return changed.length === 0 ? 0 : 1;
}

/** Of folders inside the output with more files than a reader looks at, how many there are. */
const MANY = 8;

/** One line a file; of folders with many, one line a folder: `lib/core/ (72 files)`. */
function shortened(paths: readonly string[]): readonly string[] {
  const byFolder = new Map<string, string[]>();
  for (const path of paths) {
    const folder = path.split("/").slice(0, -1).slice(0, 2).join("/");
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  return [...byFolder].flatMap(([folder, inside]) =>
    folder === "" || inside.length <= MANY ? inside : [`${folder}/ (${inside.length} files)`],
  );
}

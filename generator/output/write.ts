import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { GeneratorError } from "../errors.ts";
import { refuseForeign, type OutputPlan } from "./plan.ts";
import { safePath } from "./safe-path.ts";
import { systemReason } from "./system-reason.ts";

/**
 * Carries out a plan. Every file is written beside its place and renamed into it, so that whoever reads the
 * folder sees a whole file or the former one, and files that did not change keep their time. Throws
 * FILES_FOREIGN, before anything is touched, where a file of somebody else's would be replaced.
 */
export function writeOutput(plan: OutputPlan): void {
  refuseForeign(plan);
  for (const file of plan.write) {
    replaceFile(safePath(plan.folder, file.path), file.text);
  }
  for (const path of plan.remove) {
    attempt(path, () => rmSync(safePath(plan.folder, path), { force: true }));
  }
}

/** Writes a file atomically: whole and in place, or not at all. */
export function replaceFile(target: string, text: string): void {
  const beside = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  attempt(target, () => {
    makeFolder(dirname(target));
    try {
      writeFileSync(beside, text, { flag: "wx" });
      renameSync(beside, target);
    } catch (cause) {
      rmSync(beside, { force: true });
      throw cause;
    }
  });
}

/**
 * Makes a folder and those above it. Node's own recursive mkdir never returns where a parent exists in which
 * no folder can be made, such as `/proc`.
 */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (cause) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw cause;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function attempt(file: string, task: () => void): void {
  try {
    task();
  } catch (cause) {
    throw new GeneratorError("FILE_UNWRITABLE", { file, reason: systemReason(cause) }, { cause });
  }
}

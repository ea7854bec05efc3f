import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { GeneratorError } from "../errors.ts";
import type { OutputPlan } from "./plan.ts";
import { safePath } from "./safe-path.ts";

/**
 * Carries out a plan. Every file is written beside its place and renamed into it, so that whoever reads the
 * folder sees a whole file or the former one, and files that did not change keep their time.
 */
export function writeOutput(plan: OutputPlan): void {
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
    mkdirSync(dirname(target), { recursive: true });
    try {
      writeFileSync(beside, text, { flag: "wx" });
      renameSync(beside, target);
    } catch (cause) {
      rmSync(beside, { force: true });
      throw cause;
    }
  });
}

function attempt(file: string, task: () => void): void {
  try {
    task();
  } catch (cause) {
    throw new GeneratorError("FILE_UNWRITABLE", { file, reason: systemReason(cause) }, { cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left",
  ENOTDIR: "a file stands where a folder should be",
  EEXIST: "a file stands where a folder should be",
  EISDIR: "it is a folder",
  ENOENT: "there is no such file or folder",
};

/** A system error in words that a person can act on. */
export function systemReason(cause: unknown): string {
  if (!(cause instanceof Error)) {
    return String(cause);
  }
  const code = "code" in cause ? String(cause.code) : "";
  return REASONS[code] ?? cause.message;
}

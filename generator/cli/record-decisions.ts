import { existsSync } from "node:fs";
import { mergeOverlay } from "../build/merge-overlay.ts";
import type { Decision } from "../build/reading.ts";
import { writeOverlay } from "../build/write-overlay.ts";
import { GeneratorError } from "../errors.ts";
import { readRegularFile } from "../output/read-regular-file.ts";
import { systemReason } from "../output/system-reason.ts";
import { replaceFile } from "../output/write.ts";

/** How many decisions an overlay got, and how many it held already. */
export interface Recorded {
  readonly added: number;
  readonly kept: number;
}

/** Records decisions in an overlay; what stands in it already stays as it is. */
export function recordIn(file: string, decisions: readonly Decision[]): Recorded {
  if (!existsSync(file)) {
    replaceFile(file, writeOverlay(decisions));
    return { added: decisions.filter(({ key }) => key !== null).length, kept: 0 };
  }
  const former = readText(file);
  const merged = mergeOverlay(former, decisions);
  if ("problem" in merged) {
    throw new GeneratorError("OVERLAY_UNMERGED", { file, reason: merged.problem });
  }
  if (merged.text !== former) {
    replaceFile(file, merged.text);
  }
  return merged;
}

function readText(file: string): string {
  try {
    return readRegularFile(file);
  } catch (cause) {
    throw new GeneratorError("FILE_UNREADABLE", { file, reason: systemReason(cause) }, { cause });
  }
}

import type { Mismatch } from "./mismatch.ts";

/**
 * How far a value is from one branch of a choice. A wrong type, or a wrong value of a member such as
 * `type: httpApiKey` that tells the branches apart, says more than anything further down.
 */
export function distanceOf(mismatches: readonly Mismatch[], pointer: string): number {
  let distance = 0;
  for (const mismatch of mismatches) distance += weightOf(mismatch, levelsBelow(mismatch, pointer));
  return distance;
}

function weightOf(mismatch: Mismatch, levels: number): number {
  if (mismatch.kind === "type" && levels === 0) return 1000;
  if (mismatch.kind === "value" && levels === 1) return 100;
  if (mismatch.kind === "missing" && levels === 0) return 20;
  return levels <= 1 ? 10 : 1;
}

function levelsBelow(mismatch: Mismatch, pointer: string): number {
  return mismatch.pointer.slice(pointer.length).split("/").length - 1;
}

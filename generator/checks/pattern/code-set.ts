/**
 * A set of Unicode code points: first and last of each run, in order, runs apart from each other.
 * `[48, 57, 95, 95]` is the digits and the underscore.
 */
export type CodeSet = readonly number[];

/** The last code point there is (Unicode 15 section 2.4). */
export const LAST_CODE = 0x10ffff;

/** The set of runs in any order, which may overlap. */
export function codeSet(runs: readonly (readonly [number, number])[]): CodeSet {
  const out: number[] = [];
  for (const [from, to] of runs.toSorted(([a], [b]) => a - b)) {
    const last = out.at(-1);
    if (last !== undefined && from <= last + 1) {
      out[out.length - 1] = Math.max(last, to);
    } else {
      out.push(from, to);
    }
  }
  return out;
}

/** The runs of a set, one by one. */
export function runsOf(set: CodeSet): readonly (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  for (let at = 0; at < set.length; at += 2) {
    runs.push([set[at] ?? 0, set[at + 1] ?? 0]);
  }
  return runs;
}

export function unionOf(sets: readonly CodeSet[]): CodeSet {
  return codeSet(sets.flatMap(runsOf));
}

/** All code points that are not in the set. */
export function complementOf(set: CodeSet): CodeSet {
  const out: number[] = [];
  let from = 0;
  for (const [first, last] of runsOf(set)) {
    if (first > from) {
      out.push(from, first - 1);
    }
    from = last + 1;
  }
  return from > LAST_CODE ? out : [...out, from, LAST_CODE];
}

/** The middle value, the mean of the two middle ones where their number is even; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** What rounds gave for one figure. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The spread of some rounds; null of none. */
export function spreadOf(values: readonly number[]): Spread | null {
  return values.length === 0
    ? null
    : { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** The spread of `ours / theirs`, each round against the same round of the peer, as far as both have one. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Spread | null {
  return spreadOf(
    ours.flatMap((value, round) => {
      const peer = theirs[round];
      return peer === undefined || peer === 0 ? [] : [value / peer];
    }),
  );
}

/** Three significant digits, whole above a hundred: 0.0712, 5.31, 17.4, 231. */
export function threeDigits(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/**
 * The one of `names` that `written` was probably meant to be, or null. Names that differ in case only are
 * nearest; else at most a quarter of the letters, and three, may be wrong (Damerau-Levenshtein; a swap counts one).
 */
export function nearestName(written: string, names: Iterable<string>): string | null {
  if (written.length > 100) return null;
  const allowed = Math.min(3, Math.max(1, Math.floor(written.length / 4)));
  let best: string | null = null;
  let bestDistance = allowed + 1;
  for (const name of names) {
    if (Math.abs(name.length - written.length) >= bestDistance || name === written) continue;
    const distance = sameButCase(name, written) ? 0 : editDistance(name, written, bestDistance);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

function sameButCase(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Edits that turn one text into the other; `limit` where there are that many or more. */
function editDistance(one: string, other: string, limit: number): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && isSwap(one, other, row, column)) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    if (Math.min(...current) >= limit) return limit;
    before = above;
    above = current;
  }
  return Math.min(above[other.length] ?? limit, limit);
}

function isSwap(one: string, other: string, row: number, column: number): boolean {
  return one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
}

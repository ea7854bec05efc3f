/**
 * The room behind the messages of the scratch, for what compiled code reads and never changes. A place belongs to
 * whoever holds its object, and is free again once nobody does: an API that was replaced goes with its last connection,
 * and nobody is told when that is.
 */
import { scratchBytes, SCRATCH_WORDS_AT, SCRATCH_WORDS_BYTES } from "./scratch.ts";

/** A place of tables: this object must be held for as long as code that reads them can run. */
export interface TablePlace {
  readonly at: number;
}

interface Range {
  readonly at: number;
  readonly end: number;
}

/** Ranges that nobody holds, by place; none touches the next. */
let gaps: readonly Range[] = [
  { at: SCRATCH_WORDS_AT + SCRATCH_WORDS_BYTES, end: scratchBytes.length },
];

const places = new Map<string, WeakRef<TablePlace>>();

const registry = new FinalizationRegistry<Range & { readonly id: string }>(({ id, at, end }) => {
  gaps = withGap({ at, end });
  if (places.get(id)?.deref() === undefined) places.delete(id);
});

/**
 * A place of so many bytes; null: there is no room left. The same `id`, a hash of what will stand there, gets the same
 * place while somebody holds it.
 */
export function reserveTables(id: string, size: number): TablePlace | null {
  const known = places.get(id)?.deref();
  if (known !== undefined) return known;
  const gap = gaps.find(({ at, end }) => end - at >= size);
  if (gap === undefined) return null;
  const taken = { at: gap.at, end: Math.min(gap.end, gap.at + ((size + 15) & ~15)) };
  gaps = gaps.flatMap((one) => (one !== gap ? [one] : rest(gap, taken)));
  const place: TablePlace = { at: taken.at };
  places.set(id, new WeakRef(place));
  registry.register(place, { id, ...taken });
  return place;
}

function rest(gap: Range, taken: Range): readonly Range[] {
  return taken.end < gap.end ? [{ at: taken.end, end: gap.end }] : [];
}

/** The gaps and one more, those that touch made one. */
function withGap(freed: Range): readonly Range[] {
  const sorted = [...gaps, freed].toSorted((one, other) => one.at - other.at);
  return sorted.reduce<readonly Range[]>((joined, gap) => {
    const last = joined.at(-1);
    return last !== undefined && last.end === gap.at
      ? [...joined.slice(0, -1), { at: last.at, end: gap.end }]
      : [...joined, gap];
  }, []);
}

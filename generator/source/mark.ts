/**
 * Where one value of a file stands, as offsets into its text (UTF-16 units, ends exclusive). Readers
 * make a tree of marks beside the tree of values; a line and a column are counted only when asked for.
 */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** Where the key stands that the value belongs to; -1 for items of a list and for the root. */
  readonly keyStart: number;
  readonly keyEnd: number;
  /** The marks of an object's members or a list's items; null for a scalar. */
  readonly parts: ReadonlyMap<string, Mark> | readonly Mark[] | null;
}

/** The mark of a direct member or item, if there is one. */
export function childMark(mark: Mark, segment: string): Mark | undefined {
  if (mark.parts === null) return undefined;
  if (mark.parts instanceof Map) return mark.parts.get(segment);
  return Array.isArray(mark.parts) ? mark.parts[Number(segment)] : undefined;
}

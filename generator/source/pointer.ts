/** A key or index as one segment of a JSON pointer (RFC 6901 section 3). */
export function escapeSegment(segment: string | number): string {
  return typeof segment === "number"
    ? String(segment)
    : segment.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The key that a segment of a JSON pointer names. */
export function unescapeSegment(segment: string): string {
  return segment.includes("~") ? segment.replaceAll("~1", "/").replaceAll("~0", "~") : segment;
}

/** The keys along a JSON pointer, unescaped; `[]` for the root. */
export function segmentsOf(pointer: string): string[] {
  return pointer === "" ? [] : pointer.slice(1).split("/").map(unescapeSegment);
}

/** A JSON pointer from keys and indexes. */
export function pointerOf(segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${escapeSegment(segment)}`).join("");
}

/** The pointer of a child. */
export function childPointer(pointer: string, segment: string | number): string {
  return `${pointer}/${escapeSegment(segment)}`;
}

/** The pointer of the parent, or null for the root. */
export function parentPointer(pointer: string): string | null {
  return pointer === "" ? null : pointer.slice(0, pointer.lastIndexOf("/"));
}

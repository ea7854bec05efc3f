/**
 * Longest pointer of a fault, in UTF-16 units: keys of a frame are the sender's, and a frame may
 * be one key.
 */
const MAX_POINTER = 256;

/** A key as a token of a JSON pointer (RFC 6901 section 3). */
export function escapeToken(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

/** The value that a pointer leads to; undefined: it leads nowhere. Only own members count. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value: unknown = root;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) {
      return undefined;
    }
    value = Reflect.get(value, key);
  }
  return value;
}

/** A pointer fit for logs and error messages: cut where it is longer than 256. */
export function shownPointer(pointer: string): string {
  return pointer.length <= MAX_POINTER ? pointer : `${pointer.slice(0, MAX_POINTER - 1)}…`;
}

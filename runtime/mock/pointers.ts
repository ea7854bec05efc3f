/** Reads and writes single places of plain JSON values by JSON pointer (RFC 6901). */

/** The value at a pointer; undefined where there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of tokensOf(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) {
      return undefined;
    }
    value = Reflect.get(value, token);
  }
  return value;
}

/**
 * A copy of `root` with `value` at the pointer. Only the containers on the way are copied; objects that
 * are missing on the way are made.
 */
export function withValueAt(root: unknown, pointer: string, value: unknown): unknown {
  return placed(root, tokensOf(pointer), value);
}

function placed(root: unknown, tokens: readonly string[], value: unknown): unknown {
  const [token, ...rest] = tokens;
  if (token === undefined) {
    return value;
  }
  if (Array.isArray(root)) {
    return root.map((item: unknown, index) =>
      String(index) === token ? placed(item, rest, value) : item,
    );
  }
  const entries = new Map(typeof root === "object" && root !== null ? Object.entries(root) : []);
  entries.set(token, placed(entries.get(token), rest, value));
  return Object.fromEntries(entries);
}

function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

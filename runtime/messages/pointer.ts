/** The reference tokens of a JSON pointer (RFC 6901), unescaped: `/a~1b/0` is `["a/b", "0"]`, `""` is `[]`. */
export function pointerTokens(pointer: string): readonly string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What stands there, or `undefined`, which JSON does not have. Only a value's own properties count. */
export function valueAt(value: unknown, tokens: readonly string[]): unknown {
  let at = value;
  for (const token of tokens) {
    at = child(at, token);
    if (at === undefined) return undefined;
  }
  return at;
}

/**
 * Puts another value in the place of one that stands there, in place: containers keep their identity, by which the
 * texts of big numbers are known. Gives back the root, which is the replacement itself for `[]`.
 */
export function putAt(root: unknown, tokens: readonly string[], replacement: unknown): unknown {
  const last = tokens.at(-1);
  if (last === undefined) return replacement;
  const container = valueAt(root, tokens.slice(0, -1));
  if (child(container, last) === undefined) return root;
  Object.defineProperty(container, last, {
    value: replacement,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  return root;
}

/** An object with keys, not null and not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function child(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
  return isRecord(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}

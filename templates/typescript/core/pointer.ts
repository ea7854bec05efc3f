/** What stands at a JSON pointer (RFC 6901); undefined: nothing. */
export function valueAt(value: unknown, pointer: string): unknown {
  return tokensOf(pointer).reduce<unknown>(
    (at, token) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, token)
        ? (at as Readonly<Record<string, unknown>>)[token]
        : undefined,
    value,
  );
}

/** A copy of `value` with `item` at the pointer; objects on the way are made where there are none. */
export function withValueAt(value: unknown, pointer: string, item: unknown): unknown {
  return placed(value, tokensOf(pointer), item);
}

function placed(value: unknown, [token, ...rest]: readonly string[], item: unknown): unknown {
  if (token === undefined) {
    return item;
  }
  if (Array.isArray(value)) {
    const copy: unknown[] = [...(value as readonly unknown[])];
    copy[Number(token)] = placed(copy[Number(token)], rest, item);
    return copy;
  }
  // Own members alone, and `__proto__` as one of them.
  const members = new Map(typeof value === "object" ? Object.entries(value ?? {}) : []);
  return Object.fromEntries(members.set(token, placed(members.get(token), rest, item)));
}

/** The names and indexes of a JSON pointer. */
export function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/**
 * A map by names that strangers chose. It has no prototype, so `constructor` is absent unless somebody put
 * it there and `__proto__` is a name like any other.
 */
export function asRecord(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const record: Record<string, unknown> = Object.create(null);
  for (const [name, value] of entries) {
    record[name] = value;
  }
  return record;
}

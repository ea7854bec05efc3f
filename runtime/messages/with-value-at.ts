import { isRecord } from "./pointer.ts";

/**
 * A copy of `root` with `value` at the place that reference tokens name. What lies on the way is copied, the
 * rest is shared, and objects that are missing on the way are made.
 */
export function withValueAt(root: unknown, tokens: readonly string[], value: unknown): unknown {
  const [token, ...rest] = tokens;
  if (token === undefined) {
    return value;
  }
  if (Array.isArray(root)) {
    return root.map((item: unknown, index) =>
      String(index) === token ? withValueAt(item, rest, value) : item,
    );
  }
  const members = new Map(isRecord(root) ? Object.entries(root) : []);
  members.set(token, withValueAt(members.get(token), rest, value));
  return Object.fromEntries(members);
}

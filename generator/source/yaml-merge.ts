import type { Mark } from "./mark.ts";
import { isPlainObject } from "./plain.ts";
import type { Plain } from "./tree.ts";

/** Whether a value can stand under a merge key: an object or a list of objects. */
export function isMergeable(value: Plain): boolean {
  return (
    isPlainObject(value) || (Array.isArray(value) && value.every((item) => isPlainObject(item)))
  );
}

/** YAML's merge key: members that the object itself lacks come from the value of `<<`, the first of a list winning. */
export function mergeInto(
  value: Record<string, Plain>,
  parts: Map<string, Mark>,
  from: Plain,
  mark: Mark,
): void {
  const sources = Array.isArray(from) ? from : [from];
  sources.forEach((source, index) => {
    const inner = Array.isArray(mark.parts) ? mark.parts[index] : mark;
    if (!isPlainObject(source) || inner === undefined) return;
    for (const key of Object.keys(source)) {
      if (Object.hasOwn(value, key)) continue;
      value[key] = source[key] ?? null;
      const part = inner.parts instanceof Map ? inner.parts.get(key) : undefined;
      parts.set(key, part ?? inner);
    }
  });
}

import type { Plain, PlainObject } from "./tree.ts";

/** Whether a value of a document is an object (not a list, not null). */
export function isPlainObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !isPlainList(value);
}

/** Whether a value of a document is a list. */
export function isPlainList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

/** The value of a key or index that the value itself holds, never one that it inherits. */
export function plainChild(value: Plain, segment: string): Plain | undefined {
  if (isPlainList(value)) {
    return /^(0|[1-9]\d{0,9})$/.test(segment) ? value[Number(segment)] : undefined;
  }
  return isPlainObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

/** An object that inherits nothing, so that `__proto__` and `constructor` are ordinary keys of it. */
export function emptyObject(): Record<string, Plain> {
  return Object.create(null) as Record<string, Plain>;
}

/** How a value is called in a finding: `a list`, `text`, `nothing`. */
export function kindName(value: Plain | undefined): string {
  if (value === undefined || value === null) return "nothing";
  if (isPlainList(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return "text";
  return typeof value === "boolean" ? "a boolean" : "a number";
}

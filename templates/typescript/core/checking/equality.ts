/** Equality of JSON values: JSON Schema core 2020-12 section 4.2.2. */
import type { Fault } from "../fault.ts";
import { wrong } from "./fault.ts";
import { describeValues, quoted } from "./words.ts";

/** A value that equals one of the document. */
export function expectEqual(value: unknown, constant: unknown): Fault | null {
  return isEqual(value, constant) ? null : wrong(value, quoted(constant), "const");
}

/** A value that equals one of several. */
export function expectEqualToOneOf(value: unknown, values: readonly unknown[]): Fault | null {
  return values.some((constant) => isEqual(value, constant))
    ? null
    : wrong(value, describeValues(values), "enum");
}

/** Whether two values are equal; stops at the first difference. */
function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) {
    return true;
  }
  if (isNumber(left) && isNumber(right)) {
    return left <= right && !(left < right);
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && areEqual(left, right);
  }
  if (!isContainer(left) || !isContainer(right)) {
    return false;
  }
  const keys = Object.keys(right);
  return (
    keys.length === Object.keys(left).length &&
    keys.every((key) => Object.hasOwn(left, key) && isEqual(left[key], right[key]))
  );
}

function areEqual(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
}

/** Items of which no two are equal, in time linear in their size. */
export function expectDifferent(items: readonly unknown[]): Fault | null {
  const seen = new Map<unknown, number>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    const first = seen.get(key);
    if (first !== undefined) {
      const expected = `items that differ, but items ${first} and ${index} are equal`;
      return wrong(items, expected, "uniqueItems");
    }
    seen.set(key, index);
  }
  return null;
}

/** Equal values, and only they, have equal keys. */
function keyOf(value: unknown): unknown {
  return typeof value === "number" ? value + 0 : canonical(value);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join()}]`;
  }
  if (!isContainer(value)) {
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  }
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** Which messages a value can be: the places that tell messages apart, and the fault of a value that is none. */
import type { Fault } from "../fault.ts";
import { wrong } from "./fault.ts";
import { alternatives, describeKinds, describeValues } from "./words.ts";

/** What stands where the holder is none: it is no object, or no array. */
export const FOREIGN: unique symbol = /* @__PURE__ */ Symbol("foreign");

/** What stands under a key of an object; undefined: nothing. */
export function memberAt(value: unknown, key: string): unknown {
  if (!isObject(value)) {
    return FOREIGN;
  }
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands at an index of an array; undefined: nothing. */
export function itemAt(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] : FOREIGN;
}

/** The fault of a value that is no message of its group: what stands at `pointer` is not what any of them has there. */
export function noMessage(
  found: unknown,
  pointer: string,
  kinds: readonly string[],
  values: readonly unknown[],
): Fault {
  const words = [
    ...(values.length === 0 ? [] : [describeValues(values)]),
    ...(kinds.length === 0 ? [] : [describeKinds(kinds)]),
  ];
  const expected = words.length === 0 ? "no value here" : alternatives(words);
  return { ...wrong(found, expected, "oneOf"), pointer };
}

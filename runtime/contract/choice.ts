import { alternatives, describeTypes, describeValues } from "./expected.ts";
import { shownPointer, valueAt } from "./pointer.ts";
import { describeShape } from "./shape.ts";
import type { Fault } from "./v1.ts";

/** What the messages of a group have at the place that tells them apart. */
export interface Expectation {
  /** JSON kinds of which any value will do. */
  readonly kinds: readonly string[];
  readonly values: readonly unknown[];
}

/**
 * The fault of a value that is no message of its group: what stands at `pointer` is not what any
 * of them has there.
 */
export function fault(value: unknown, pointer: string, { kinds, values }: Expectation): Fault {
  const words = [
    ...(values.length === 0 ? [] : [describeValues(values)]),
    ...(kinds.length === 0 ? [] : [describeTypes(kinds)]),
  ];
  return {
    pointer: shownPointer(pointer),
    found: describeShape(valueAt(value, pointer)),
    expected: words.length === 0 ? "no value here" : alternatives(words),
    keyword: "oneOf",
  };
}

/**
 * The fault of a value that would be some message of its group if the object at `pointer` had one
 * more member: which ones would do.
 */
export function faultOfMissing(value: unknown, pointer: string, names: readonly string[]): Fault {
  const shown = [...new Set(names.map((name) => JSON.stringify(name)))];
  return {
    pointer: shownPointer(pointer),
    found: describeShape(valueAt(value, pointer)),
    expected: `a member ${alternatives(shown)}`,
    keyword: "required",
  };
}

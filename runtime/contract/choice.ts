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
 * The fault of a value that is no message of its group: what stands at `pointer`, or the container on
 * the way that cannot hold it, is not what any of them has there.
 */
export function fault(value: unknown, pointer: string, { kinds, values }: Expectation): Fault {
  const at = blockedAt(value, pointer);
  const words = [
    ...(values.length === 0 ? [] : [describeValues(values)]),
    ...(kinds.length === 0 ? [] : [describeTypes(kinds)]),
  ];
  const isArray = /^\/\d+$/u.test(pointer.slice(at.length).split("/", 2).join("/"));
  return {
    pointer: shownPointer(at),
    found: describeShape(valueAt(value, at)),
    expected: at === pointer ? alternatives(words) : isArray ? "an array" : "an object",
    keyword: "oneOf",
  };
}

/** The first place on the way to `pointer` that holds no container; `pointer` itself where all do. */
function blockedAt(value: unknown, pointer: string): string {
  let at = "";
  for (const token of pointer.split("/").slice(1)) {
    const holder = valueAt(value, at);
    if (typeof holder !== "object" || holder === null) {
      return holder === undefined ? pointer : at;
    }
    at += `/${token}`;
  }
  return pointer;
}

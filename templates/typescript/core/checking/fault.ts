import type { Fault } from "../fault.ts";
import { describeShape } from "./words.ts";

/** Longest pointer of a fault, in UTF-16 units: keys of a frame are the sender's, and a frame may be one key. */
const MAX_POINTER = 256;

/** The fault of a value that is not what was expected in its place. */
export function wrong(value: unknown, expected: string, keyword: string): Fault {
  return { pointer: "", expected, found: describeShape(value), keyword };
}

/** The fault of what stands under a key, or at an index, as a fault of what holds it. */
export function at(key: string | number, fault: Fault | null): Fault | null {
  return fault === null ? null : { ...fault, pointer: pointerTo(key, fault.pointer) };
}

/** A pointer with one more token before it (RFC 6901 section 3), cut where it is longer than 256. */
export function pointerTo(key: string | number, rest: string): string {
  const token = String(key).replace(/~/g, "~0").replace(/\//g, "~1");
  const pointer = `/${token}${rest}`;
  return pointer.length <= MAX_POINTER ? pointer : `${pointer.slice(0, MAX_POINTER - 1)}…`;
}

/** Refuses everything: the document has a schema here that no value can be checked by. */
export function refuse(): Fault {
  return { pointer: "", expected: "nothing", found: "a value", keyword: "$ref" };
}

/** Accepts everything. */
export function accept(): null {
  return null;
}

/** Nothing may stand here: the schema is `false`. */
export function expectNothing(value: unknown): Fault {
  return wrong(value, "no value here", "false schema");
}

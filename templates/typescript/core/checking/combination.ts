/** Schemas of several schemas: JSON Schema core 2020-12 section 10.2. */
import type { Check, Fault } from "../fault.ts";
import { wrong } from "./fault.ts";
import { alternatives } from "./words.ts";

/** At least one of the options. */
export function expectAnyOf(
  value: unknown,
  options: readonly Check[],
  formats?: boolean,
): Fault | null {
  const faults: Fault[] = [];
  for (const option of options) {
    const fault = option(value, formats);
    if (fault === null) {
      return null;
    }
    faults.push(fault);
  }
  return meant(value, faults, "anyOf");
}

/** One of the options and no other. */
export function expectExactlyOne(
  value: unknown,
  options: readonly Check[],
  formats?: boolean,
): Fault | null {
  const faults: Fault[] = [];
  let fitting = 0;
  for (const [index, option] of options.entries()) {
    const fault = option(value, formats);
    if (fault !== null) {
      faults.push(fault);
    } else if (fitting > 0) {
      const expected = `exactly one of the declared shapes, but it has shapes ${fitting} and ${index + 1}`;
      return wrong(value, expected, "oneOf");
    } else {
      fitting = index + 1;
    }
  }
  return fitting > 0 ? null : meant(value, faults, "oneOf");
}

/** Not what a schema says, of which `fault` is the fault. */
export function expectNot(value: unknown, fault: Fault | null): Fault | null {
  return fault !== null ? null : wrong(value, "a value that the document does not rule out", "not");
}

/** Keywords that only say that something inside them failed. */
const COMBINATIONS = ["anyOf", "oneOf", "if", "contains", "propertyNames"];
/** Keywords of values that tell alternatives apart. */
const TAGS = ["const", "enum"];

/**
 * Of several alternatives the one that was meant: that which holds the value's tag, or else fits deepest. Where they
 * fail at one place, what each asks for there.
 */
function meant(value: unknown, faults: readonly Fault[], keyword: string): Fault {
  const single = faults.filter((fault) => !COMBINATIONS.includes(fault.keyword));
  const untagged = single.filter((fault) => !TAGS.includes(fault.keyword));
  const candidates = untagged.length > 0 ? untagged : single;
  const depth = Math.max(...candidates.map(depthOf));
  const deepest = candidates.filter((fault) => depthOf(fault) === depth);
  const [first] = deepest;
  if (first === undefined) {
    return wrong(value, "one of the declared shapes", keyword);
  }
  return (
    shared(first, single, keyword) ??
    (deepest.length === 1
      ? { ...first, keyword }
      : wrong(value, "one of the declared shapes", keyword))
  );
}

/** One fault for alternatives that all fail at one place in one way. */
function shared(first: Fault, faults: readonly Fault[], keyword: string): Fault | null {
  if (faults.some(({ pointer }) => pointer !== first.pointer)) {
    return null;
  }
  const words = [...new Set(faults.map(({ expected }) => expected))];
  const all = (...keywords: readonly string[]): boolean =>
    faults.every((fault) => keywords.includes(fault.keyword));
  if (all("type")) {
    return { ...first, expected: alternatives(words), keyword: "type" };
  }
  if (all(...TAGS)) {
    const values = words.map((word) => word.replace(/^one of /u, "")).join(", ");
    const expected = faults.length === 1 ? first.expected : `one of ${values}`;
    return { ...first, expected, keyword: "enum" };
  }
  return all("type", ...TAGS) ? { ...first, expected: alternatives(words), keyword } : null;
}

function depthOf({ pointer }: Fault): number {
  return pointer.split("/").length;
}

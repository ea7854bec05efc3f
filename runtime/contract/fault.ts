import { alternatives, describeExpected, describeTypes, describeValues } from "./expected.ts";
import { escapeToken, shownPointer, valueAt } from "./pointer.ts";
import { describeShape } from "./shape.ts";
import type { AjvError, Fault } from "./v1.ts";

/** Keywords that only say that something inside them failed; the errors before them say what. */
const COMBINATIONS = new Set(["anyOf", "oneOf", "if", "contains", "propertyNames"]);

/** Errors of alternatives that are looked at, and characters of their pointers together. */
const MAX_ERRORS = 200;
const MAX_POINTERS = 65_536;

/** The fault of what ajv, which stops at the first, found wrong with `value`. */
export function faultOf(value: unknown, errors: readonly AjvError[]): Fault {
  const last = errors.at(-1);
  if (last === undefined) {
    return { pointer: "", found: describeShape(value), expected: "another value", keyword: "" };
  }
  if (last.keyword === "propertyNames") {
    return nameFault(last);
  }
  if (isAlternative(last)) {
    return alternativeFault(value, last, firstOf(errors));
  }
  return faultAt(value, pointerOf(last), describeExpected(last), last.keyword);
}

/** All but the last, or as many as a client may make us look at. */
function firstOf(errors: readonly AjvError[]): readonly AjvError[] {
  let room = MAX_POINTERS;
  const first = errors.slice(0, Math.min(errors.length - 1, MAX_ERRORS));
  return first.filter(({ instancePath }) => (room -= instancePath.length) >= 0);
}

function isAlternative({ keyword, params }: AjvError): boolean {
  return (
    keyword === "anyOf" || keyword === "if" || (keyword === "oneOf" && !params["passingSchemas"])
  );
}

/**
 * Of several alternatives the one that was meant: that which holds the value's tag, or else fits
 * deepest. Where they fail at one place, what each asks for there. The keyword is that of the whole
 * where it is not shared.
 */
function alternativeFault(value: unknown, whole: AjvError, inner: readonly AjvError[]): Fault {
  const single = inner.filter(
    ({ keyword, instancePath }) =>
      !COMBINATIONS.has(keyword) && instancePath.startsWith(whole.instancePath),
  );
  const untagged = single.filter(({ keyword }) => keyword !== "const" && keyword !== "enum");
  const meant = untagged.length > 0 ? untagged : single;
  const depth = Math.max(...meant.map(depthOf));
  const deepest = meant.filter((error) => depthOf(error) === depth);
  const [first] = deepest;
  if (first === undefined) {
    return faultAt(value, whole.instancePath, describeExpected(whole), whole.keyword);
  }
  return (
    sharedFault(value, first, whole, single) ??
    (deepest.length === 1 || whole.keyword === "if"
      ? faultAt(value, pointerOf(first), describeExpected(first), whole.keyword)
      : faultAt(value, whole.instancePath, describeExpected(whole), whole.keyword))
  );
}

/** One fault for alternatives that all fail at one place in one way. */
function sharedFault(
  value: unknown,
  first: AjvError,
  whole: AjvError,
  errors: readonly AjvError[],
): Fault | null {
  const { instancePath } = first;
  if (errors.some((error) => error.instancePath !== instancePath)) {
    return null;
  }
  const all = (...keywords: readonly string[]): boolean =>
    errors.every(({ keyword }) => keywords.includes(keyword));
  if (all("type")) {
    const types = new Set(errors.flatMap(({ params }) => params["type"]));
    return faultAt(value, instancePath, describeTypes([...types]), "type");
  }
  if (all("const", "enum")) {
    const values = errors.flatMap(
      ({ params }) => params["allowedValues"] ?? params["allowedValue"],
    );
    return faultAt(value, instancePath, describeValues([...new Set(values)]), "enum");
  }
  if (all("required") && errors.length > 1) {
    const names = new Set(errors.map(({ params }) => JSON.stringify(params["missingProperty"])));
    const expected = `a member ${alternatives([...names])}`;
    return faultAt(value, instancePath, expected, whole.keyword);
  }
  if (all("type", "const", "enum")) {
    return faultAt(value, instancePath, alternatives(errors.map(describeExpected)), whole.keyword);
  }
  return null;
}

function nameFault({ instancePath, params, keyword }: AjvError): Fault {
  return {
    pointer: shownPointer(`${instancePath}/${escapeToken(String(params["propertyName"]))}`),
    found: "a member of this name",
    expected: "another name for the member",
    keyword,
  };
}

function faultAt(value: unknown, pointer: string, expected: string, keyword: string): Fault {
  const found = describeShape(valueAt(value, pointer));
  return { pointer: shownPointer(pointer), found, expected, keyword };
}

/** Where the fault stands: for a member that is missing or should be, the place of that member. */
function pointerOf({ instancePath, params }: AjvError): string {
  const property =
    params["missingProperty"] ?? params["additionalProperty"] ?? params["unevaluatedProperty"];
  return typeof property === "string" ? `${instancePath}/${escapeToken(property)}` : instancePath;
}

function depthOf(error: AjvError): number {
  return pointerOf(error).split("/").length;
}

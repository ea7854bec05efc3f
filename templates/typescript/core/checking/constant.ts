/** Values that the document names: JSON Schema validation 2020-12 sections 6.1.2 and 6.1.3. */
import type { Fault } from "../fault.ts";
import { wrong } from "./fault.ts";
import { describeValues, quoted } from "./words.ts";

/** A string, number, boolean or null of a document; a bigint is a number that no double is. */
type Scalar = string | number | bigint | boolean | null;

/** That one value. */
export function expectConstant(value: unknown, constant: Scalar): Fault | null {
  return is(value, constant) ? null : wrong(value, quoted(constant), "const");
}

/** One of these values. */
export function expectOneOf(value: unknown, values: readonly Scalar[]): Fault | null {
  for (const constant of values) {
    if (is(value, constant)) {
      return null;
    }
  }
  return wrong(value, describeValues(values), "enum");
}

function is(value: unknown, constant: Scalar): boolean {
  return (
    value === constant ||
    (isNumber(value) && isNumber(constant) && value <= constant && !(value < constant))
  );
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

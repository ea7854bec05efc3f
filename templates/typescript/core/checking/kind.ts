/** What kind of JSON value it is: JSON Schema validation 2020-12 section 6.1.1, `type`. */
import type { Fault } from "../fault.ts";
import { wrong } from "./fault.ts";
import { describeKinds } from "./words.ts";

/** A string. */
export function expectText(value: unknown): Fault | null {
  return typeof value === "string" ? null : wrong(value, "a string", "type");
}

/** A number; NaN and infinities are none. */
export function expectNumber(value: unknown): Fault | null {
  return isNumber(value) ? null : wrong(value, "a number", "type");
}

/** A number without a fraction, however it was written: 1.0 is one. */
export function expectInteger(value: unknown): Fault | null {
  return isInteger(value) ? null : wrong(value, "an integer", "type");
}

/** `true` or `false`. */
export function expectBoolean(value: unknown): Fault | null {
  return typeof value === "boolean" ? null : wrong(value, "a boolean", "type");
}

/** `null`. */
export function expectNull(value: unknown): Fault | null {
  return value === null ? null : wrong(value, "null", "type");
}

/** An array. */
export function expectArray(value: unknown): Fault | null {
  return Array.isArray(value) ? null : wrong(value, "an array", "type");
}

/** An object that is no array. */
export function expectObject(value: unknown): Fault | null {
  return isObject(value) ? null : wrong(value, "an object", "type");
}

/** One of several kinds, as `type` names them. */
export function expectKind(value: unknown, kinds: readonly string[]): Fault | null {
  const kind = kindOf(value);
  const fits =
    kinds.includes(kind) || (kind === "number" && kinds.includes("integer") && isInteger(value));
  return fits && (kind !== "number" || isNumber(value))
    ? null
    : wrong(value, describeKinds(kinds), "type");
}

/** The kind of a decoded value; a bigint is a number. */
export function kindOf(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "array" : typeof value === "bigint" ? "number" : typeof value;
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" ? Number.isFinite(value) : typeof value === "bigint";
}

function isInteger(value: unknown): boolean {
  return Number.isInteger(value) || typeof value === "bigint";
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

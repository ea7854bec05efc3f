/** Numbers: JSON Schema validation 2020-12 section 6.2. What is no number passes. */
import type { Fault } from "../fault.ts";
import { wrong } from "./fault.ts";

/** A bound of the document, a bigint where no double is that number. */
type Bound = number | bigint;

/** At most. `text` is the bound as it is written, where that says more than a double. */
export function expectAtMost(value: unknown, limit: Bound, text = String(limit)): Fault | null {
  return !isNumber(value) || value <= limit ? null : wrong(value, `at most ${text}`, "maximum");
}

/** At least. */
export function expectAtLeast(value: unknown, limit: Bound, text = String(limit)): Fault | null {
  return !isNumber(value) || value >= limit ? null : wrong(value, `at least ${text}`, "minimum");
}

/** Less than. */
export function expectLessThan(value: unknown, limit: Bound, text = String(limit)): Fault | null {
  return !isNumber(value) || value < limit
    ? null
    : wrong(value, `less than ${text}`, "exclusiveMaximum");
}

/** More than. */
export function expectMoreThan(value: unknown, limit: Bound, text = String(limit)): Fault | null {
  return !isNumber(value) || value > limit
    ? null
    : wrong(value, `more than ${text}`, "exclusiveMinimum");
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** A multiple. `text` is the unit as it is written, where that says more than a double. */
export function expectMultiple(value: unknown, unit: number, text = String(unit)): Fault | null {
  return !isNumber(value) || isMultiple(value, unit, text)
    ? null
    : wrong(value, `a multiple of ${unit}`, "multipleOf");
}

function isMultiple(value: number | bigint, unit: number, text: string): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(unit) && unit !== 0) {
    return Number(value) % unit === 0;
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    return false;
  }
  const [digits, exponent] = decimalOf(isBig(value) ? BigInt(value).toString() : String(value));
  const [unitDigits, unitExponent] = decimalOf(text);
  const shift = Math.min(exponent, unitExponent);
  const scaled = digits * 10n ** BigInt(exponent - shift);
  const scaledUnit = unitDigits * 10n ** BigInt(unitExponent - shift);
  return scaledUnit === 0n ? scaled === 0n : scaled % scaledUnit === 0n;
}

/** An integer that a double may print with an exponent, or a bigint. */
function isBig(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isInteger(value);
}

/** The digits of a number text as an integer, and the power of ten that it is times. */
function decimalOf(text: string): [bigint, number] {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return [BigInt(whole + fraction), Number(exponent) - fraction.length];
}

/** A number of a format, unless `formats` is false. */
export function expectNumberFormat(
  value: unknown,
  formats: boolean | undefined,
  name: string,
  test: (value: number | bigint) => boolean,
): Fault | null {
  return formats === false || !isNumber(value) || test(value)
    ? null
    : wrong(value, `an integer of ${name.slice(3)} bits`, "format");
}

/** An integer of 32 bits with a sign. */
export function isInt32(value: number | bigint): boolean {
  return isBig(value) && value >= -0x80000000 && value <= 0x7fffffff;
}

/** An integer of 64 bits with a sign. */
export function isInt64(value: number | bigint): boolean {
  return isBig(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value);
}

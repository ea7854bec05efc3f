/**
 * Numbers as their decimal digits, of any size and precision. Nothing here grows with an exponent:
 * `1e999999999` is one digit.
 */

/** A number text as digits without zeros at either end and the power of ten of the last digit. */
export interface Decimal {
  readonly negative: boolean;
  /** `""`: the number is zero, whatever its sign and exponent. */
  readonly digits: string;
  readonly exponent: number;
}

/** Reads a JSON number or what `String(number)` prints of a finite one; linear in its length. */
export function decimalOf(text: string): Decimal {
  const mark = markOf(text);
  const mantissa = mark < 0 ? text : text.slice(0, mark);
  const negative = mantissa.startsWith("-");
  const unsigned = negative ? mantissa.slice(1) : mantissa;
  const dot = unsigned.indexOf(".");
  const all = dot < 0 ? unsigned : unsigned.slice(0, dot) + unsigned.slice(dot + 1);
  const fraction = dot < 0 ? 0 : unsigned.length - dot - 1;
  let end = all.length;
  while (end > 0 && all.charCodeAt(end - 1) === 0x30) {
    end -= 1;
  }
  let start = 0;
  while (start < end && all.charCodeAt(start) === 0x30) {
    start += 1;
  }
  const exponent = mark < 0 ? 0 : Number(text.slice(mark + 1));
  return {
    negative,
    digits: all.slice(start, end),
    exponent: boundedExponent(exponent) - fraction + (all.length - end),
  };
}

/** Where the `e` of an exponent stands; -1: there is none. */
function markOf(text: string): number {
  let at = text.length - 1;
  while (at >= 0 && (text.charCodeAt(at) | 0x20) !== 0x65) {
    at -= 1;
  }
  return at;
}

/**
 * Beyond this, exponents only compare: what JSON texts of any practical size write is far below.
 */
const MAX_EXPONENT = 2 ** 48;

function boundedExponent(exponent: number): number {
  return Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, exponent));
}

/** Negative, zero or positive as `left` is less than, equal to or more than `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const sign = signOf(left);
  if (sign !== signOf(right)) {
    return sign - signOf(right);
  }
  const magnitude = left.digits.length + left.exponent - (right.digits.length + right.exponent);
  if (sign === 0 || magnitude !== 0) {
    return sign * Math.sign(magnitude);
  }
  // Without zeros at the end, digits that begin alike are ordered as text.
  return left.digits === right.digits ? 0 : sign * (left.digits < right.digits ? -1 : 1);
}

/** Is `value` an integer times `unit`? Nothing but zero is a multiple of zero. */
export function isMultipleOf(value: Decimal, unit: Decimal): boolean {
  if (value.digits === "" || unit.digits === "") {
    return value.digits === "";
  }
  if (value.exponent < unit.exponent) {
    return false; // its last digit, which is not zero, stands behind the unit's
  }
  const divisor = BigInt(unit.digits);
  const shift = powerOfTen(value.exponent - unit.exponent, divisor);
  return (remainder(value.digits, divisor) * shift) % divisor === 0n;
}

/** Digits that fit a safe integer. */
const CHUNK = 15;

function remainder(digits: string, divisor: bigint): bigint {
  let rest = 0n;
  for (let at = 0; at < digits.length; at += CHUNK) {
    const chunk = digits.slice(at, at + CHUNK);
    rest = (rest * 10n ** BigInt(chunk.length) + BigInt(chunk)) % divisor;
  }
  return rest;
}

/** 10 to the power of `exponent`, modulo `divisor`, by repeated squaring. */
function powerOfTen(exponent: number, divisor: bigint): bigint {
  let result = 1n % divisor;
  let base = 10n % divisor;
  for (let left = BigInt(exponent); left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) {
      result = (result * base) % divisor;
    }
    base = (base * base) % divisor;
  }
  return result;
}

function signOf({ negative, digits }: Decimal): number {
  return digits === "" ? 0 : negative ? -1 : 1;
}

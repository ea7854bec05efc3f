import { compareDecimals, decimalOf } from "./decimal.ts";

/** Significant digits that a double always keeps (DBL_DIG of IEEE 754 binary64). */
export const SAFE_DIGITS = 15;
/** Least magnitude that a double holds with all its digits. */
const LEAST_NORMAL = 2.3e-308;
/** 5 to the power of more is no factor of a double's 53 bits. */
const MAX_POWER = 22;

/**
 * Is the value that `JSON.parse` gives to this number text the one the text says?
 *
 * Beyond 2^53 a double must be the integer itself; elsewhere it is enough that the shortest decimal
 * of the double, which is what everybody prints, is the text's decimal. So `0.1`, `1.0`, `1e3` and
 * `18014398509481984` (2^54) are safe; `9007199254740993`, `0.1000000000000000000001`, `1e400` and
 * `1e-400` are not. The work is linear in the text, with little more than its reading for most.
 */
export function isSafeNumberText(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value)) {
    return false;
  }
  const magnitude = Math.abs(value);
  if (magnitude > Number.MAX_SAFE_INTEGER) {
    return isExactInteger(text, value);
  }
  if (magnitude >= LEAST_NORMAL && digitCount(text) <= SAFE_DIGITS) {
    return true;
  }
  return String(value) === text || compareDecimals(decimalOf(String(value)), decimalOf(text)) === 0;
}

/** Is this number text, without fraction and exponent, an integer beyond 2^53 - 1? */
export function isUnsafeInteger(text: string): boolean {
  return !/[.eE]/.test(text) && !Number.isSafeInteger(Number(text));
}

function isExactInteger(text: string, value: number): boolean {
  const { negative, digits, exponent } = decimalOf(text);
  if (exponent < 0 || exponent > MAX_POWER) {
    return false;
  }
  const magnitude = BigInt(digits) * 10n ** BigInt(exponent);
  return (negative ? -magnitude : magnitude) === BigInt(value);
}

/** Digits from the first that is not zero on, without those of the exponent. */
function digitCount(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code | 0x20) === 0x65) {
      break;
    }
    if (code >= 0x30 && code <= 0x39 && (count > 0 || code !== 0x30)) {
      count += 1;
    }
  }
  return count;
}

import { compareDecimals, decimalOf } from "./decimal.ts";

/**
 * Is the value that `JSON.parse` gives to this number text the one the text says?
 *
 * Beyond 2^53 a double must be the integer itself; elsewhere it is enough that the shortest decimal
 * of the double, which is what everybody prints, is the text's decimal. So `0.1`, `1.0`, `1e3` and
 * `18014398509481984` (2^54) are safe; `9007199254740993`, `0.1000000000000000000001`, `1e400` and
 * `1e-400` are not.
 */
export function isSafeNumberText(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value)) {
    return false;
  }
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) {
    return (
      String(value) === text || compareDecimals(decimalOf(String(value)), decimalOf(text)) === 0
    );
  }
  return compareDecimals(decimalOf(BigInt(value).toString()), decimalOf(text)) === 0;
}

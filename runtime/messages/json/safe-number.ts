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
    return String(value) === text || sameDecimal(String(value), text);
  }
  return sameDecimal(BigInt(value).toString(), text);
}

/** A number text as digits without zeros at either end and the power of ten of the last digit. */
export interface Decimal {
  readonly negative: boolean;
  /** `""`: the number is zero, whatever its sign and exponent. */
  readonly digits: string;
  readonly exponent: number;
}

/** Reads a JSON number or what `String(number)` prints of a finite one; linear in its length. */
export function decimalOf(text: string): Decimal {
  const mark = text.search(/e/i);
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
    exponent: exponent - fraction + (all.length - end),
  };
}

function sameDecimal(left: string, right: string): boolean {
  const a = decimalOf(left);
  const b = decimalOf(right);
  if (a.digits === "" || b.digits === "") {
    return a.digits === b.digits;
  }
  return a.negative === b.negative && a.digits === b.digits && a.exponent === b.exponent;
}

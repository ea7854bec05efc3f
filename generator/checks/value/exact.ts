/** Bounds of which a document says more than a double holds, as doubles that decide alike for every double. */

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/u;

/** The sign of a JSON number, its digits without zeros at either end, and the power of ten before the first. */
interface Decimal {
  readonly sign: number;
  readonly digits: string;
  readonly magnitude: number;
}

function decimalOf(text: string): Decimal {
  const [, minus = "", whole = "0", fraction = "", exponent = "0"] = DECIMAL.exec(text) ?? [];
  const all = whole + fraction;
  const zeros = /^0*/u.exec(all)?.[0].length ?? 0;
  const digits = all.slice(zeros).replace(/0+$/u, "");
  const sign = digits === "" ? 0 : minus === "-" ? -1 : 1;
  return { sign, digits, magnitude: whole.length - zeros + Number(exponent) };
}

/** Negative, zero or positive as one JSON number is less than, equal to or more than another. */
export function compareTexts(left: string, right: string): number {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  if (a.sign !== b.sign || a.sign === 0) {
    return a.sign - b.sign;
  }
  const order = Math.sign(a.magnitude - b.magnitude) || (a.digits < b.digits ? -1 : 1);
  return a.digits === b.digits && a.magnitude === b.magnitude ? 0 : a.sign * order;
}

/**
 * The double that a value is compared with, by `<=` or `>=` where `isInclusive`, by `<` or `>` else, so that doubles
 * are told apart as the bound that is written as `text` and rounded to `limit` tells them apart.
 */
export function boundFor(
  limit: number,
  text: string,
  direction: 1 | -1,
  isInclusive: boolean,
): number {
  // Of all doubles only `limit` itself may be decided wrongly.
  const side = direction * compareTexts(String(limit), text);
  const passes = isInclusive ? side <= 0 : side < 0;
  return passes === isInclusive ? limit : neighbour(limit, isInclusive ? -direction : direction);
}

/** The next double above (1) or below (-1). */
function neighbour(value: number, direction: number): number {
  if (value === 0) {
    return direction * Number.MIN_VALUE;
  }
  const bits = new BigInt64Array(1);
  const doubles = new Float64Array(bits.buffer);
  doubles[0] = value;
  bits[0] = (bits[0] ?? 0n) + (value > 0 === direction > 0 ? 1n : -1n);
  return doubles[0];
}

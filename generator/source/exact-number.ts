/** Longest integer that is kept digit by digit; longer ones mean nothing to any schema or message. */
const MAX_DIGITS = 400;

/**
 * The number that a literal of JSON or YAML stands for, exactly: integers beyond 2^53 become bigint, so
 * bounds such as 9223372036854775807 stay what the author wrote. Null: the number has no finite value.
 */
export function exactNumber(literal: string): number | bigint | null {
  const value = Number(literal);
  if (!Number.isFinite(value) || literal.length > MAX_DIGITS) return null;
  if (Number.isSafeInteger(value) || !/^[-+]?\d+$/.test(literal)) return value;
  return BigInt(literal.startsWith("+") ? literal.slice(1) : literal);
}

/** The same for a literal that a YAML reader made a number of, which may be octal or hexadecimal. */
export function exactNumberOr(value: number, literal: string): number | bigint | null {
  if (!Number.isFinite(value)) return null;
  return Number.isSafeInteger(value) || !/^[-+]?\d+$/.test(literal) ? value : exactNumber(literal);
}

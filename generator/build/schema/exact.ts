import type { Plain } from "../../source/tree.ts";

/**
 * Integers beyond 2^53 in bounds, `const` and `enum`. JSON Schema compares exact numbers, JavaScript rounds
 * them; so a keyword holds the rounded value and `x-exact` beside it, by keyword, the JSON text with every
 * digit: `{minimum: 9223372036854775808, "x-exact": {minimum: "9223372036854775807"}}`. For `enum` it is a
 * list with null where the member is exact already.
 */
export interface Rounded {
  readonly value: unknown;
  /** JSON text with all digits; null: nothing was rounded. */
  readonly exact: string | null;
}

/** A value as JavaScript has it, with its exact text where the two differ. */
export function roundedOf(plain: Plain): Rounded {
  const value = asJson(plain);
  return { value, exact: holdsBigint(plain) ? exactText(plain) : null };
}

function asJson(plain: Plain): unknown {
  if (typeof plain === "bigint") {
    return Number(plain);
  }
  if (typeof plain !== "object" || plain === null) {
    return plain;
  }
  if (Array.isArray(plain)) {
    return plain.map(asJson);
  }
  return Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, asJson(value)]));
}

function holdsBigint(plain: Plain): boolean {
  if (typeof plain === "bigint") {
    return BigInt(Number(plain)) !== plain || !Number.isSafeInteger(Number(plain));
  }
  return typeof plain === "object" && plain !== null && Object.values(plain).some(holdsBigint);
}

function exactText(plain: Plain): string {
  if (typeof plain === "bigint") {
    return plain.toString();
  }
  if (typeof plain !== "object" || plain === null) {
    return JSON.stringify(plain);
  }
  if (Array.isArray(plain)) {
    return `[${plain.map(exactText).join(",")}]`;
  }
  const members = Object.entries(plain).map(
    ([key, value]) => `${JSON.stringify(key)}:${exactText(value)}`,
  );
  return `{${members.join(",")}}`;
}

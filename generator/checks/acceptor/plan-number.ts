import { EXCLUDED, listOf } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";
import { hasExact } from "./plan-kinds.ts";
import type { NumberPlan } from "./plan.ts";
import type { Planning } from "./planning.ts";

const BOUNDS = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"] as const;
const KEYWORDS = [...BOUNDS, "multipleOf", "const", "enum"] as const;
/** Digits of a unit: with those of a value their product is still exact. */
const MAX_UNIT_DIGITS = 6;

/** What all parts say of numbers; null: nothing is accepted. */
export function readNumber(
  parts: readonly Keywords[],
  context: {
    readonly isInteger: boolean;
    readonly values: readonly unknown[] | null;
    readonly planning: Planning;
  },
): NumberPlan | null {
  const { planning } = context;
  for (const part of parts) {
    const keyword = KEYWORDS.find((name) => name in part && !isReadable(part, name));
    const isExcluding = listOf(part[EXCLUDED]).some((value) => typeof value === "number");
    if (keyword !== undefined || isExcluding) {
      planning.report(part, keyword ?? "not");
      return null;
    }
  }
  const numbers = (keyword: string): readonly number[] =>
    parts.map((part) => part[keyword]).filter((value) => typeof value === "number");
  const formats = new Set(parts.map(({ format }) => format));
  const values = context.values?.filter((value) => typeof value === "number") ?? null;
  return {
    isInteger: context.isInteger || formats.has("int32") || formats.has("int64"),
    atLeast: [
      ...numbers("minimum"),
      ...(formats.has("int32") ? [-(2 ** 31)] : []),
      ...(formats.has("int64") ? [-(2 ** 63)] : []),
    ],
    above: numbers("exclusiveMinimum"),
    atMost: [...numbers("maximum"), ...(formats.has("int32") ? [2 ** 31 - 1] : [])],
    below: [...numbers("exclusiveMaximum"), ...(formats.has("int64") ? [2 ** 63] : [])],
    multiplesOf: numbers("multipleOf").flatMap((unit) => decimalOf(unit) ?? []),
    values,
  };
}

function isReadable(part: Keywords, keyword: (typeof KEYWORDS)[number]): boolean {
  if (hasExact(part, keyword)) {
    return false;
  }
  const value = part[keyword];
  switch (keyword) {
    case "multipleOf":
      return typeof value === "number" && decimalOf(value) !== null;
    case "const":
    case "enum":
      return true;
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return typeof value === "number";
  }
}

/** A unit as an integer and the power of ten that divides it; null: it has too many digits. */
function decimalOf(unit: number): { readonly digits: number; readonly scale: number } | null {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(String(unit));
  const [, whole = "", fraction = ""] = match ?? [];
  const digits = Number(whole + fraction);
  const isShort =
    match !== null &&
    String(digits).length <= MAX_UNIT_DIGITS &&
    fraction.length <= MAX_UNIT_DIGITS;
  return isShort && digits > 0 ? { digits, scale: 10 ** fraction.length } : null;
}

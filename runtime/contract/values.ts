/**
 * Comparing JSON values exactly. Numbers are doubles; where two doubles are equal but the text of a
 * frame or schema says more than a double holds, the texts decide.
 */
import { spend } from "./fuel.ts";
import { compareDecimals, decimalOf, isMultipleOf } from "../messages/json/decimal.ts";
import { numberTextOf, numberTextsIn, rememberNumberTexts } from "../messages/json/number-texts.ts";

/**
 * Order of the number `value`, which `parent` holds under `key`, and the number that `text` is:
 * negative, zero or positive. Called where the two are equal as doubles.
 */
export function compare(
  parent: unknown,
  key: string | number,
  value: number,
  text: string,
): number {
  const own = numberTextOf(parent, key);
  if (own === undefined && String(value) === text) {
    return 0;
  }
  spend(64 + (((own ?? "").length + text.length) >> 3));
  return compareDecimals(decimalOf(own ?? textOf(value)), decimalOf(text));
}

/**
 * Is the number `value`, which `parent` holds under `key`, a multiple of the number that `text`
 * is?
 */
export function isMultiple(
  parent: unknown,
  key: string | number,
  value: number,
  text: string,
): boolean {
  if (!Number.isFinite(value)) {
    return false;
  }
  const unit = Number(text);
  if (Number.isSafeInteger(value) && Number.isSafeInteger(unit) && unit !== 0) {
    const own = numberTextOf(parent, key);
    if (own === undefined) {
      return value % unit === 0;
    }
  }
  const own = numberTextOf(parent, key) ?? textOf(value);
  spend(128 + ((own.length * text.length) >> 4));
  return isMultipleOf(decimalOf(own), decimalOf(text));
}

/** How many members an object has. */
export function members(value: object): number {
  const count = Object.keys(value).length;
  spend(4 + count * 45);
  return count;
}

/** A value of the schema from its JSON text, with every digit of its numbers. */
export function constant(text: string): unknown {
  const value: unknown = JSON.parse(text);
  rememberNumberTexts(text, value);
  return value;
}

/** Equality of JSON values (JSON Schema core 2020-12 section 4.2.2). */
export function equal(left: unknown, right: unknown): boolean {
  return isEqual(left, right);
}

/** Stops at the first difference; the numbers' texts are their own, where they are unsafe. */
function isEqual(left: unknown, right: unknown, leftText?: string, rightText?: string): boolean {
  spend(6);
  if (typeof left === "number" && typeof right === "number") {
    return left === right && isSameText(left, leftText, rightText);
  }
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return left === right;
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && areEqual(left, right);
  }
  const entries = Object.entries(right);
  spend(entries.length * 8);
  const [leftTexts, rightTexts] = [textsIn(left), textsIn(right)];
  return (
    entries.every(
      ([key, value]) =>
        Object.hasOwn(left, key) &&
        isEqual(Reflect.get(left, key), value, leftTexts?.get(key), rightTexts?.get(key)),
    ) && members(left) === entries.length
  );
}

function areEqual(left: readonly unknown[], right: readonly unknown[]): boolean {
  const [leftTexts, rightTexts] = [textsIn(left), textsIn(right)];
  return (
    left.length === right.length &&
    left.every((item, index) =>
      isEqual(item, right[index], leftTexts?.get(String(index)), rightTexts?.get(String(index))),
    )
  );
}

/** The texts of a container's own unsafe numbers, looked up once for all of them; most have none. */
function textsIn(container: object): ReadonlyMap<string, string> | undefined {
  return numberTextsIn(container)?.own;
}

function isSameText(value: number, left: string | undefined, right: string | undefined): boolean {
  if (left === right) {
    return true;
  }
  const texts = [left ?? textOf(value), right ?? textOf(value)] as const;
  spend(64 + ((texts[0].length + texts[1].length) >> 3));
  return compareDecimals(decimalOf(texts[0]), decimalOf(texts[1])) === 0;
}

/**
 * Two places of `items` that hold equal values; null: there are none. Linear in the size of the
 * items.
 */
export function twins(items: readonly unknown[]): readonly [number, number] | null {
  const seen = new Map<string | number, number>();
  const texts = textsIn(items);
  for (const [index, item] of items.entries()) {
    // Only safe integers are their own keys: no other number, by its text or as a double, equals one.
    const isPlain = typeof item === "number" && Number.isSafeInteger(item);
    const key = isPlain ? item : canonical(item, texts?.get(String(index)));
    const first = seen.get(key);
    if (first !== undefined) {
      return [first, index];
    }
    seen.set(key, index);
    spend(20);
  }
  return null;
}

/**
 * Equal values, and only they, have equal texts. `text` is the value's own, where it is an unsafe
 * number.
 */
function canonical(value: unknown, text?: string): string {
  spend(typeof value === "string" ? 16 + (value.length >> 2) : 64);
  if (typeof value === "number") {
    const { negative, digits, exponent } = decimalOf(text ?? textOf(value));
    return digits === "" ? "0" : `${negative ? "-" : ""}${digits}e${exponent}`;
  }
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  }
  const texts = textsIn(value);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => canonical(item, texts?.get(String(index))));
    return `[${items.join(",")}]`;
  }
  const members = Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner, texts?.get(key))}`)
    .toSorted();
  return `{${members.join(",")}}`;
}

/**
 * The decimal that a double stands for: an integer beyond 2^53 is meant exactly, the rest as
 * printed.
 */
function textOf(value: number): string {
  const isBig = Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return isBig ? BigInt(value).toString() : String(value);
}

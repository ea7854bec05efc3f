/**
 * Integers beyond 2^53 of encodings other than JSON. Readers give a bigint for what a double cannot hold; a value has
 * the nearest double in its place, as `JSON.parse` would, with the integer noted beside it: checks compare that.
 */
import { type Holder, holderOf, noteNumbersBelow, noteNumberText } from "../json/number-texts.ts";
import { ReadNumbers, type WrittenPlace } from "../json/read-numbers.ts";

/** A number where that is exact. */
export function exactInteger(value: bigint): number | bigint {
  const double = Number(value);
  return BigInt(double) === value ? double : value;
}

/** What a decoded container holds in the place of `value`, which was read for it. Notes what has to be noted. */
export function held(container: object, key: string | number, value: unknown): unknown {
  if (typeof value === "bigint") {
    noteNumberText(container, key, value.toString());
    return Number(value);
  }
  noteNumbersBelow(container, key, value);
  return value;
}

/** The root of a payload, and what holds it where it has integers that a double cannot hold. */
export function heldRoot(root: unknown): {
  readonly value: unknown;
  readonly holder: Holder | null;
} {
  return typeof root === "bigint"
    ? { value: Number(root), holder: holderOf(Number(root), root.toString()) }
    : { value: root, holder: holderOf(root, null) };
}

/** The value for an encoder, with bigints for those of its numbers that were read as such. */
export function withBigIntegers(value: unknown, read: Holder | null): unknown {
  if (read === null) return value;
  const numbers = new ReadNumbers(read);
  return big(value, numbers.root, numbers);
}

function big(value: unknown, place: WrittenPlace, numbers: ReadNumbers): unknown {
  if (typeof value === "number") {
    const text = numbers.textOf(value, place);
    return text === null ? value : BigInt(text);
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const placeOf = numbers.within(value, place);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => big(item, placeOf(String(index)), numbers));
  }
  const members = Object.entries(value).map(
    ([key, member]: [string, unknown]) => [key, big(member, placeOf(key), numbers)] as const,
  );
  return Object.fromEntries(members);
}

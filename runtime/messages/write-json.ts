import type { Holder } from "./json/number-texts.ts";
import { ReadNumbers, type WrittenPlace } from "./json/read-numbers.ts";

/**
 * A value as JSON text, as `JSON.stringify` writes it, but numbers that a double cannot hold keep the text they were
 * read from: what a hook did not touch must not change. `read` holds what the value was made of, by spreading it for
 * example. Throws a TypeError for what JSON does not have.
 */
export function writeJson(value: unknown, read: Holder | null = null): Uint8Array {
  const numbers = new ReadNumbers(read);
  const text = textOf(value, numbers.root, numbers);
  if (text === undefined) throw new TypeError("a message must be a JSON value");
  return Buffer.from(text, "utf8");
}

function textOf(value: unknown, place: WrittenPlace, numbers: ReadNumbers): string | undefined {
  if (typeof value === "number") return numbers.textOf(value, place) ?? JSON.stringify(value);
  if (typeof value !== "object" || value === null) return plainText(value);
  if ("toJSON" in value && typeof value.toJSON === "function") {
    const replaced: unknown = value.toJSON(place.key);
    return textOf(replaced, { ...place, container: null }, numbers);
  }
  const placeOf = numbers.within(value, place);
  if (Array.isArray(value)) {
    const items = value.map(
      (item: unknown, index) => textOf(item, placeOf(String(index)), numbers) ?? "null",
    );
    return `[${items.join(",")}]`;
  }
  const members = Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const text = textOf(member, placeOf(name), numbers);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join(",")}}`;
}

/** `JSON.stringify` writes nothing for `undefined`, functions and symbols, and throws for a bigint. */
function plainText(value: unknown): string | undefined {
  return JSON.stringify(value);
}

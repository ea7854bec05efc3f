import { numberTextOf } from "./json/number-texts.ts";

/**
 * A value as JSON text, as `JSON.stringify` writes it, but numbers that a double cannot hold keep the text they were
 * read from: what a hook did not touch must not change. Throws a TypeError for what JSON does not have.
 */
export function writeJson(value: unknown): Uint8Array {
  const text = textOf(value, null, "");
  if (text === undefined) throw new TypeError("a message must be a JSON value");
  return Buffer.from(text, "utf8");
}

function textOf(value: unknown, container: unknown, key: string): string | undefined {
  if (typeof value === "number") return numberText(value, container, key);
  if (typeof value !== "object" || value === null) return plainText(value);
  if ("toJSON" in value && typeof value.toJSON === "function") {
    const replaced: unknown = value.toJSON(key);
    return textOf(replaced, null, key);
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => textOf(item, value, String(index)) ?? "null");
    return `[${items.join(",")}]`;
  }
  const members = Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const text = textOf(member, value, name);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join(",")}}`;
}

/** `JSON.stringify` writes nothing for `undefined`, functions and symbols, and throws for a bigint. */
function plainText(value: unknown): string | undefined {
  return JSON.stringify(value);
}

function numberText(value: number, container: unknown, key: string): string {
  const text = numberTextOf(container, key);
  // The text is of what stood there when the frame was read; a hook may have put another number there.
  return text !== undefined && Object.is(Number(text), value) ? text : JSON.stringify(value);
}

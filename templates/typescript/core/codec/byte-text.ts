/** Bytes as text with one character per byte, U+0000 to U+00FF: what schemas of bytes count and check. */

/** Characters that are made in one call: few enough for the call stack of every platform. */
const PIECE = 8192;

/** One character per byte. */
export function bytesToText(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += PIECE) {
    text += String.fromCharCode(...bytes.subarray(start, start + PIECE));
  }
  return text;
}

/** The bytes of such a text; null: a character is beyond U+00FF, so it is none. */
export function textToBytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0xff) return null;
    bytes[at] = code;
  }
  return bytes;
}

/**
 * A value with such texts for its `Uint8Array`s: what checks made from schemas, and the gateway, know strings of
 * bytes as. The value itself where it holds none.
 */
export function withTextForBytes(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return bytesToText(value);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const texts = items.map(withTextForBytes);
    return texts.every((text, index) => text === items[index]) ? value : texts;
  }
  const members: [string, unknown][] = Object.entries(value);
  const texts = members.map(([key, member]) => [key, withTextForBytes(member)] as const);
  return texts.every(([, text], index) => text === members[index]?.[1])
    ? value
    : Object.fromEntries(texts);
}

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

/** Text to UTF-8 and back, strictly: what is not whole Unicode text is an error and never U+FFFD. */
import { DecodeError } from "./codec.ts";

/** What every platform has of the Encoding standard; declared here so that no platform's types are needed. */
declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const DECODER = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = /* @__PURE__ */ new TextEncoder();

/** Texts of fewer bytes are made character by character, because a call of the platform's decoder costs more. */
const SHORT = 24;

/** The text of the bytes of a payload from `start` up to `end`. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  const short = end - start < SHORT ? decodeAscii(bytes, start, end) : null;
  if (short !== null) return short;
  try {
    return DECODER.decode(bytes.subarray(start, end));
  } catch (error) {
    throw new DecodeError("UTF-8 text", start, { cause: error });
  }
}

/** Null: there are characters beyond ASCII. */
function decodeAscii(bytes: Uint8Array, start: number, end: number): string | null {
  let text = "";
  for (let at = start; at < end; at += 1) {
    const code = bytes[at] ?? 0;
    if (code > 0x7f) return null;
    text += String.fromCharCode(code);
  }
  return text;
}

/** The bytes of a text in which every surrogate has its other half. */
export function encodeUtf8(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** Whether UTF-8 can carry the text: no half of a surrogate pair stands alone. */
export function isWholeText(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

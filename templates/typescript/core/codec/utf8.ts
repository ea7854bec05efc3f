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

/** The text of `bytes`, which begin at byte `at` of the payload. */
export function decodeUtf8(bytes: Uint8Array, at: number): string {
  try {
    return DECODER.decode(bytes);
  } catch (error) {
    throw new DecodeError("UTF-8 text", at, { cause: error });
  }
}

/** The bytes of a text in which every surrogate has its other half. */
export function encodeUtf8(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** Whether UTF-8 can carry the text: no half of a surrogate pair stands alone. */
export function isWholeText(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

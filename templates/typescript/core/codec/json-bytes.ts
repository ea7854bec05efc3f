import type { Codec, CodecOptions } from "./codec.ts";
import { json } from "./json.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** JSON in binary frames, as UTF-8 (RFC 8259 section 8.1); read from text frames too. */
export function jsonBytes(options?: CodecOptions): Codec {
  const text = json(options);
  return {
    frame: "binary",
    encode: (value) => encodeUtf8(String(text.encode(value))),
    decode: (data) =>
      text.decode(typeof data === "string" ? data : decodeUtf8(data, 0, data.length)),
  };
}

import { EncodeError, kindOf, type Codec } from "./codec.ts";
import { decodeUtf8, encodeUtf8, isWholeText } from "./utf8.ts";

/** The frame that raw text stands in. */
export interface TextOptions {
  /** A text frame unless told. */
  readonly frame?: "text" | "binary";
}

/** Raw text: the whole payload is one string, as UTF-8. */
export const text: Codec = /* @__PURE__ */ createText({});

/** Raw text in frames of the kind that the options name. */
export function createText({ frame = "text" }: TextOptions): Codec {
  return {
    frame,
    encode(value) {
      if (typeof value !== "string") {
        throw new EncodeError({ pointer: "", expected: "a string", found: kindOf(value) });
      }
      if (!isWholeText(value)) {
        const found = "a string with half of a surrogate pair";
        throw new EncodeError({ pointer: "", expected: "whole Unicode text", found });
      }
      return frame === "text" ? value : encodeUtf8(value);
    },
    decode: (data) => (typeof data === "string" ? data : decodeUtf8(data, 0, data.length)),
  };
}

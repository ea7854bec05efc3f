import { DecodeError, EncodeError, kindOf, type Codec } from "./codec.ts";

/** Frames of an API that lets anything pass, as they are: a string in a text frame, bytes in a binary one. */
export const rawText: Codec = /* @__PURE__ */ createRaw("text");

/** The same, for reading binary frames. */
export const rawBytes: Codec = /* @__PURE__ */ createRaw("binary");

function createRaw(frame: "text" | "binary"): Codec {
  return {
    frame,
    encode(value) {
      if (typeof value === "string" || value instanceof Uint8Array) {
        return value;
      }
      const expected = "a string or a Uint8Array";
      throw new EncodeError({ pointer: "", expected, found: kindOf(value) });
    },
    decode(data) {
      if ((typeof data === "string") !== (frame === "text")) {
        throw new DecodeError(`a ${frame} frame`, null);
      }
      return data;
    },
  };
}

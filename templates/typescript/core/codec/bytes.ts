import { DecodeError, EncodeError, kindOf, type Codec } from "./codec.ts";

/** Opaque bytes: the payload is the value, a `Uint8Array`, and not a copy of it. */
export const bytes: Codec = {
  frame: "binary",
  encode(value) {
    if (!(value instanceof Uint8Array)) {
      throw new EncodeError({ pointer: "", expected: "a Uint8Array", found: kindOf(value) });
    }
    return value;
  },
  decode(data) {
    if (typeof data === "string") {
      throw new DecodeError("a binary frame", 0);
    }
    return data;
  },
};

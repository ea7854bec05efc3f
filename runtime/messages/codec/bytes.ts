import { CodecError, type CodecMaker } from "./codec.ts";

/**
 * Opaque bytes: the payload is the value. Samples, which are JSON, are strings with one character per byte, which is
 * also what a schema of bytes is checked on.
 */
export const bytesCodec: CodecMaker = {
  encoding: "bytes",
  create: () => ({
    decode: (payload) => payload,
    encode: (value) => {
      if (value instanceof Uint8Array) {
        return value;
      }
      if (typeof value !== "string") {
        throw new CodecError("only bytes, or a string with one character per byte, are bytes");
      }
      return Buffer.from(value, "latin1");
    },
  }),
};

import { CodecError, type CodecMaker } from "./codec.ts";

/**
 * Opaque bytes: the payload is the value. A schema of bytes is checked on `binaryText` of it; samples, which are
 * JSON, are such texts too.
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

/** Bytes as a string with one character per byte, in which `minLength` and `maxLength` count bytes. */
export function binaryText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

import { isUtf8 } from "node:buffer";
import { CodecError, type CodecMaker } from "./codec.ts";

/** Raw text: the whole payload is one UTF-8 string. */
export const textCodec: CodecMaker = {
  encoding: "text",
  create: () => ({
    decode: (payload) => {
      if (!isUtf8(payload)) {
        throw new CodecError("text is not UTF-8");
      }
      return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8");
    },
    encode: (value) => {
      if (typeof value !== "string") {
        throw new CodecError("only a string is text");
      }
      return Buffer.from(value, "utf8");
    },
  }),
};

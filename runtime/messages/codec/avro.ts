import type { Message } from "../../contract/v1.ts";
import { AvroReader } from "./avro-reader.ts";
import { AvroWriter } from "./avro-writer.ts";
import { avroTypes } from "./avro-types.ts";
import { CodecError, type CodecMaker } from "./codec.ts";

/**
 * Avro's binary encoding (Avro 1.12, section Binary Encoding), one datum without a header, read by the message's
 * own schema. Bounded: no count, length or depth costs more than the bytes that the sender paid for.
 *
 * Values are plain: a union's value stands for itself; `bytes` and `fixed` are strings with one character per byte,
 * as in Avro's JSON encoding; logical types are not interpreted.
 */
export const avroCodec: CodecMaker = {
  encoding: "avro",
  create: (message, context) => {
    const { root, named } = avroTypes(schemaOf(message));
    return {
      decode: (payload) => new AvroReader(payload, named, context.depth).datum(root),
      encode: (value) => new AvroWriter(named).datum(root, value),
    };
  },
};

function schemaOf({ codec }: Message): unknown {
  if (codec?.kind !== "avro") {
    throw new CodecError("the message has no Avro schema");
  }
  return codec.avro;
}

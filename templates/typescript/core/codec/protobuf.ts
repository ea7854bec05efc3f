import type { BinaryOptions, Codec } from "./codec.ts";
import type { ProtobufForms } from "./protobuf-forms.ts";
import { readProtobuf } from "./protobuf-reader.ts";
import { prepare } from "./protobuf-schema.ts";
import type { ProtobufTable } from "./protobuf-table.ts";
import { writeProtobuf } from "./protobuf-writer.ts";

/** How Protobuf is read. */
export interface ProtobufOptions extends Omit<BinaryOptions, "bigIntegers"> {
  /** `protobufForms`, needed where a message of the table has a form of its own. */
  readonly forms?: ProtobufForms;
}

/**
 * Protobuf, as the JSON form of proto3: names in camelCase, integers of 64 bits and bytes (base64) as strings, enums
 * by name. Fields that the table does not know are skipped; a known one of another wire type is an error. Bytes are
 * written from a `Uint8Array` too, and read as one where the options say `array`.
 */
export function protobuf(table: ProtobufTable, options: ProtobufOptions = {}): Codec {
  const schema = prepare(table, options.forms ?? null);
  return {
    frame: "binary",
    encode: (value) => writeProtobuf(value, schema, options),
    decode: (data) => readProtobuf(data, schema, options),
  };
}

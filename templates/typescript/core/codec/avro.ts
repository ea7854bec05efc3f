import { readAvro } from "./avro-reader.ts";
import type { AvroTable } from "./avro-table.ts";
import { writeAvro } from "./avro-writer.ts";
import type { BinaryOptions, Codec } from "./codec.ts";

/**
 * Avro's binary encoding of one datum without a header (Avro 1.12, section Binary Encoding), by the schema of its
 * writer. Values are plain: a union's value stands for itself, logical types are what they are made of, and `bytes`
 * and `fixed` are strings with one character per byte unless the options say otherwise; both forms are written.
 */
export function avro(table: AvroTable, options: BinaryOptions = {}): Codec {
  const withText: BinaryOptions = { bytes: "text", ...options };
  return {
    frame: "binary",
    encode: (value) => writeAvro(value, table, options),
    decode: (data) => readAvro(data, table, withText),
  };
}

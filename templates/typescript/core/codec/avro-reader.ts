import type { AvroNamedType, AvroPrimitive, AvroTable, AvroType } from "./avro-table.ts";
import { ByteReader, setMember } from "./byte-reader.ts";
import { DecodeError, type BinaryOptions } from "./codec.ts";
import { readVarint, unzigzag } from "./varint.ts";

/**
 * What may take no byte (`null`, a record of nulls): so many of them may be in one payload. Every other value is paid
 * for by the sender with at least a byte, so that five bytes cannot announce a billion of items.
 */
const FREE_VALUES = 4096;

/** The value of a whole payload. */
export function readAvro(
  data: string | Uint8Array,
  table: AvroTable,
  options: BinaryOptions,
): unknown {
  const reader = new ByteReader(data, options);
  return reader.last(new AvroReader(reader, table).read(table.root));
}

class AvroReader {
  readonly #reader: ByteReader;
  readonly #table: AvroTable;
  #free = FREE_VALUES;

  constructor(reader: ByteReader, table: AvroTable) {
    this.#reader = reader;
    this.#table = table;
  }

  read(type: AvroType): unknown {
    if (typeof type === "string") return this.#primitive(type);
    if (typeof type === "number") return this.#named(this.#choice(this.#table.named, type));
    if ("array" in type) return this.#reader.deeper(() => this.#array(type.array));
    if ("map" in type) return this.#reader.deeper(() => this.#map(type.map));
    return this.read(this.#choice(type.union, this.#int()));
  }

  #primitive(type: AvroPrimitive): unknown {
    const reader = this.#reader;
    const start = reader.at;
    switch (type) {
      case "null":
        return null;
      case "boolean":
        return this.#boolean();
      case "int":
        return this.#int();
      case "long": {
        const value = this.#long();
        return typeof value === "bigint" ? reader.integer(value) : value;
      }
      case "float":
        return reader.finite(reader.f32(true), start);
      case "double":
        return reader.finite(reader.f64(true), start);
      case "bytes":
        return reader.byteString(this.#length());
      case "string":
        return reader.text(this.#length());
    }
  }

  #named(type: AvroNamedType): unknown {
    if ("fixed" in type) return this.#reader.byteString(type.fixed);
    if ("enum" in type) return this.#choice(type.enum, this.#int());
    return this.#paid(() => this.#reader.deeper(() => this.#record(type.record)));
  }

  #boolean(): boolean {
    const byte = this.#reader.u8();
    if (byte > 1) throw new DecodeError("0 or 1", this.#reader.at - 1);
    return byte === 1;
  }

  #int(): number {
    const start = this.#reader.at;
    const value = Number(this.#long());
    if ((value | 0) !== value) throw new DecodeError("an integer of 32 bits", start);
    return value;
  }

  #long(): number | bigint {
    const start = this.#reader.at;
    const bits = readVarint(this.#reader);
    if (bits > 0xffff_ffff_ffff_ffffn) throw new DecodeError("an integer of 64 bits", start);
    return unzigzag(bits);
  }

  #length(): number {
    const start = this.#reader.at;
    const length = this.#long();
    if (length < 0 || length > this.#reader.remaining) {
      throw new DecodeError("a length of what follows", start);
    }
    return Number(length);
  }

  #choice<Option>(options: readonly Option[], index: number): Option {
    const option = options[index];
    if (option === undefined) {
      throw new DecodeError("a branch or symbol of the schema", this.#reader.at);
    }
    return option;
  }

  #record(fields: readonly (readonly [name: string, type: AvroType])[]): unknown {
    const object: Record<string, unknown> = {};
    for (const [name, type] of fields) {
      const { at } = this.#reader;
      setMember(object, name, this.read(type), at);
    }
    return object;
  }

  #array(item: AvroType): readonly unknown[] {
    const items: unknown[] = [];
    this.#blocks(() => items.push(this.read(item)));
    return items;
  }

  #map(value: AvroType): Readonly<Record<string, unknown>> {
    const object: Record<string, unknown> = {};
    this.#blocks(() => {
      const { at } = this.#reader;
      const key = this.#reader.text(this.#length());
      setMember(object, key, this.read(value), at);
    });
    return object;
  }

  /** Arrays and maps come in blocks up to an empty one; a negative count is followed by the block's size in bytes. */
  #blocks(readOne: () => void): void {
    for (let count = this.#long(); count !== 0 && count !== 0n; count = this.#long()) {
      if (count < 0) this.#length();
      const size = Math.abs(Number(count));
      if (size > this.#reader.remaining + this.#free) {
        throw new DecodeError("as many items as are announced", this.#reader.at);
      }
      for (let index = 0; index < size; index += 1) this.#paid(readOne);
    }
  }

  #paid<Value>(readOne: () => Value): Value {
    const start = this.#reader.at;
    const value = readOne();
    if (this.#reader.at === start) {
      this.#free -= 1;
      if (this.#free < 0) throw new DecodeError(`at most ${FREE_VALUES} empty values`, start);
    }
    return value;
  }
}

import type { AvroNames, AvroType } from "./avro-types.ts";
import { ByteReader, checkDepth, setMember } from "./byte-reader.ts";
import { CodecError } from "./codec.ts";
import { exactInteger, held } from "./exact-integers.ts";

/**
 * Items of arrays and maps that take no byte (`null`, an empty record): one payload may hold so many, and so many
 * records that take none. A schema of records in records, each used twice, is exponential in its length.
 */
const FREE_ITEMS = 4096;

/** Reads one datum. Every item is paid for: by a byte, or out of a fixed allowance. */
export class AvroReader {
  readonly #reader: ByteReader;
  readonly #named: AvroNames;
  readonly #depth: number;
  /** How many more items without bytes may come. */
  #allowance = FREE_ITEMS;
  #emptyRecords = FREE_ITEMS;

  constructor(payload: Uint8Array, named: AvroNames, depth: number) {
    this.#reader = new ByteReader(payload);
    this.#named = named;
    this.#depth = depth;
  }

  /** The value of the whole payload. */
  datum(type: AvroType): unknown {
    const value = this.#read(type, 0);
    this.#reader.end();
    return value;
  }

  #read(type: AvroType, level: number): unknown {
    switch (type.kind) {
      case "array":
        return this.#array(type.item, level + 1);
      case "map":
        return this.#map(type.value, level + 1);
      case "record":
        return this.#record(type, level + 1);
      case "union":
        return this.#read(this.#choice(type.options), level);
      case "enum":
        return this.#choice(type.symbols);
      case "fixed":
        return this.#reader.binary(type.size);
      case "named":
        return this.#read(this.#lookup(type.name), level);
      default:
        return this.#primitive(type.kind);
    }
  }

  #primitive(kind: AvroType["kind"]): unknown {
    switch (kind) {
      case "null":
        return null;
      case "boolean":
        return this.#boolean();
      case "int":
        return this.#int();
      case "long":
        return exactInteger(this.#long());
      case "float":
        return finite(this.#reader.f32(true));
      case "double":
        return finite(this.#reader.f64(true));
      case "bytes":
        return this.#reader.binary(this.#length());
      default:
        return this.#reader.text(this.#length());
    }
  }

  #boolean(): boolean {
    const byte = this.#reader.u8();
    if (byte > 1) {
      throw new CodecError("a boolean is neither 0 nor 1");
    }
    return byte === 1;
  }

  #int(): number {
    const value = this.#long();
    if (BigInt.asIntN(32, value) !== value) {
      throw new CodecError("an int does not fit in 32 bits");
    }
    return Number(value);
  }

  /** Zigzag, seven bits a byte, the low ones first, at most ten bytes. */
  #long(): bigint {
    let bits = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#reader.u8();
      bits |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (bits >> 64n !== 0n) {
          break;
        }
        return (bits >> 1n) ^ -(bits & 1n);
      }
    }
    throw new CodecError("a long does not fit in 64 bits");
  }

  #length(): number {
    const length = this.#long();
    if (length < 0n || length > BigInt(this.#reader.remaining)) {
      throw new CodecError("a length is beyond the end");
    }
    return Number(length);
  }

  #choice<T>(options: readonly T[]): T {
    const option = options[this.#int()];
    if (option === undefined) {
      throw new CodecError("a union or enum has no such branch");
    }
    return option;
  }

  #lookup(name: string): AvroType {
    const type = this.#named.get(name);
    if (type === undefined) {
      throw new CodecError("the Avro schema is incomplete");
    }
    return type;
  }

  #record(type: Extract<AvroType, { kind: "record" }>, level: number): unknown {
    checkDepth(level, this.#depth);
    const object: Record<string, unknown> = {};
    const before = this.#reader.remaining;
    for (const field of type.fields) {
      setMember(object, field.name, this.#read(field.type, level));
    }
    this.#emptyRecords -= this.#reader.remaining < before ? 0 : 1;
    if (this.#emptyRecords < 0) {
      throw new CodecError("holds more records without content than are read");
    }
    return object;
  }

  #array(item: AvroType, level: number): unknown[] {
    checkDepth(level, this.#depth);
    const items: unknown[] = [];
    this.#blocks(() => items.push(held(items, items.length, this.#read(item, level))));
    return items;
  }

  #map(value: AvroType, level: number): unknown {
    checkDepth(level, this.#depth);
    const object: Record<string, unknown> = {};
    this.#blocks(() => {
      const key = this.#reader.text(this.#length());
      setMember(object, key, this.#read(value, level));
    });
    return object;
  }

  /** Arrays and maps come in blocks; a negative count is followed by the block's size in bytes. */
  #blocks(readOne: () => void): void {
    for (let count = this.#long(); count !== 0n; count = this.#long()) {
      if (count < 0n) {
        this.#length();
      }
      const size = count < 0n ? -count : count;
      if (size > BigInt(this.#reader.remaining + this.#allowance)) {
        throw new CodecError("holds fewer items than it announces");
      }
      for (let index = 0n; index < size; index += 1n) {
        this.#paid(readOne);
      }
    }
  }

  #paid(readOne: () => void): void {
    const before = this.#reader.remaining;
    readOne();
    if (this.#reader.remaining < before) {
      return;
    }
    this.#allowance -= 1;
    if (this.#allowance < 0) {
      throw new CodecError("holds more items without content than are read");
    }
  }
}

/** JSON Schema knows no infinity and no NaN. */
function finite(value: number): number {
  if (!Number.isFinite(value)) {
    throw new CodecError("a number is not finite");
  }
  return value;
}

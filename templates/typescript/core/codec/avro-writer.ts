import type { AvroNamedType, AvroPrimitive, AvroTable, AvroType } from "./avro-table.ts";
import { textToBytes } from "./byte-text.ts";
import { ByteWriter, isPlain } from "./byte-writer.ts";
import type { CodecOptions } from "./codec.ts";
import { writeVarint, zigzag } from "./varint.ts";

/** The bytes of a value; of a union the first branch that fits it. */
export function writeAvro(value: unknown, table: AvroTable, options: CodecOptions): Uint8Array {
  const writer = new ByteWriter(options);
  new AvroWriter(writer, table).write(table.root, value);
  return writer.written();
}

type Fields = readonly (readonly [name: string, type: AvroType])[];

class AvroWriter {
  readonly #writer: ByteWriter;
  readonly #table: AvroTable;

  constructor(writer: ByteWriter, table: AvroTable) {
    this.#writer = writer;
    this.#table = table;
  }

  write(type: AvroType, value: unknown): void {
    const writer = this.#writer;
    if (typeof type === "string") return this.#primitive(type, value);
    if (typeof type === "number") return this.#named(this.#table.named[type], value);
    if ("array" in type) return writer.deeper(() => this.#array(type.array, value));
    if ("map" in type) return writer.deeper(() => this.#map(type.map, value));
    const index = type.union.findIndex((option) => this.#fits(option, value, 2));
    const option = type.union[index];
    if (option === undefined) throw writer.wrong("a value of a branch of the union", value);
    writeVarint(writer, zigzag(index));
    this.write(option, value);
  }

  #primitive(type: AvroPrimitive, value: unknown): void {
    const writer = this.#writer;
    switch (type) {
      case "null":
        if (value !== null && value !== undefined) throw writer.wrong("null", value);
        return;
      case "boolean":
        if (typeof value !== "boolean") throw writer.wrong("true or false", value);
        return writer.u8(value ? 1 : 0);
      case "int":
      case "long":
        if (!isInteger(type, value)) throw writer.wrong(INTEGERS[type], value);
        return writeVarint(writer, zigzag(typeof value === "number" ? exact(value) : value));
      case "float":
      case "double":
        return this.#float(type, value);
      default: {
        const bytes = this.#bytesOf(type, value);
        writeVarint(writer, zigzag(bytes.length));
        writer.raw(bytes);
      }
    }
  }

  #float(type: "float" | "double", value: unknown): void {
    const number = typeof value === "bigint" ? Number(value) : value;
    if (!isFinite(type, number)) throw this.#writer.wrong(`a number of a ${type}`, value);
    if (type === "float") this.#writer.f32(number, true);
    else this.#writer.f64(number, true);
  }

  #bytesOf(type: "bytes" | "string", value: unknown): Uint8Array {
    if (type === "string") {
      if (typeof value !== "string") throw this.#writer.wrong("a string", value);
      return this.#writer.utf8(value);
    }
    const bytes = typeof value === "string" ? textToBytes(value) : value;
    if (!(bytes instanceof Uint8Array)) throw this.#writer.wrong("bytes", value);
    return bytes;
  }

  #named(type: AvroNamedType | undefined, value: unknown): void {
    const writer = this.#writer;
    if (type === undefined) throw writer.problem("a whole schema", "of no type");
    if ("record" in type) return writer.deeper(() => this.#record(type.record, value));
    if ("enum" in type) {
      const index = typeof value === "string" ? type.enum.indexOf(value) : -1;
      if (index < 0) throw writer.wrong("a symbol of the enum", value);
      return writeVarint(writer, zigzag(index));
    }
    const bytes = this.#bytesOf("bytes", value);
    if (bytes.length !== type.fixed) throw writer.wrong(`${type.fixed} bytes`, value);
    writer.raw(bytes);
  }

  #array(item: AvroType, value: unknown): void {
    if (!Array.isArray(value)) throw this.#writer.wrong("an array", value);
    if (value.length > 0) writeVarint(this.#writer, zigzag(value.length));
    for (let index = 0; index < value.length; index += 1) {
      this.#writer.within(index, () => this.write(item, value[index]));
    }
    this.#writer.u8(0);
  }

  #map(type: AvroType, value: unknown): void {
    const writer = this.#writer;
    const members = membersOf(value);
    if (members === null) throw writer.wrong("an object", value);
    if (members.length > 0) writeVarint(writer, zigzag(members.length));
    for (const [key, member] of members) {
      writer.within(key, () => {
        if (key === "__proto__") throw writer.problem("another name", "a member that is refused");
        this.#primitive("string", key);
        this.write(type, member);
      });
    }
    writer.u8(0);
  }

  /** A member that may be null may be left out. */
  #record(fields: Fields, value: unknown): void {
    const members = membersOf(value);
    if (members === null) throw this.#writer.wrong("an object", value);
    const byName = new Map(members);
    for (const [name, type] of fields) {
      this.#writer.within(name, () => this.write(type, byName.get(name) ?? null));
      byName.delete(name);
    }
    for (const [name, member] of byName) {
      this.#writer.within(name, () => {
        throw this.#writer.wrong("a field of the schema", member);
      });
    }
  }

  /**
   * Whether a branch of a union is meant. Looks so many levels deep: members of records that tell them apart stand in
   * them, and looking at everything could take as long as there are ways through the unions.
   */
  #fits(type: AvroType, value: unknown, levels: number): boolean {
    if (levels === 0) return true;
    if (typeof type === "string") return fitsPrimitive(type, value);
    if (typeof type === "number") return this.#fitsNamed(this.#table.named[type], value, levels);
    if ("array" in type) return Array.isArray(value);
    if ("map" in type) return isPlain(value);
    return type.union.some((option) => this.#fits(option, value, levels));
  }

  #fitsNamed(type: AvroNamedType | undefined, value: unknown, levels: number): boolean {
    if (type === undefined) return false;
    if ("fixed" in type) return isBytes(value) && value.length === type.fixed;
    if ("enum" in type) return typeof value === "string" && type.enum.includes(value);
    const members = membersOf(value);
    if (members === null) return false;
    const byName = new Map(members);
    const isWhole = type.record.every(([name, field]) =>
      this.#fits(field, byName.get(name) ?? null, byName.has(name) ? levels - 1 : 1),
    );
    const names = new Set(type.record.map(([name]) => name));
    return isWhole && members.every(([name]) => names.has(name));
  }
}

const INTEGERS = { int: "an integer of 32 bits", long: "an integer of 64 bits" } as const;

/** Zigzag counts in bits, so that a number of more than 32 must be a bigint. */
function exact(value: number): number | bigint {
  return (value | 0) === value ? value : BigInt(value);
}

function isInteger(type: "int" | "long", value: unknown): value is number | bigint {
  if (type === "int") return typeof value === "number" && (value | 0) === value;
  if (typeof value === "number") return Number.isInteger(value) && is64Bit(BigInt(value));
  return typeof value === "bigint" && is64Bit(value);
}

function is64Bit(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

function isFinite(type: "float" | "double", value: unknown): value is number {
  if (typeof value !== "number") return false;
  return Number.isFinite(type === "float" ? Math.fround(value) : value);
}

function isBytes(value: unknown): value is string | Uint8Array {
  return typeof value === "string" || value instanceof Uint8Array;
}

function fitsPrimitive(type: AvroPrimitive, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null || value === undefined;
    case "int":
    case "long":
      return isInteger(type, value);
    case "float":
    case "double":
      return isFinite(type, typeof value === "bigint" ? Number(value) : value);
    case "bytes":
      return isBytes(value);
    default:
      return typeof value === type;
  }
}

/** The members of an object that are not undefined; null: it is none. */
function membersOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (!isPlain(value)) return null;
  const all: [string, unknown][] = Object.entries(value);
  return all.filter(([, member]) => member !== undefined);
}

/** Values of encodings that describe themselves: what JSON can hold, bytes, and bigints of 64 bits. */
import { ByteWriter, isPlain } from "./byte-writer.ts";
import type { CodecOptions } from "./codec.ts";

/** How one encoding writes what values are made of. */
export interface Heads {
  readonly null: number;
  readonly false: number;
  readonly true: number;
  /** Integers of this and all further ones up to `most`. */
  readonly least: bigint;
  readonly most: bigint;
  /** An integer in that range. */
  integer(writer: ByteWriter, value: number | bigint): void;
  /** A finite number. */
  float(writer: ByteWriter, value: number): void;
  /** What stands before so many bytes, items or members. */
  length(writer: ByteWriter, kind: "text" | "bytes" | "array" | "map", count: number): void;
}

/** The bytes of a value. Members that are undefined are left out, as in JSON. */
export function writeValue(value: unknown, heads: Heads, options: CodecOptions): Uint8Array {
  const writer = new ByteWriter(options);
  write(value, heads, writer);
  return writer.written();
}

function write(value: unknown, heads: Heads, writer: ByteWriter): void {
  switch (typeof value) {
    case "boolean":
      return writer.u8(value ? heads.true : heads.false);
    case "number":
      return number(value, heads, writer);
    case "bigint":
      if (value < heads.least || value > heads.most) {
        throw writer.problem("an integer of 64 bits", "one of more");
      }
      return heads.integer(writer, value);
    case "string": {
      const bytes = writer.utf8(value);
      heads.length(writer, "text", bytes.length);
      return writer.raw(bytes);
    }
    default:
      return value === null ? writer.u8(heads.null) : structure(value, heads, writer);
  }
}

function number(value: number, heads: Heads, writer: ByteWriter): void {
  if (!Number.isFinite(value)) throw writer.wrong("a finite number", value);
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return heads.integer(writer, value);
  heads.float(writer, value);
}

function structure(value: unknown, heads: Heads, writer: ByteWriter): void {
  if (value instanceof Uint8Array) {
    heads.length(writer, "bytes", value.length);
    return writer.raw(value);
  }
  if (Array.isArray(value)) return writer.deeper(() => array(value, heads, writer));
  if (!isPlain(value)) throw writer.wrong("a value that JSON can hold, or bytes", value);
  writer.deeper(() => object(value, heads, writer));
}

function array(items: readonly unknown[], heads: Heads, writer: ByteWriter): void {
  heads.length(writer, "array", items.length);
  // Holes are items too: what is not there is undefined, and an error.
  for (let index = 0; index < items.length; index += 1) {
    writer.within(index, () => write(items[index], heads, writer));
  }
}

function object(value: object, heads: Heads, writer: ByteWriter): void {
  const all: [string, unknown][] = Object.entries(value);
  const members = all.filter(([, member]) => member !== undefined);
  heads.length(writer, "map", members.length);
  for (const [key, member] of members) {
    writer.within(key, () => {
      if (key === "__proto__") throw writer.problem("another name", "a member that is refused");
      write(key, heads, writer);
      write(member, heads, writer);
    });
  }
}

/** Scalars of Protobuf from their JSON form (Protobuf language guide, section JSON Mapping). */
import { textToBytes } from "./byte-text.ts";
import type { ByteWriter } from "./byte-writer.ts";
import type { ProtobufScalar } from "./protobuf-table.ts";
import { writeVarint, zigzag } from "./varint.ts";

/** Writes a scalar without its tag. Integers of 64 bits are strings, and may be numbers and bigints. */
export function writeScalar(writer: ByteWriter, type: ProtobufScalar, value: unknown): void {
  switch (type) {
    case "double":
      return writer.f64(float(writer, type, value), true);
    case "float":
      return writer.f32(float(writer, type, value), true);
    case "bool":
      if (typeof value !== "boolean") throw writer.wrong("true or false", value);
      return writer.u8(value ? 1 : 0);
    case "string":
      if (typeof value !== "string") throw writer.wrong("a string", value);
      return delimited(writer, writer.utf8(value));
    case "bytes":
      return delimited(writer, bytesOf(writer, value));
    case "int32":
    case "sint32":
    case "uint32":
    case "fixed32":
    case "sfixed32":
      return writeInteger(writer, type, BigInt(integer32(writer, type, value)));
    default:
      return writeInteger(writer, type, integer64(writer, type, value));
  }
}

type IntegerType = Exclude<ProtobufScalar, "double" | "float" | "bool" | "string" | "bytes">;

function writeInteger(writer: ByteWriter, type: IntegerType, value: bigint): void {
  switch (type) {
    case "fixed32":
    case "sfixed32":
      return writer.u32(Number(value), true);
    case "fixed64":
    case "sfixed64":
      return writer.u64(BigInt.asUintN(64, value), true);
    case "sint32":
    case "sint64":
      return writeVarint(writer, BigInt.asUintN(64, BigInt(zigzag(value))));
    default:
      // Negative ones take ten bytes, those of 32 bits too.
      return writeVarint(writer, BigInt.asUintN(64, value));
  }
}

function integer32(writer: ByteWriter, type: IntegerType, value: unknown): number {
  const isSigned = type !== "uint32" && type !== "fixed32";
  const isInRange =
    typeof value === "number" && (isSigned ? (value | 0) === value : value >>> 0 === value);
  if (!isInRange) throw writer.wrong(`an integer of type ${type}`, value);
  return value;
}

function integer64(writer: ByteWriter, type: IntegerType, value: unknown): bigint {
  const isText = typeof value === "string" && /^-?[0-9]{1,20}$/.test(value);
  if (
    isText ||
    typeof value === "bigint" ||
    (typeof value === "number" && Number.isInteger(value))
  ) {
    const integer = BigInt(value);
    const isSigned = type !== "uint64" && type !== "fixed64";
    if ((isSigned ? BigInt.asIntN(64, integer) : BigInt.asUintN(64, integer)) === integer) {
      return integer;
    }
  }
  throw writer.wrong(`an integer of type ${type}, as a string`, value);
}

/** JSON has words for what its numbers cannot be. */
const WORDS: readonly unknown[] = ["NaN", "Infinity", "-Infinity"];

function float(writer: ByteWriter, type: "double" | "float", value: unknown): number {
  if (WORDS.includes(value)) return Number(value);
  const isFinite =
    typeof value === "number" && Number.isFinite(type === "float" ? Math.fround(value) : value);
  if (!isFinite)
    throw writer.wrong(`a finite number of type ${type}, or the word for another`, value);
  return value;
}

/** What every platform has of the HTML standard. */
declare const atob: (text: string) => string;

function bytesOf(writer: ByteWriter, value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== "string") throw writer.wrong("base64, or bytes", value);
  const standard = value.replaceAll("-", "+").replaceAll("_", "/");
  try {
    return textToBytes(atob(standard)) ?? new Uint8Array();
  } catch {
    throw writer.problem("base64, or bytes", "another string");
  }
}

function delimited(writer: ByteWriter, bytes: Uint8Array): void {
  writeVarint(writer, bytes.length);
  writer.raw(bytes);
}

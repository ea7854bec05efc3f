/** Scalars of Protobuf in their JSON form (Protobuf encoding guide; language guide, section JSON Mapping). */
import type { ByteReader } from "./byte-reader.ts";
import { DecodeError } from "./codec.ts";
import { EIGHT_BYTES, FOUR_BYTES, GROUP, GROUP_END, LENGTH, VARINT } from "./protobuf-schema.ts";
import type { ProtobufScalar } from "./protobuf-table.ts";
import { readVarint, unzigzag } from "./varint.ts";

/** Reads a scalar. Bytes stay bytes. */
export function readScalar(
  reader: ByteReader,
  type: ProtobufScalar,
): string | number | boolean | Uint8Array {
  switch (type) {
    case "double":
      return inJson(reader.f64(true));
    case "float":
      return inJson(reader.f32(true));
    case "int32":
      return readVarint32(reader) | 0;
    case "uint32":
      return readVarint32(reader);
    case "sint32":
      return zigzagged(readVarint32(reader));
    case "int64":
      return String(BigInt.asIntN(64, BigInt(readVarint(reader))));
    case "uint64":
      return String(readVarint64(reader));
    case "sint64":
      return String(unzigzag(readVarint64(reader)));
    case "fixed32":
      return reader.u32(true);
    case "sfixed32":
      return reader.i32(true);
    case "fixed64":
      return String(reader.u64(true));
    case "sfixed64":
      return String(reader.i64(true));
    case "bool":
      return BigInt(readVarint64(reader)) !== 0n;
    case "string":
      return reader.text(readVarint32(reader));
    case "bytes":
      return reader.bytes(readVarint32(reader));
  }
}

/** The lower 32 bits of a number in as many bytes as it needs, without a sign. */
export function readVarint32(reader: ByteReader): number {
  const value = readVarint(reader);
  return typeof value === "number" ? value : Number(BigInt.asUintN(32, value));
}

function readVarint64(reader: ByteReader): number | bigint {
  const value = readVarint(reader);
  return typeof value === "number" ? value : BigInt.asUintN(64, value);
}

/** The number of a field and its wire type, in 32 bits and five bytes at most. */
export function readTag(reader: ByteReader): readonly [number: number, wireType: number] {
  const start = reader.at;
  const tag = readVarint(reader);
  if (tag < 8 || tag > 0xffff_ffff || reader.at - start > 5) {
    throw new DecodeError("the number of a field", start);
  }
  const number = Number(tag);
  return [number >>> 3, number & 7];
}

/** Passes a field that the schema does not know. */
export function skipField(reader: ByteReader, number: number, wireType: number): void {
  switch (wireType) {
    case VARINT:
      readVarint(reader);
      return;
    case EIGHT_BYTES:
      reader.skip(8);
      return;
    case FOUR_BYTES:
      reader.skip(4);
      return;
    case LENGTH:
      reader.skip(readVarint32(reader));
      return;
    case GROUP:
      reader.deeper(() => skipGroup(reader, number));
      return;
    default:
      throw new DecodeError("a wire type of Protobuf", reader.at - 1);
  }
}

function skipGroup(reader: ByteReader, number: number): void {
  for (;;) {
    const [inner, wireType] = readTag(reader);
    if (wireType !== GROUP_END) {
      skipField(reader, inner, wireType);
    } else if (inner === number) {
      return;
    } else {
      throw new DecodeError("the end of another group", reader.at - 1);
    }
  }
}

function zigzagged(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

/** JSON has words for what its numbers cannot be. */
function inJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

import { encode } from "@msgpack/msgpack";
import { ByteReader, checkDepth, checkedCount, setMember } from "./byte-reader.ts";
import { createByteMarker } from "./byte-strings.ts";
import { CodecError, type CodecMaker } from "./codec.ts";
import { held } from "./exact-integers.ts";

/**
 * MessagePack. Its own reader, because one for strangers must refuse duplicate keys, `__proto__`, strings that are
 * not UTF-8, deep nesting and trailing bytes. Extension types have no place in JSON Schema and are refused; the
 * timestamp type (-1) too, because a schema cannot say whether a text or a number is meant.
 */
export const msgpackCodec: CodecMaker = {
  encoding: "msgpack",
  create: (message, context) => {
    const markBytes = createByteMarker(message.schema, context.schemas);
    return {
      decode: (payload) => {
        const reader = new ByteReader(payload);
        const value = readValue(reader, 0, context.depth);
        reader.end();
        return value;
      },
      encode: (value) =>
        encode(wide(markBytes(value)), { ignoreUndefined: true, useBigInt64: true }),
    };
  },
};

function readValue(reader: ByteReader, level: number, limit: number): unknown {
  const head = reader.u8();
  if (head <= 0x7f) {
    return head;
  }
  if (head <= 0x8f) {
    return readMap(reader, head & 0x0f, level + 1, limit);
  }
  if (head <= 0x9f) {
    return readArray(reader, head & 0x0f, level + 1, limit);
  }
  if (head <= 0xbf) {
    return reader.text(head & 0x1f);
  }
  if (head >= 0xe0) {
    return head - 0x100;
  }
  if (head >= 0xdc) {
    const count = head % 2 === 0 ? reader.u16() : reader.u32();
    const readMany = head <= 0xdd ? readArray : readMap;
    return readMany(reader, count, level + 1, limit);
  }
  return readScalar(reader, head);
}

/** Heads 0xc0 to 0xdb. */
function readScalar(reader: ByteReader, head: number): unknown {
  switch (head) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xc4:
      return reader.binary(reader.u8());
    case 0xc5:
      return reader.binary(reader.u16());
    case 0xc6:
      return reader.binary(reader.u32());
    case 0xca:
      return finite(reader.f32());
    case 0xcb:
      return finite(reader.f64());
    case 0xd9:
      return reader.text(reader.u8());
    case 0xda:
      return reader.text(reader.u16());
    case 0xdb:
      return reader.text(reader.u32());
    default:
      return readInteger(reader, head);
  }
}

function readInteger(reader: ByteReader, head: number): number | bigint {
  switch (head) {
    case 0xcc:
      return reader.u8();
    case 0xcd:
      return reader.u16();
    case 0xce:
      return reader.u32();
    case 0xcf:
      return reader.u64();
    case 0xd0:
      return reader.i8();
    case 0xd1:
      return reader.i16();
    case 0xd2:
      return reader.i32();
    case 0xd3:
      return reader.i64();
    default:
      throw new CodecError(
        head === 0xc1 ? "byte c1 is never used" : "extension types are not read",
      );
  }
}

/** JSON Schema knows no infinity and no NaN. */
function finite(value: number): number {
  if (!Number.isFinite(value)) {
    throw new CodecError("a number is not finite");
  }
  return value;
}

function readArray(reader: ByteReader, count: number, level: number, limit: number): unknown[] {
  checkDepth(level, limit);
  checkedCount(reader, count, 1);
  const items: unknown[] = [];
  for (let index = 0; index < count; index += 1) {
    items.push(held(items, index, readValue(reader, level, limit)));
  }
  return items;
}

function readMap(reader: ByteReader, count: number, level: number, limit: number): unknown {
  checkDepth(level, limit);
  checkedCount(reader, count, 2);
  const object: Record<string, unknown> = {};
  for (let index = 0; index < count; index += 1) {
    const key = readValue(reader, level, limit);
    setMember(object, key, readValue(reader, level, limit));
  }
  return object;
}

/** The library writes an integer of more than 32 bits as one where it is a bigint, and else as a double. */
function wide(value: unknown): unknown {
  if (typeof value === "number") {
    const isWide = Number.isSafeInteger(value) && Math.abs(value) > 0x7fff_ffff;
    return isWide ? BigInt(value) : value;
  }
  if (Array.isArray(value)) return value.map(wide);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => [key, wide(member)]),
  );
}

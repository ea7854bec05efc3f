import { encode } from "cborg";
import { ByteReader, checkDepth, checkedCount, setMember } from "./byte-reader.ts";
import { createByteMarker } from "./byte-strings.ts";
import { CodecError, type CodecMaker } from "./codec.ts";
import { exactInteger, held } from "./exact-integers.ts";

/**
 * CBOR (RFC 8949). Its own reader, because one for strangers must refuse duplicate keys, `__proto__`, strings that
 * are not UTF-8, deep nesting and trailing bytes. Lengths may be written longer than needed and be indefinite
 * (section 3.2), as streaming encoders on small devices do. Tags are refused but 55799, which says "this is CBOR".
 */
export const cborCodec: CodecMaker = {
  encoding: "cbor",
  create: (message, context) => {
    const markBytes = createByteMarker(message.schema, context.schemas);
    return {
      decode: (payload) => {
        const reader = new ByteReader(payload);
        const value = readItem(reader, 0, context.depth);
        reader.end();
        return value;
      },
      encode: (value) => encode(markBytes(value), { ignoreUndefinedProperties: true }),
    };
  },
};

const SELF_DESCRIBED = 55_799;
const BREAK = 0xff;
const INDEFINITE = 31;

function readItem(reader: ByteReader, level: number, limit: number): unknown {
  return readHeaded(reader, reader.u8(), level, limit);
}

function readHeaded(reader: ByteReader, head: number, level: number, limit: number): unknown {
  const info = head & 0x1f;
  switch (head >> 5) {
    case 0:
      return integer(reader, info);
    case 1:
      return negative(integer(reader, info));
    case 2:
      return readString(reader, head, (length) => reader.binary(length));
    case 3:
      return readString(reader, head, (length) => reader.text(length));
    case 4:
      return readArray(reader, info, level + 1, limit);
    case 5:
      return readMap(reader, info, level + 1, limit);
    case 6:
      return readTagged(reader, info, level, limit);
    default:
      return readSimple(reader, info);
  }
}

/** An integer of major type 0, or of type 1 before its sign (RFC 8949 section 3.1). */
function integer(reader: ByteReader, info: number): number | bigint {
  return info === 27 ? reader.u64() : argument(reader, info);
}

function negative(value: number | bigint): number | bigint {
  return Number.isSafeInteger(value) ? -1 - Number(value) : exactInteger(-1n - BigInt(value));
}

/** The number behind the head: a value, a length, a tag (RFC 8949 section 3). */
function argument(reader: ByteReader, info: number): number {
  switch (info) {
    case 24:
      return reader.u8();
    case 25:
      return reader.u16();
    case 26:
      return reader.u32();
    case 27:
      return Number(reader.u64());
    default:
      if (info > 27) {
        throw new CodecError("a head is malformed");
      }
      return info;
  }
}

function readString(reader: ByteReader, head: number, read: (length: number) => string): string {
  const info = head & 0x1f;
  if (info !== INDEFINITE) {
    return read(argument(reader, info));
  }
  const parts: string[] = [];
  for (let next = reader.u8(); next !== BREAK; next = reader.u8()) {
    // Section 3.2.3: chunks are of the same kind and of definite length.
    if (next >> 5 !== head >> 5) {
      throw new CodecError("a chunk of a string is of another kind");
    }
    parts.push(read(argument(reader, next & 0x1f)));
  }
  return parts.join("");
}

function readArray(reader: ByteReader, info: number, level: number, limit: number): unknown[] {
  checkDepth(level, limit);
  const items: unknown[] = [];
  forEachItem(reader, info, 1, (head) => {
    items.push(held(items, items.length, readHeaded(reader, head, level, limit)));
  });
  return items;
}

function readMap(reader: ByteReader, info: number, level: number, limit: number): unknown {
  checkDepth(level, limit);
  const object: Record<string, unknown> = {};
  forEachItem(reader, info, 2, (head) => {
    const key = readHeaded(reader, head, level, limit);
    setMember(object, key, readItem(reader, level, limit));
  });
  return object;
}

function forEachItem(
  reader: ByteReader,
  info: number,
  bytesEach: number,
  read: (head: number) => void,
): void {
  if (info === INDEFINITE) {
    for (let head = reader.u8(); head !== BREAK; head = reader.u8()) {
      read(head);
    }
    return;
  }
  const count = checkedCount(reader, argument(reader, info), bytesEach);
  for (let index = 0; index < count; index += 1) {
    read(reader.u8());
  }
}

function readTagged(reader: ByteReader, info: number, level: number, limit: number): unknown {
  if (argument(reader, info) !== SELF_DESCRIBED) {
    throw new CodecError("tags are not read");
  }
  checkDepth(level + 1, limit);
  return readItem(reader, level + 1, limit);
}

function readSimple(reader: ByteReader, info: number): unknown {
  switch (info) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
      return null;
    case 25:
      return finite(halfFloat(reader.u16()));
    case 26:
      return finite(reader.f32());
    case 27:
      return finite(reader.f64());
    default:
      throw new CodecError(info === 23 ? "undefined is no value" : "a simple value is unknown");
  }
}

/** JSON Schema knows no infinity and no NaN. */
function finite(value: number): number {
  if (!Number.isFinite(value)) {
    throw new CodecError("a number is not finite");
  }
  return value;
}

/** IEEE 754 half precision (RFC 8949 appendix D). */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) {
    return sign * fraction * 2 ** -24;
  }
  if (exponent === 31) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return sign * (fraction + 1024) * 2 ** (exponent - 25);
}

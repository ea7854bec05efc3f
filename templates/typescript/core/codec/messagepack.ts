import { ByteReader, keyText, setMember } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { DecodeError, type BinaryOptions, type Codec } from "./codec.ts";
import { writeValue, type Heads } from "./write-value.ts";

/**
 * MessagePack (its specification, section Formats). What JSON has no place for is an error: extension types with the
 * timestamp, keys that are no strings, infinities. Integers are written in the fewest bytes, other numbers in eight.
 */
export const messagePack: Codec = /* @__PURE__ */ createMessagePack({});

/** MessagePack that is read as the options say. */
export function createMessagePack(options: BinaryOptions): Codec {
  return {
    frame: "binary",
    encode: (value) => writeValue(value, HEADS, options),
    decode(data) {
      const reader = new ByteReader(data, options);
      return reader.last(readValue(reader));
    },
  };
}

function readValue(reader: ByteReader): unknown {
  const head = reader.u8();
  if (head <= 0x7f) return head;
  if (head >= 0xe0) return head - 0x100;
  if (head <= 0x8f) return readMap(reader, head & 0x0f);
  if (head <= 0x9f) return readArray(reader, head & 0x0f);
  if (head <= 0xbf) return reader.text(head & 0x1f);
  return readLong(reader, head);
}

/** Heads 0xc0 to 0xdf: what follows is a value of a known length, or its length. */
function readLong(reader: ByteReader, head: number): unknown {
  const { at } = reader;
  switch (head) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xc4:
      return reader.byteString(reader.u8());
    case 0xc5:
      return reader.byteString(reader.u16());
    case 0xc6:
      return reader.byteString(reader.u32());
    case 0xca:
      return reader.finite(reader.f32(), at);
    case 0xcb:
      return reader.finite(reader.f64(), at);
    case 0xd9:
      return reader.text(reader.u8());
    case 0xda:
      return reader.text(reader.u16());
    case 0xdb:
      return reader.text(reader.u32());
    case 0xdc:
      return readArray(reader, reader.u16());
    case 0xdd:
      return readArray(reader, reader.u32());
    case 0xde:
      return readMap(reader, reader.u16());
    case 0xdf:
      return readMap(reader, reader.u32());
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
      return reader.integer(reader.u64());
    case 0xd0:
      return reader.i8();
    case 0xd1:
      return reader.i16();
    case 0xd2:
      return reader.i32();
    case 0xd3:
      return reader.integer(reader.i64());
    default:
      throw new DecodeError("a value that JSON can hold, or bytes", reader.at - 1);
  }
}

function readArray(reader: ByteReader, announced: number): unknown[] {
  const count = reader.count(announced, 1);
  return reader.deeper(() => {
    const items: unknown[] = [];
    for (let index = 0; index < count; index += 1) items.push(readValue(reader));
    return items;
  });
}

function readMap(reader: ByteReader, announced: number): Readonly<Record<string, unknown>> {
  const count = reader.count(announced, 2);
  return reader.deeper(() => {
    const object: Record<string, unknown> = {};
    for (let index = 0; index < count; index += 1) {
      const { at } = reader;
      const key = keyText(readValue(reader), at);
      setMember(object, key, readValue(reader), at);
    }
    return object;
  });
}

/** First heads, and up to which length they hold it themselves; then heads of 8, 16 and 32 bits, 0: there is none. */
const LENGTHS = {
  text: { short: 0xa0, upTo: 31, u8: 0xd9, u16: 0xda, u32: 0xdb },
  bytes: { short: 0, upTo: -1, u8: 0xc4, u16: 0xc5, u32: 0xc6 },
  array: { short: 0x90, upTo: 15, u8: 0, u16: 0xdc, u32: 0xdd },
  map: { short: 0x80, upTo: 15, u8: 0, u16: 0xde, u32: 0xdf },
} as const;

const HEADS: Heads = {
  null: 0xc0,
  false: 0xc2,
  true: 0xc3,
  least: -(2n ** 63n),
  most: 2n ** 64n - 1n,
  integer: writeInteger,
  float(writer, value) {
    writer.u8(0xcb);
    writer.f64(value);
  },
  length(writer, kind, count) {
    const { short, upTo, u8, u16, u32 } = LENGTHS[kind];
    if (count <= upTo) return writer.u8(short | count);
    if (count <= 0xff && u8 > 0) return headed(writer, u8, () => writer.u8(count));
    if (count <= 0xffff) return headed(writer, u16, () => writer.u16(count));
    return headed(writer, u32, () => writer.u32(count));
  },
};

function headed(writer: ByteWriter, head: number, write: () => void): void {
  writer.u8(head);
  write();
}

function writeInteger(writer: ByteWriter, value: number | bigint): void {
  if (value > 0xffff_ffff || value < -0x8000_0000) {
    writer.u8(value < 0 ? 0xd3 : 0xcf);
    return writer.u64(BigInt(value));
  }
  const small = Number(value);
  const isNegative = small < 0;
  if (small >= -32 && small <= 0x7f) return writer.u8(small);
  if (small >= -0x80 && small <= 0xff) {
    writer.u8(isNegative ? 0xd0 : 0xcc);
    return writer.u8(small);
  }
  if (small >= -0x8000 && small <= 0xffff) {
    writer.u8(isNegative ? 0xd1 : 0xcd);
    return writer.u16(small);
  }
  writer.u8(isNegative ? 0xd2 : 0xce);
  writer.u32(small);
}

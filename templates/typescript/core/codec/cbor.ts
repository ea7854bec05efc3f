import { ByteReader, keyText, setMember } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { DecodeError, type BinaryOptions, type Codec } from "./codec.ts";
import { writeValue, type Heads } from "./write-value.ts";

/**
 * CBOR (RFC 8949). What JSON has no place for is an error: tags but 55799, which says "this is CBOR", keys that are
 * no strings, undefined, infinities. Lengths may be indefinite and written longer than needed; what is written here
 * is as short as can be, numbers that are no integers in four bytes or eight.
 */
export const cbor: Codec = /* @__PURE__ */ createCbor({});

/** CBOR that is read as the options say. */
export function createCbor(options: BinaryOptions): Codec {
  return {
    frame: "binary",
    encode: (value) => writeValue(value, HEADS, options),
    decode(data) {
      const reader = new ByteReader(data, options);
      return reader.last(readItem(reader, reader.u8()));
    },
  };
}

const SELF_DESCRIBED = 55_799;
const BREAK = 0xff;
/** In the place of a length: it ends with a break. In that of an argument: it has eight bytes. */
const INDEFINITE = 31;
const EIGHT_BYTES = 27;

/** Major types (RFC 8949 section 3.1). */
function readItem(reader: ByteReader, head: number): unknown {
  const info = head & 0x1f;
  switch (head >> 5) {
    case 0:
      return info === EIGHT_BYTES ? reader.integer(reader.u64()) : argument(reader, info);
    case 1:
      return info === EIGHT_BYTES
        ? reader.integer(-1n - reader.u64())
        : -1 - argument(reader, info);
    case 2:
      return readBytes(reader, info);
    case 3:
      return readText(reader, info);
    case 4:
      return reader.deeper(() => readArray(reader, info));
    case 5:
      return reader.deeper(() => readMap(reader, info));
    case 6:
      if (argument(reader, info) !== SELF_DESCRIBED) throw notInJson(reader);
      return reader.deeper(() => readItem(reader, reader.u8()));
    default:
      return readSimple(reader, info);
  }
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
    case EIGHT_BYTES:
      return Number(reader.u64());
    default:
      if (info > EIGHT_BYTES) throw new DecodeError("a head of CBOR", reader.at - 1);
      return info;
  }
}

function readBytes(reader: ByteReader, info: number): Uint8Array | string {
  if (info !== INDEFINITE) return reader.byteString(argument(reader, info));
  const whole = new ByteWriter({});
  forEachChunk(reader, 2, (length) => whole.raw(reader.bytes(length)));
  return reader.inForm(whole.written());
}

function readText(reader: ByteReader, info: number): string {
  if (info !== INDEFINITE) return reader.text(argument(reader, info));
  let whole = "";
  forEachChunk(reader, 3, (length) => {
    whole += reader.text(length);
  });
  return whole;
}

/** Chunks are of the same major type and of definite length (RFC 8949 section 3.2.3). */
function forEachChunk(reader: ByteReader, major: number, read: (length: number) => void): void {
  for (let head = reader.u8(); head !== BREAK; head = reader.u8()) {
    if (head >> 5 !== major) throw new DecodeError("a chunk of the same kind", reader.at - 1);
    read(argument(reader, head & 0x1f));
  }
}

function readArray(reader: ByteReader, info: number): readonly unknown[] {
  const items: unknown[] = [];
  forEachItem(reader, info, 1, (head) => items.push(readItem(reader, head)));
  return items;
}

function readMap(reader: ByteReader, info: number): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = {};
  forEachItem(reader, info, 2, (head) => {
    const at = reader.at - 1;
    const key = keyText(readItem(reader, head), at);
    setMember(object, key, readItem(reader, reader.u8()), at);
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
    for (let head = reader.u8(); head !== BREAK; head = reader.u8()) read(head);
    return;
  }
  const count = reader.count(argument(reader, info), bytesEach);
  for (let index = 0; index < count; index += 1) read(reader.u8());
}

function readSimple(reader: ByteReader, info: number): unknown {
  const { at } = reader;
  switch (info) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
      return null;
    case 25:
      return reader.finite(halfFloat(reader.u16()), at);
    case 26:
      return reader.finite(reader.f32(), at);
    case EIGHT_BYTES:
      return reader.finite(reader.f64(), at);
    default:
      throw notInJson(reader);
  }
}

function notInJson(reader: ByteReader): DecodeError {
  return new DecodeError("a value that JSON can hold, or bytes", reader.at - 1);
}

/** IEEE 754 half precision (RFC 8949 appendix D). */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (fraction + 1024) * 2 ** (exponent - 25);
}

const MAJOR = { bytes: 0x40, text: 0x60, array: 0x80, map: 0xa0 } as const;

const HEADS: Heads = {
  null: 0xf6,
  false: 0xf4,
  true: 0xf5,
  least: -(2n ** 64n),
  most: 2n ** 64n - 1n,
  integer(writer, value) {
    if (value >= 0) return writeHead(writer, 0x00, value);
    writeHead(writer, 0x20, typeof value === "bigint" ? -1n - value : -1 - value);
  },
  float(writer, value) {
    if (Math.fround(value) === value) {
      writer.u8(0xfa);
      return writer.f32(value);
    }
    writer.u8(0xfb);
    writer.f64(value);
  },
  length: (writer, kind, count) => writeHead(writer, MAJOR[kind], count),
};

/** A major type with its argument in the fewest bytes (RFC 8949 section 4.1). */
function writeHead(writer: ByteWriter, major: number, value: number | bigint): void {
  if (value > 0xffff_ffff) {
    writer.u8(major | 27);
    return writer.u64(BigInt(value));
  }
  const small = Number(value);
  if (small < 24) return writer.u8(major | small);
  if (small <= 0xff) {
    writer.u8(major | 24);
    return writer.u8(small);
  }
  if (small <= 0xffff) {
    writer.u8(major | 25);
    return writer.u16(small);
  }
  writer.u8(major | 26);
  writer.u32(small);
}

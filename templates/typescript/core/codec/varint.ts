/** Whole numbers in as many bytes as they need: seven bits a byte, the low ones first (LEB128). */
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { DecodeError } from "./codec.ts";

/** Bytes of the longest one: 64 bits. */
const MOST_BYTES = 10;
/** In so many bytes its bits are those of an integer of 32. */
const SMALL_BYTES = 4;

/** A number without a sign: a bigint where it takes more than four bytes. It may be of up to 70 bits. */
export function readVarint(reader: ByteReader): number | bigint {
  const start = reader.at;
  let small = 0;
  for (let count = 0; count < SMALL_BYTES; count += 1) {
    const byte = reader.u8();
    small |= (byte & 0x7f) << (7 * count);
    if (byte < 0x80) return small;
  }
  let large = BigInt(small);
  for (let count = SMALL_BYTES; count < MOST_BYTES; count += 1) {
    const byte = reader.u8();
    large |= BigInt(byte & 0x7f) << BigInt(7 * count);
    if (byte < 0x80) return large;
  }
  throw new DecodeError("an integer of 64 bits", start);
}

/** Writes a number of at most 64 bits, without a sign. */
export function writeVarint(writer: ByteWriter, value: number | bigint): void {
  let large = value;
  while (large > 0x7fff_ffff) {
    const rest = BigInt(large);
    writer.u8(Number(rest & 0x7fn) | 0x80);
    large = rest >> 7n;
  }
  let small = Number(large);
  while (small > 0x7f) {
    writer.u8((small & 0x7f) | 0x80);
    small >>>= 7;
  }
  writer.u8(small);
}

/** An integer with a sign as one without: small ones of both signs become small ones. */
export function zigzag(value: number | bigint): number | bigint {
  if (value >= -0x4000_0000 && value < 0x4000_0000) {
    const small = Number(value);
    return (small << 1) ^ (small >> 31);
  }
  const large = BigInt(value);
  return BigInt.asUintN(64, (large << 1n) ^ (large >> 63n));
}

/** The integer with a sign that `zigzag` made a number of at most 64 bits of. */
export function unzigzag(value: number | bigint): number | bigint {
  return typeof value === "number" ? (value >>> 1) ^ -(value & 1) : (value >> 1n) ^ -(value & 1n);
}

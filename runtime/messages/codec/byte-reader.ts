import { isUtf8 } from "node:buffer";
import { CodecError } from "./codec.ts";
import { exactInteger, held } from "./exact-integers.ts";

/** Reads a payload from front to back; nothing beyond its end. Numbers are big-endian unless the name says. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes not yet read. */
  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  i8(): number {
    return this.#view.getInt8(this.#step(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#step(2));
  }

  i16(): number {
    return this.#view.getInt16(this.#step(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4));
  }

  i32(): number {
    return this.#view.getInt32(this.#step(4));
  }

  u64(): number | bigint {
    return exactInteger(this.#view.getBigUint64(this.#step(8)));
  }

  i64(): number | bigint {
    return exactInteger(this.#view.getBigInt64(this.#step(8)));
  }

  f32(littleEndian = false): number {
    return this.#view.getFloat32(this.#step(4), littleEndian);
  }

  f64(littleEndian = false): number {
    return this.#view.getFloat64(this.#step(8), littleEndian);
  }

  /** The next `length` bytes as text; refused where they are not UTF-8. */
  text(length: number): string {
    const bytes = this.#slice(length);
    if (!isUtf8(bytes)) {
      throw new CodecError("a string is not UTF-8");
    }
    return bytes.toString("utf8");
  }

  /** The next `length` bytes as a string with one character per byte. */
  binary(length: number): string {
    return this.#slice(length).toString("latin1");
  }

  skip(length: number): void {
    this.#step(length);
  }

  /** Refuses what stands behind the value. */
  end(): void {
    if (this.remaining > 0) {
      throw new CodecError(`${this.remaining} bytes stand behind the value`);
    }
  }

  #slice(length: number): Buffer {
    const start = this.#step(length);
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + start, length);
  }

  #step(length: number): number {
    if (length > this.remaining) {
      throw new CodecError(`ends ${length - this.remaining} bytes too early`);
    }
    const start = this.#at;
    this.#at += length;
    return start;
  }
}

/** A count of items of which each takes at least `bytesEach` bytes: no more than the payload can hold. */
export function checkedCount(reader: ByteReader, count: number, bytesEach: number): number {
  if (count * bytesEach > reader.remaining) {
    throw new CodecError("holds fewer items than it announces");
  }
  return count;
}

/** Refuses to go one level deeper than the limit. */
export function checkDepth(level: number, limit: number): void {
  if (level > limit) {
    throw new CodecError(`nested deeper than ${limit}`, { isGuard: true });
  }
}

/** Sets a member of a decoded object; a key given twice and `__proto__` are refused. */
export function setMember(object: Record<string, unknown>, key: unknown, value: unknown): void {
  if (typeof key !== "string") {
    throw new CodecError("a key is not a string");
  }
  if (key === "__proto__") {
    throw new CodecError('a key is "__proto__"', { isGuard: true });
  }
  if (Object.hasOwn(object, key)) {
    throw new CodecError("a key is given twice", { isGuard: true });
  }
  object[key] = held(object, key, value);
}

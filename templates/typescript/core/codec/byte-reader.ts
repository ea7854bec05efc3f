import { bytesToText } from "./byte-text.ts";
import { DecodeError, MAX_DEPTH, type BinaryOptions } from "./codec.ts";
import { decodeUtf8 } from "./utf8.ts";

/**
 * Reads a payload from front to back, nothing beyond its end and no deeper than allowed. What it makes is never
 * larger than a small multiple of the payload: lengths and counts are compared with what is left before anything is
 * made. Numbers are big-endian unless `littleEndian` is said.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #maxDepth: number;
  readonly #bytesAsText: boolean;
  readonly #bigintsStay: boolean;
  #at = 0;
  #depth = 0;

  constructor(data: string | Uint8Array, options: BinaryOptions) {
    if (typeof data === "string") throw new DecodeError("a binary frame", 0);
    // Not the subclass that Node has, of which `slice` is no copy.
    this.#bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.#maxDepth = options.maxDepth ?? MAX_DEPTH;
    this.#bytesAsText = options.bytes === "text";
    this.#bigintsStay = options.bigIntegers === "bigint";
  }

  /** Where the next byte is, counted from the start. */
  get at(): number {
    return this.#at;
  }

  /** Bytes not yet read. */
  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.skip(1));
  }

  i8(): number {
    return this.#view.getInt8(this.skip(1));
  }

  u16(): number {
    return this.#view.getUint16(this.skip(2));
  }

  i16(): number {
    return this.#view.getInt16(this.skip(2));
  }

  u32(littleEndian = false): number {
    return this.#view.getUint32(this.skip(4), littleEndian);
  }

  i32(littleEndian = false): number {
    return this.#view.getInt32(this.skip(4), littleEndian);
  }

  u64(littleEndian = false): bigint {
    return this.#view.getBigUint64(this.skip(8), littleEndian);
  }

  i64(littleEndian = false): bigint {
    return this.#view.getBigInt64(this.skip(8), littleEndian);
  }

  f32(littleEndian = false): number {
    return this.#view.getFloat32(this.skip(4), littleEndian);
  }

  f64(littleEndian = false): number {
    return this.#view.getFloat64(this.skip(8), littleEndian);
  }

  /** The next `length` bytes as text. */
  text(length: number): string {
    const start = this.skip(length);
    return decodeUtf8(this.#bytes, start, this.#at);
  }

  /** A copy of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const start = this.skip(length);
    return this.#bytes.slice(start, this.#at);
  }

  /** The next `length` bytes in the form that the options name. */
  byteString(length: number): Uint8Array | string {
    return this.inForm(this.bytes(length));
  }

  /** A string of bytes in the form that the options name. */
  inForm(bytes: Uint8Array): Uint8Array | string {
    return this.#bytesAsText ? bytesToText(bytes) : bytes;
  }

  /** An integer as a number, or as the options say where a double cannot hold it. */
  integer(value: bigint): number | bigint {
    const nearest = Number(value);
    return this.#bigintsStay && BigInt(nearest) !== value ? value : nearest;
  }

  /** A number that JSON can hold: neither infinite nor NaN. `start` is where it began. */
  finite(value: number, start: number): number {
    if (!Number.isFinite(value)) throw new DecodeError("a finite number", start);
    return value;
  }

  /** A count of items that take at least `bytesEach` bytes each: no more than are left. */
  count(count: number, bytesEach: number): number {
    if (count * bytesEach > this.remaining) {
      throw new DecodeError("as many items as are announced", this.#at);
    }
    return count;
  }

  /** Reads what is one level further down. */
  deeper<Value>(read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > this.#maxDepth) {
      throw new DecodeError(`at most ${this.#maxDepth} levels`, this.#at);
    }
    const value = read();
    this.#depth -= 1;
    return value;
  }

  /** Passes `length` bytes; where they began. */
  skip(length: number): number {
    if (length > this.remaining) {
      throw new DecodeError(`${length - this.remaining} more bytes`, this.#bytes.length);
    }
    const start = this.#at;
    this.#at += length;
    return start;
  }

  /** The value, after which there is nothing. */
  last<Value>(value: Value): Value {
    if (this.remaining > 0) throw new DecodeError("the end", this.#at);
    return value;
  }
}

/** Sets a member of an object that is read; `at` is where its key began. A key `__proto__` or given twice is refused. */
export function setMember(
  object: Record<string, unknown>,
  key: string,
  value: unknown,
  at: number,
): void {
  if (key === "__proto__") throw new DecodeError('a key other than "__proto__"', at);
  if (Object.hasOwn(object, key)) throw new DecodeError("each key once", at);
  object[key] = value;
}

/** A key as it was read; of bytes it has one character each, as the gateway has it. */
export function keyText(key: unknown, at: number): string {
  if (key instanceof Uint8Array) return bytesToText(key);
  if (typeof key !== "string") throw new DecodeError("a key that is a string", at);
  return key;
}

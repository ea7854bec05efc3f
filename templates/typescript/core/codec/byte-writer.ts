import { EncodeError, kindOf, MAX_DEPTH, pointerTo, type CodecOptions } from "./codec.ts";
import { encodeUtf8, isWholeText } from "./utf8.ts";

/** Bytes of a new writer: most messages are shorter. */
const FIRST_SIZE = 256;

/**
 * Writes a payload from front to back, and knows which place of the value is being written, for errors. Numbers are
 * big-endian unless `littleEndian` is said.
 */
export class ByteWriter {
  readonly #maxDepth: number;
  readonly #path: (string | number)[] = [];
  #bytes = new Uint8Array(FIRST_SIZE);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  #depth = 0;

  constructor({ maxDepth = MAX_DEPTH }: CodecOptions) {
    this.#maxDepth = maxDepth;
  }

  u8(value: number): void {
    const at = this.#room(1);
    this.#view.setUint8(at, value);
  }

  u16(value: number): void {
    const at = this.#room(2);
    this.#view.setUint16(at, value);
  }

  /** Negative ones as their two's complement. */
  u32(value: number, littleEndian = false): void {
    const at = this.#room(4);
    this.#view.setUint32(at, value, littleEndian);
  }

  /** Negative ones as their two's complement. */
  u64(value: bigint, littleEndian = false): void {
    const at = this.#room(8);
    this.#view.setBigUint64(at, value, littleEndian);
  }

  f32(value: number, littleEndian = false): void {
    const at = this.#room(4);
    this.#view.setFloat32(at, value, littleEndian);
  }

  f64(value: number, littleEndian = false): void {
    const at = this.#room(8);
    this.#view.setFloat64(at, value, littleEndian);
  }

  raw(bytes: Uint8Array): void {
    const start = this.#room(bytes.length);
    this.#bytes.set(bytes, start);
  }

  /** The bytes that `write` writes, which are taken out again: for what has its length before it. */
  aside(write: () => void): Uint8Array {
    const start = this.#length;
    write();
    const bytes = this.#bytes.slice(start, this.#length);
    this.#length = start;
    return bytes;
  }

  /** The UTF-8 of a text, to be written with its length before it. */
  utf8(text: string): Uint8Array {
    const bytes = encodeUtf8(text);
    // Only what is not ASCII can have half of a surrogate pair.
    if (bytes.length !== text.length && !isWholeText(text)) {
      throw this.problem("whole Unicode text", "a string with half of a surrogate pair");
    }
    return bytes;
  }

  /** Writes what stands at `key` of the value at hand. */
  within(key: string | number, write: () => void): void {
    this.#path.push(key);
    write();
    this.#path.pop();
  }

  /** Writes what is one level further down; too far down there are objects inside themselves too. */
  deeper(write: () => void): void {
    this.#depth += 1;
    if (this.#depth > this.#maxDepth) {
      throw this.problem(`at most ${this.#maxDepth} levels`, "one level more");
    }
    write();
    this.#depth -= 1;
  }

  /** The error for a value at the place at hand. */
  wrong(expected: string, value: unknown): EncodeError {
    return this.problem(expected, kindOf(value));
  }

  /** The error for the place at hand. */
  problem(expected: string, found: string): EncodeError {
    const pointer = this.#path.reduce<string>(pointerTo, "");
    return new EncodeError({ pointer, expected, found });
  }

  /** A copy of all that was written. */
  written(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Where the next `count` bytes go. May replace the bytes and their view, so it comes first. */
  #room(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return start;
  }
}

/** A value whose members are written: no array, no bytes, no `Date` or `Map`. */
export function isPlain(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}

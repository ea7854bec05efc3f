/**
 * What frames hold, as values and back. One file per encoding; an SDK holds those that its API uses. Values are what
 * JSON can hold and equal what the gateway makes of the same bytes, but that strings of bytes are `Uint8Array`s
 * where the gateway has strings with one character per byte; `byte-text.ts` makes the one of the other.
 */

/** Frames of one message, written and read. */
export interface Codec {
  /** The kind of frame in which `encode` writes; `decode` reads both kinds where the encoding can stand in both. */
  readonly frame: "text" | "binary";
  /**
   * The payload of a frame: a string for a text frame, bytes for a binary one.
   *
   * @throws EncodeError where the encoding cannot carry the value, and nothing else.
   */
  encode(value: unknown): string | Uint8Array;
  /**
   * The value of a frame's payload.
   *
   * @throws DecodeError where the payload is not of the encoding, and nothing else.
   */
  decode(data: string | Uint8Array): unknown;
}

/** What every codec of structures may be told. */
export interface CodecOptions {
  /** Objects and arrays inside each other, at least 1; one more is an error. 64 unless told. */
  readonly maxDepth?: number;
}

/** What a codec of a binary encoding may be told. */
export interface BinaryOptions extends CodecOptions {
  /** What a string of bytes is read as: a `Uint8Array`, or a string with one character per byte. */
  readonly bytes?: "array" | "text";
  /** What an integer that a double cannot hold is read as: the nearest double, as in JSON, or a bigint. */
  readonly bigIntegers?: "nearest" | "bigint";
}

/** Objects and arrays inside each other that a decoder reads where it is not told another number. */
export const MAX_DEPTH = 64;

/** A payload is not of its encoding, or holds what no reader should be given: too deep, or a key `__proto__`. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
  /** What should have stood there: `UTF-8 text`, `3 more bytes`. Nothing of the payload is in it. */
  readonly expected: string;
  /** Where, in bytes from the start of the payload; null: the platform's own parser does not say. */
  readonly at: number | null;

  constructor(expected: string, at: number | null, options?: ErrorOptions) {
    super(at === null ? `expected ${expected}` : `expected ${expected} at byte ${at}`, options);
    this.expected = expected;
    this.at = at;
  }
}

/** A value that the encoding cannot carry. */
export class EncodeError extends Error {
  override readonly name = "EncodeError";
  /** JSON pointer (RFC 6901) into the value: `/items/0/size`; empty: the value itself. */
  readonly pointer: string;
  /** What should have stood there: `a string`, `a finite number`. */
  readonly expected: string;
  /** What stands there, in a word: `a bigint`. */
  readonly found: string;

  constructor(
    problem: { readonly pointer: string; readonly expected: string; readonly found: string },
    options?: ErrorOptions,
  ) {
    super(`"${problem.pointer}" is ${problem.found}, expected ${problem.expected}`, options);
    this.pointer = problem.pointer;
    this.expected = problem.expected;
    this.found = problem.found;
  }
}

/** A value's kind in a word, for errors: `a string`, `null`, `a function`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (value instanceof Uint8Array) return "bytes";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** A place below another in a JSON pointer, `key` escaped (RFC 6901 section 3). */
export function pointerTo(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

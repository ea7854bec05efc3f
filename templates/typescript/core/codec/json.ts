import {
  DecodeError,
  EncodeError,
  kindOf,
  MAX_DEPTH,
  pointerTo,
  type Codec,
  type CodecOptions,
} from "./codec.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** How JSON is read and in which frames it stands. */
export interface JsonOptions extends CodecOptions {
  /** A text frame unless told. */
  readonly frame?: "text" | "binary";
}

/**
 * JSON (RFC 8259), written and read by the platform, no deeper than allowed and without keys `__proto__`. A key that
 * is given twice has its last value, and an integer beyond 2^53 the nearest double, as `JSON.parse` has it.
 */
export function json({ maxDepth = MAX_DEPTH, frame = "text" }: JsonOptions = {}): Codec {
  return {
    frame,
    encode(value) {
      const written = stringify(value);
      return frame === "text" ? written : encodeUtf8(written);
    },
    decode(data) {
      const text = typeof data === "string" ? data : decodeUtf8(data, 0, data.length);
      const value = parse(text);
      if (openings(text, maxDepth) > maxDepth) checkDepth(text, maxDepth);
      // An escape can spell the key too; both are rare enough to look closer.
      if (text.includes("__proto__") || text.includes("\\u")) refuseProto(value);
      return value;
    },
  };
}

function stringify(value: unknown): string {
  let written: string | undefined;
  try {
    written = JSON.stringify(value);
  } catch (error) {
    throw whyNot(value, error);
  }
  if (written === undefined) {
    throw new EncodeError({ pointer: "", expected: "a JSON value", found: kindOf(value) });
  }
  return written;
}

/** `JSON.stringify` throws for bigints and circles, of which the place is found, and what a `toJSON` throws. */
function whyNot(value: unknown, cause: unknown): EncodeError {
  const { pointer, found } = unwritable(value, "", new Map()) ?? {
    pointer: "",
    found: kindOf(value),
  };
  return new EncodeError({ pointer, expected: "a JSON value", found }, { cause });
}

/** `passed` has the objects above the value with true, and those without anything unwritable with false. */
function unwritable(
  value: unknown,
  pointer: string,
  passed: Map<object, boolean>,
): { readonly pointer: string; readonly found: string } | null {
  if (typeof value === "bigint") return { pointer, found: kindOf(value) };
  if (typeof value !== "object" || value === null) return null;
  const isAbove = passed.get(value);
  if (isAbove !== undefined) return isAbove ? { pointer, found: "an object inside itself" } : null;
  if (pointer.length > LONGEST_POINTER) return { pointer: "", found: "an object nested too deep" };
  passed.set(value, true);
  for (const [key, member] of Object.entries(value)) {
    const found = unwritable(member, pointerTo(pointer, key), passed);
    if (found !== null) return found;
  }
  passed.set(value, false);
  return null;
}

/** In characters; no value that anybody looks at has a longer one. */
const LONGEST_POINTER = 2000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DecodeError("JSON", placeIn(text, error), { cause: error });
  }
}

/** Some engines tell the place in their words: `... at position 12`; others do not. */
function placeIn(text: string, error: unknown): number | null {
  const said = / at position (\d+)/.exec(String(error))?.[1];
  return said === undefined ? null : encodeUtf8(text.slice(0, Number(said))).length;
}

/** Opening brackets in a text, strings included, counted until there are more than `enough`. */
function openings(text: string, enough: number): number {
  let count = 0;
  for (const bracket of ["{", "["]) {
    let at = text.indexOf(bracket);
    for (; at >= 0 && count <= enough; at = text.indexOf(bracket, at + 1)) count += 1;
  }
  return count;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Follows the brackets of a text that is JSON. */
function checkDepth(text: string, maxDepth: number): void {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > maxDepth) {
        const expected = `at most ${maxDepth} levels`;
        throw new DecodeError(expected, encodeUtf8(text.slice(0, at)).length);
      }
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    }
  }
}

/** The index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}

/** Refuses the key that assignments elsewhere would take for the prototype. The value is no deeper than checked. */
function refuseProto(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === "__proto__") throw new DecodeError('no key "__proto__"', null);
    refuseProto(member);
  }
}

import { DecodeError, EncodeError, MAX_DEPTH, type Codec, type CodecOptions } from "./codec.ts";

/**
 * JSON (RFC 8259) in text frames, written and read by the platform, no deeper than allowed and without keys
 * `__proto__`. A key that is given twice has its last value, and an integer beyond 2^53 the nearest double, as
 * `JSON.parse` has it.
 */
export function json({ maxDepth = MAX_DEPTH }: CodecOptions = {}): Codec {
  return {
    frame: "text",
    encode: written,
    decode(data) {
      const text = String(data);
      const value = parsed(text);
      // A closer look costs time: few texts have so many brackets, or the key, which an escape can spell too.
      if (/__proto__|\\u/.test(text) || (text.match(/[[{]/g)?.length ?? 0) > maxDepth) {
        refuse(value, maxDepth, maxDepth);
      }
      return value;
    },
  };
}

function written(value: unknown): string {
  let cause: unknown;
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text;
  } catch (error) {
    cause = error;
  }
  const found = "or has a bigint, a circle or a function";
  throw new EncodeError({ pointer: "", expected: "a JSON value", found }, { cause });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DecodeError("JSON", null, { cause });
  }
}

/** Refuses more levels than are left, and the key that assignments elsewhere would take for the prototype. */
function refuse(value: unknown, maxDepth: number, left: number): void {
  if (typeof value === "object" && value !== null) {
    if (left === 0) throw new DecodeError(`at most ${maxDepth} levels`, null);
    for (const [key, member] of Object.entries(value)) {
      if (key === "__proto__") throw new DecodeError('no key "__proto__"', null);
      refuse(member, maxDepth, left - 1);
    }
  }
}

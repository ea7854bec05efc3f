import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { CodecError } from "../../../runtime/messages/codec/codec.ts";
import {
  DecodeError,
  EncodeError,
  type Codec,
} from "../../../templates/typescript/core/codec/codec.ts";

/** Why a payload is not read; null: it is. Anything but a DecodeError is thrown on. */
export function decodeProblem(codec: Codec, data: string | Uint8Array): string | null {
  try {
    codec.decode(data);
    return null;
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

/** Why a value is not written; null: it is. Anything but an EncodeError is thrown on. */
export function encodeProblem(codec: Codec, value: unknown): string | null {
  try {
    codec.encode(value);
    return null;
  } catch (error) {
    if (error instanceof EncodeError) return error.message;
    throw error;
  }
}

/** Bytes from hex digits with spaces. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
}

/** A decoder of the gateway's, as far as it matters here. */
interface Authority {
  decode(payload: Uint8Array): unknown;
}

/**
 * What the gateway and the SDK make of the same bytes, in the words of the test's failure: `same` where both have the
 * same value or both have none. A bigint of the gateway's root is the nearest double in a checked message.
 */
export function agreement(gateway: Authority, sdk: Codec, bytes: Uint8Array): string {
  const theirs = attempt(() => gateway.decode(bytes), CodecError);
  const ours = attempt(() => sdk.decode(bytes), DecodeError);
  if (theirs === null || ours === null) {
    return theirs === ours ? "same" : `${theirs === null ? "gateway" : "sdk"} refuses`;
  }
  const root = typeof theirs.value === "bigint" ? Number(theirs.value) : theirs.value;
  return isDeepStrictEqual(root, ours.value) ? "same" : "another value";
}

function attempt(
  work: () => unknown,
  refusal: typeof DecodeError | typeof CodecError,
): { readonly value: unknown } | null {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof refusal) return null;
    throw error;
  }
}

/** The payloads of which the gateway and the SDK do not think the same, in hex. */
export function disagreements(
  gateway: Authority,
  sdk: Codec,
  payloads: Iterable<Uint8Array>,
): readonly string[] {
  return quietly(() =>
    [...payloads].flatMap((bytes) => {
      const verdict = agreement(gateway, sdk, bytes);
      return verdict === "same" ? [] : [`${Buffer.from(bytes).toString("hex")}: ${verdict}`];
    }),
  );
}

/** Runs what makes many errors without their stack traces, which are most of their cost. */
export function quietly<Value>(work: () => Value): Value {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Random bytes, and valid payloads with a few bytes changed, cut off or put in; the same ones for the same seed. */
export function* hostile(valid: readonly Uint8Array[], count: number): Generator<Uint8Array> {
  const random = numbers(4711);
  for (let index = 0; index < count; index += 1) {
    const base = valid[random(valid.length)] ?? new Uint8Array();
    yield index % 4 === 0 ? noise(random) : mutated(base, random);
  }
}

/** Heads and lengths at the edges of what encodings distinguish. */
const EDGES = [0x00, 0x01, 0x1f, 0x5f, 0x7f, 0x80, 0x81, 0x9f, 0xbf, 0xc1, 0xdd, 0xdf, 0xfe, 0xff];

function noise(random: (below: number) => number): Uint8Array {
  return Uint8Array.from({ length: random(24) }, () =>
    random(3) === 0 ? (EDGES[random(EDGES.length)] ?? 0) : random(256),
  );
}

function mutated(base: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = [...base.subarray(0, 160)];
  for (let changes = random(4); changes >= 0; changes -= 1) {
    const at = random(bytes.length + 1);
    const byte = random(2) === 0 ? (EDGES[random(EDGES.length)] ?? 0) : random(256);
    const kind = random(4);
    if (kind === 0) bytes.splice(at);
    else if (kind === 1) bytes.splice(at, 0, byte);
    else if (kind === 2) bytes.splice(at, 0, ...bytes.slice(random(bytes.length + 1), at));
    else bytes.splice(at, 1, byte);
  }
  return Uint8Array.from(bytes.slice(0, 160));
}

/** Whole numbers from 0 up to what they are asked for (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** JSON values without a key that is refused everywhere, with byte strings and integers of all sizes in them. */
export const VALUES: fc.Arbitrary<unknown> = fc
  .anything({
    maxDepth: 4,
    withBigInt: false,
    withNullPrototype: false,
    values: [
      fc.boolean(),
      fc.constant(null),
      fc.string({ unit: "binary" }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.maxSafeInteger(),
      fc.integer(),
      fc.integer({ min: -300, max: 300 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ minLength: 250, maxLength: 300 }),
    ],
    key: fc.string().filter((key) => key !== "__proto__"),
  })
  .filter((value) => value !== undefined);

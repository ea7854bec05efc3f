import { Buffer } from "node:buffer";
import fc from "fast-check";

import { Dice } from "../acceptors/random.ts";

/** Lengths around everything that changes with length: words, the forms of a header, the limits of a stream. */
const SHORT = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 60, 124, 125] as const;
const MIDDLE = [126, 127, 128, 199, 200, 201, 255, 256, 257, 500, 998, 999, 1_000, 1_001] as const;
const LONG = [4_000, 65_533, 65_534, 65_535, 65_536, 65_537, 69_999, 70_000, 70_001] as const;

/** What a payload is filled with: the last two are seldom or never UTF-8. */
const FILLS = ["letters", "characters", "characters cut", "characters broken", "bytes"] as const;

const length = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...SHORT) },
  { weight: 8, arbitrary: fc.constantFrom(...MIDDLE) },
  { weight: 8, arbitrary: fc.nat(300) },
  { weight: 1, arbitrary: fc.constantFrom(...LONG) },
);
const seed = fc.nat(0xffff);

/** Text that is UTF-8. */
export const anyText: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom("letters", "characters"), length, seed)
  .map(([fill, length, seed]) => fillPayload(fill, length, seed));

/** Any bytes; often UTF-8 and often nearly. */
export const anyBytes: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom(...FILLS), length, seed)
  .map(([fill, length, seed]) => fillPayload(fill, length, seed));

/** What a ping or a pong may hold. */
export const anyControlPayload: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom("letters", "bytes"), fc.constantFrom(0, 0, 1, 4, 20, 124, 125), seed)
  .map(([fill, length, seed]) => fillPayload(fill, length, seed));

/** Characters of one to four bytes, the first and the last of each length, and those around the surrogates. */
const CHARACTERS = [
  ..."a~\u0080\u00e4\u07ff\u0800\u20ac\ud7ff\ue000\ufffd\uffff\u{10000}\u{1f600}\u{10ffff}",
].map((character) => Buffer.from(character));

/** What RFC 3629 forbids: lone continuations, overlong forms, surrogates, too high, no byte of UTF-8, cut short. */
const BROKEN = [
  "80",
  "bf",
  "c080",
  "c1bf",
  "e08080",
  "e09fbf",
  "eda080",
  "edbfbf",
  "f0808080",
  "f08fbfbf",
  "f4908080",
  "f5808080",
  "fe",
  "ff",
  "c3",
  "e282",
  "f09f98",
  "c328",
  "e28228",
  "f09f9828",
].map((hex) => Buffer.from(hex, "hex"));

function fillPayload(fill: (typeof FILLS)[number], length: number, seed: number): Buffer {
  const dice = new Dice(seed * 31 + length);
  switch (fill) {
    case "letters":
      return Buffer.alloc(length, String.fromCharCode(97 + (seed % 26)) + seed.toString(36));
    case "bytes": {
      const bytes = Buffer.alloc(length);
      for (let at = 0; at < length; at += 1) bytes[at] = dice.below(256);
      return bytes;
    }
    case "characters":
      return characters(length, dice, true);
    case "characters cut":
      return characters(length, dice, false);
    case "characters broken": {
      const text = characters(length, dice, true);
      const at = dice.below(text.length + 1);
      const broken = pick(BROKEN, dice);
      return Buffer.concat([text.subarray(0, at), broken, text.subarray(at)]);
    }
  }
}

/** About so many bytes; `isWhole`: the last character is not cut. */
function characters(length: number, dice: Dice, isWhole: boolean): Buffer {
  const bytes = Buffer.alloc(length + 4);
  // Long text is one pattern again and again: it is its edges that matter.
  const pattern = Buffer.concat(Array.from({ length: 12 }, () => pick(CHARACTERS, dice)));
  let at = 0;
  while (at + pattern.length <= length) at += pattern.copy(bytes, at);
  for (let next = pick(CHARACTERS, dice); at < length; next = pick(CHARACTERS, dice)) {
    if (isWhole && at + next.length > length) break;
    at += next.copy(bytes, at);
  }
  return bytes.subarray(0, isWhole ? at : Math.min(at, length));
}

function pick(from: readonly Buffer[], dice: Dice): Buffer {
  return from[dice.below(from.length)] ?? Buffer.alloc(0);
}

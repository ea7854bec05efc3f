import { endianness } from "node:os";

import { scratchBytes, scratchWords } from "./scratch.ts";

/**
 * Masking of RFC 6455 section 5.3, four bytes at a time. A key is a number whose lowest byte meets the first byte of
 * the payload; on a machine that keeps the highest byte first, words would not match, and bytes are taken instead.
 */
const HAS_LOW_BYTE_FIRST = endianness() === "LE";

/** Below this, taking words apart costs more than it saves. */
const MIN_BYTES_BY_WORD = 8;

/** Bytes and the words that lie under them. */
export interface MaskedBytes {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  /** Where `bytes` begins in the memory of `words`. */
  readonly offset: number;
}

/** The words under some bytes; none of them is changed beyond those bytes. */
export function maskedBytes(bytes: Uint8Array): MaskedBytes {
  const { buffer, byteOffset: offset } = bytes;
  return { bytes, words: new Int32Array(buffer, 0, buffer.byteLength >> 2), offset };
}

/**
 * Copies what lies from `start` to before `end` into scratch without its mask, at most `MAX_SCRATCH_MESSAGE_BYTES`.
 * Returns where it begins there: 0 to 3, so that words meet words.
 */
export function unmaskToScratch(
  { bytes, words, offset }: MaskedBytes,
  start: number,
  end: number,
  key: number,
): number {
  const lead = (offset + start) & 3;
  const turned = turn(key, lead);
  const first = (offset + start) >> 2;
  const used = lead + end - start;
  // The last word may lie beyond the memory, or its bytes beyond what is whole.
  const whole = HAS_LOW_BYTE_FIRST ? Math.min((used + 3) >> 2, words.length - first) : 0;
  for (let i = 0; i < whole; i += 1) scratchWords[i] = (words[first + i] ?? 0) ^ turned;
  for (let i = whole * 4; i < used; i += 1) {
    const at = start - lead + i;
    scratchBytes[i] = (at < start ? 0 : (bytes[at] ?? 0)) ^ (turned >>> (8 * (i & 3)));
  }
  return lead;
}

/** Puts a mask on the bytes from `start` to before `end`, or takes it off; old XOR new as the key changes it. */
export function maskInPlace(
  { bytes, words, offset }: MaskedBytes,
  start: number,
  end: number,
  key: number,
): void {
  if (end - start < MIN_BYTES_BY_WORD || !HAS_LOW_BYTE_FIRST) {
    for (let at = start; at < end; at += 1) {
      bytes[at] = (bytes[at] ?? 0) ^ (key >>> (8 * ((at - start) & 3)));
    }
    return;
  }
  const lead = (offset + start) & 3;
  const turned = turn(key, lead);
  let word = (offset + start) >> 2;
  // Bytes in front of `start` keep what they are: their part of the key is 0.
  words[word] = (words[word] ?? 0) ^ (turned & (-1 << (8 * lead)));
  const last = (offset + end) >> 2;
  for (word += 1; word < last; word += 1) words[word] = (words[word] ?? 0) ^ turned;
  for (let at = (last << 2) - offset; at < end; at += 1) {
    bytes[at] = (bytes[at] ?? 0) ^ (turned >>> (8 * ((offset + at) & 3)));
  }
}

/** The key as the words see it whose first `lead` bytes are not the payload's. */
function turn(key: number, lead: number): number {
  return lead === 0 ? key : (key << (8 * lead)) | (key >>> (32 - 8 * lead));
}

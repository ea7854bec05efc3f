import type { Buffer } from "node:buffer";
import { endianness } from "node:os";

import { maskScratch } from "./scratch-mask.ts";
import { MAX_SCRATCH_MESSAGE_BYTES, scratchBytes, scratchWords } from "./scratch.ts";

/**
 * Masking of RFC 6455 section 5.3, four bytes at a time. A key is a number whose lowest byte meets the first byte of
 * the payload; on a machine that keeps the highest byte first, words would not match, and bytes are taken instead.
 */
const HAS_LOW_BYTE_FIRST = endianness() === "LE";

/** Below this, taking words apart costs more than it saves. */
const MIN_BYTES_BY_WORD = 8;

/**
 * From here on a copy of the bytes that vectors unmask is there before the words are. CPU ns, words and vectors, for
 * 128 B 110 and 120, 256 B 160 and 130, 1 KB 370 and 130, 16 KB 4,100 and 830.
 */
const MIN_BYTES_BY_VECTOR = 256;

/** The same where the copy must go back: for 1 KB 230 and 250, 4 KB 710 and 410, 16 KB 2,700 and 1,200. */
const MIN_BYTES_THERE_AND_BACK = 2048;

/** Bytes and the words that lie under them. */
export interface MaskedBytes {
  readonly bytes: Buffer;
  readonly words: Int32Array;
  /** Where `bytes` begins in the memory of `words`. */
  readonly offset: number;
}

/** The words under some bytes; none of them is changed beyond those bytes. */
export function maskedBytes(bytes: Buffer): MaskedBytes {
  const { buffer, byteOffset: offset } = bytes;
  return { bytes, words: new Int32Array(buffer, 0, buffer.byteLength >> 2), offset };
}

/**
 * Copies what lies from `start` to before `end` into scratch without its mask, at most `MAX_SCRATCH_MESSAGE_BYTES`.
 * Returns where it begins there: 0 to 3, so that words meet words. The byte behind it is 0, so that nobody who reads on
 * sees what was there before.
 */
export function unmaskToScratch(
  { bytes, words, offset }: MaskedBytes,
  start: number,
  end: number,
  key: number,
): number {
  if (end - start >= MIN_BYTES_BY_VECTOR) {
    bytes.copy(scratchBytes, 0, start, end);
    maskScratch(0, end - start, key);
    scratchBytes[end - start] = 0;
    return 0;
  }
  const lead = (offset + start) & 3;
  const turned = turn(key, lead);
  const first = (offset + start) >> 2;
  const used = lead + end - start;
  // The last word may lie beyond the memory, or its bytes beyond what is whole.
  const whole = HAS_LOW_BYTE_FIRST ? Math.min((used + 3) >> 2, words.length - first) : 0;
  unmaskWords(words, first, whole, turned);
  for (let i = whole * 4; i < used; i += 1) {
    const at = start - lead + i;
    scratchBytes[i] = (at < start ? 0 : (bytes[at] ?? 0)) ^ (turned >>> (8 * (i & 3)));
  }
  scratchBytes[used] = 0;
  return lead;
}

/**
 * Puts a mask on the bytes from `start` to before `end`, or takes it off; old XOR new as the key changes it. Long
 * bytes go through scratch: what was there is gone.
 */
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
  const length = end - start;
  if (length >= MIN_BYTES_THERE_AND_BACK && length <= MAX_SCRATCH_MESSAGE_BYTES) {
    bytes.copy(scratchBytes, 0, start, end);
    maskScratch(0, length, key);
    scratchBytes.copy(bytes, start, 0, length);
    return;
  }
  const lead = (offset + start) & 3;
  const turned = turn(key, lead);
  const word = (offset + start) >> 2;
  // Bytes in front of `start` keep what they are: their part of the key is 0.
  words[word] = (words[word] ?? 0) ^ (turned & (-1 << (8 * lead)));
  const last = (offset + end) >> 2;
  maskWords(words, word + 1, last, turned);
  for (let at = (last << 2) - offset; at < end; at += 1) {
    bytes[at] = (bytes[at] ?? 0) ^ (turned >>> (8 * ((offset + at) & 3)));
  }
}

/** Copies words without their mask to the beginning of scratch; eight a turn take half the time of one a turn. */
function unmaskWords(words: Int32Array, first: number, count: number, key: number): void {
  let i = 0;
  for (let at = first; i + 8 <= count; i += 8, at += 8) {
    scratchWords[i] = (words[at] ?? 0) ^ key;
    scratchWords[i + 1] = (words[at + 1] ?? 0) ^ key;
    scratchWords[i + 2] = (words[at + 2] ?? 0) ^ key;
    scratchWords[i + 3] = (words[at + 3] ?? 0) ^ key;
    scratchWords[i + 4] = (words[at + 4] ?? 0) ^ key;
    scratchWords[i + 5] = (words[at + 5] ?? 0) ^ key;
    scratchWords[i + 6] = (words[at + 6] ?? 0) ^ key;
    scratchWords[i + 7] = (words[at + 7] ?? 0) ^ key;
  }
  for (; i < count; i += 1) scratchWords[i] = (words[first + i] ?? 0) ^ key;
}

/** Masks words where they lie, up to before `last`. */
function maskWords(words: Int32Array, first: number, last: number, key: number): void {
  let at = first;
  for (; at + 8 <= last; at += 8) {
    words[at] = (words[at] ?? 0) ^ key;
    words[at + 1] = (words[at + 1] ?? 0) ^ key;
    words[at + 2] = (words[at + 2] ?? 0) ^ key;
    words[at + 3] = (words[at + 3] ?? 0) ^ key;
    words[at + 4] = (words[at + 4] ?? 0) ^ key;
    words[at + 5] = (words[at + 5] ?? 0) ^ key;
    words[at + 6] = (words[at + 6] ?? 0) ^ key;
    words[at + 7] = (words[at + 7] ?? 0) ^ key;
  }
  for (; at < last; at += 1) words[at] = (words[at] ?? 0) ^ key;
}

/** The key as the words see it whose first `lead` bytes are not the payload's. */
function turn(key: number, lead: number): number {
  return lead === 0 ? key : (key << (8 * lead)) | (key >>> (32 - 8 * lead));
}

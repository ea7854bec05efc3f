import { Buffer, isUtf8 } from "node:buffer";

/** Whether all of it is UTF-8 (RFC 3629). */
export function isText(bytes: Uint8Array): boolean {
  return isUtf8(bytes);
}

/**
 * Looks at text that is still growing: `bytes` from `from` on, where a character begins. Returns where the last
 * character begins that is not whole yet, or the length; -1: whatever follows, this is no UTF-8.
 */
export function checkGrowingText(bytes: Buffer, from: number): number {
  const end = wholeCharactersEnd(bytes, from);
  if (!isUtf8(bytes.subarray(from, end))) return -1;
  return isBeginningOfCharacter(bytes, end) ? end : -1;
}

/** Steps back over what may be the beginning of a character: at most three bytes. */
function wholeCharactersEnd(bytes: Buffer, from: number): number {
  let at = bytes.length - 1;
  while (at > from && at > bytes.length - 3 && isContinuation(bytes[at] ?? 0)) at -= 1;
  if (at < from) return bytes.length;
  return at + charactersBytes(bytes[at] ?? 0) > bytes.length ? at : bytes.length;
}

/** Whether bytes can follow `at` to its end so that they are one character; nothing can become anything. */
function isBeginningOfCharacter(bytes: Buffer, at: number): boolean {
  if (at === bytes.length) return true;
  const lead = bytes[at] ?? 0;
  if (lead < 0xc2 || lead > 0xf4) return false;
  if (at + 1 < bytes.length && !isSecondByte(lead, bytes[at + 1] ?? 0)) return false;
  return at + 2 >= bytes.length || isContinuation(bytes[at + 2] ?? 0);
}

/** RFC 3629 section 4: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
function isSecondByte(lead: number, second: number): boolean {
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function charactersBytes(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

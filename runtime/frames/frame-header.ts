/**
 * The header of a frame, read where it lies (RFC 6455 section 5.2). Nothing here makes an object: a header is looked at
 * for every message of a gateway.
 */

/** RFC 6455 section 11.8. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** First byte of a text and of a binary message that is one frame: FIN, no reserved bit, the opcode. */
export const WHOLE_TEXT = 0x81;
export const WHOLE_BINARY = 0x82;

/** What `payloadBytes` answers for a length that is written in more bytes than it needs, or with its top bit set. */
export const ILLEGAL_LENGTH = -1;

/** `payloadBytes` answers no greater number; it stands for all that are. No limit of a leg is as high. */
export const HUGE_LENGTH = 0x7fff_ffff;

/** Bytes of a header whose second byte is this: from 2 to 14. */
export function headerBytes(second: number): number {
  const short = second & 0x7f;
  const unmasked = short < 126 ? 2 : short === 126 ? 4 : 10;
  return (second & 0x80) === 0 ? unmasked : unmasked + 4;
}

/** The length of the payload, of a header at `at` that is there as a whole; or `ILLEGAL_LENGTH`. */
export function payloadBytes(bytes: Uint8Array, at: number): number {
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  if (short < 126) return short;
  if (short === 126) {
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    return length < 126 ? ILLEGAL_LENGTH : length;
  }
  const high = wordAt(bytes, at + 2);
  const low = wordAt(bytes, at + 6);
  if (high < 0) return ILLEGAL_LENGTH;
  if (high > 0 || low < 0) return HUGE_LENGTH;
  return low < 65_536 ? ILLEGAL_LENGTH : low;
}

/** The masking key that ends before `end`; its lowest byte is the one for the first byte of the payload. */
export function maskingKeyBefore(bytes: Uint8Array, end: number): number {
  return (
    (bytes[end - 4] ?? 0) |
    ((bytes[end - 3] ?? 0) << 8) |
    ((bytes[end - 2] ?? 0) << 16) |
    ((bytes[end - 1] ?? 0) << 24)
  );
}

/** Puts another masking key before `end`. */
export function writeMaskingKeyBefore(bytes: Uint8Array, end: number, key: number): void {
  bytes[end - 4] = key;
  bytes[end - 3] = key >>> 8;
  bytes[end - 2] = key >>> 16;
  bytes[end - 1] = key >>> 24;
}

/** Whether a first byte is that of a ping, pong or close, or of an opcode that would be one. */
export function isControl(first: number): boolean {
  return (first & 0x08) !== 0;
}

/** What a frame is judged by besides its first two bytes. */
export interface FrameExpectation {
  /** 0x80 from a client, which must mask, 0 from a server, which must not (RFC 6455 section 5.1). */
  readonly maskBit: number;
  /** Fragments of a message came before. */
  readonly isInMessage: boolean;
}

/** What is wrong with a frame that begins with these two bytes; null: nothing so far. */
export function frameFault(
  first: number,
  second: number,
  { maskBit, isInMessage }: FrameExpectation,
): string | null {
  const opcode = first & 0x0f;
  if ((first & 0x70) !== 0) return "a reserved bit is set";
  if ((opcode > OPCODE.binary && opcode < OPCODE.close) || opcode > OPCODE.pong) {
    return `opcode ${opcode} is not defined`;
  }
  if ((second & 0x80) !== maskBit) {
    return maskBit === 0 ? "a server's frame is masked" : "a client's frame is not masked";
  }
  if (isControl(first)) return controlFault(first, second);
  if (opcode === OPCODE.continuation) return isInMessage ? null : "a continuation of no message";
  return isInMessage ? "a new message before the last one ended" : null;
}

/** RFC 6455 section 5.5. */
function controlFault(first: number, second: number): string | null {
  if ((first & 0x80) === 0) return "a control frame is fragmented";
  return (second & 0x7f) > 125 ? "a control frame of more than 125 bytes" : null;
}

/** Four bytes in network order, as a signed number. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)
  );
}

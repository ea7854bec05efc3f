import { Buffer } from "node:buffer";

import { fitCloseReason, isSendableCloseCode } from "./close-frame.ts";
import { writeMaskingKeyBefore } from "./frame-header.ts";
import { maskedBytes, maskInPlace } from "./masking.ts";
import { randomWord } from "./random-words.ts";

/** A payload of more is not copied behind its header where it needs no mask: both are written one after the other. */
const MAX_JOINED_BYTES = 16 * 1024;

/** One whole frame in the pieces that are to be written in order. `masks`: we are the client (RFC 6455 section 5.3). */
export function framePieces(
  opcode: number,
  payload: Uint8Array,
  masks: boolean,
): readonly Buffer[] {
  if (!masks && payload.length > MAX_JOINED_BYTES) {
    const header = Buffer.allocUnsafe(sizeOfHeader(payload.length, masks));
    writeHeader(header, opcode, payload.length);
    return [header, Buffer.from(payload.buffer, payload.byteOffset, payload.length)];
  }
  const start = sizeOfHeader(payload.length, masks);
  const frame = Buffer.allocUnsafe(start + payload.length);
  writeHeader(frame, opcode, payload.length);
  frame.set(payload, start);
  if (masks) mask(frame, start);
  return [frame];
}

/** The payload of a close frame; a code that may not be sent becomes 1011, a reason is cut to 123 bytes. */
export function closePayload(code: number | null, reason: string): Buffer {
  if (code === null) return Buffer.alloc(0);
  const text = Buffer.from(fitCloseReason(reason), "utf8");
  const payload = Buffer.alloc(2 + text.length);
  payload.writeUInt16BE(isSendableCloseCode(code) ? code : 1011, 0);
  payload.set(text, 2);
  return payload;
}

function mask(frame: Buffer, start: number): void {
  const key = randomWord();
  frame[1] = (frame[1] ?? 0) | 0x80;
  writeMaskingKeyBefore(frame, start, key);
  maskInPlace(maskedBytes(frame), start, frame.length, key);
}

function sizeOfHeader(length: number, masks: boolean): number {
  const unmasked = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  return masks ? unmasked + 4 : unmasked;
}

/** FIN, opcode and length in as few bytes as they need (RFC 6455 section 5.2). */
function writeHeader(frame: Buffer, opcode: number, length: number): void {
  frame[0] = 0x80 | opcode;
  if (length < 126) {
    frame[1] = length;
    return;
  }
  if (length < 65_536) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
    return;
  }
  frame[1] = 127;
  frame.writeUInt32BE(Math.floor(length / 2 ** 32), 2);
  frame.writeUInt32BE(length >>> 0, 6);
}

/** Frames as a stream is made of them, legal or not, and a reader of what engines write, without their code. */
import { Buffer } from "node:buffer";

import { Dice } from "../acceptors/random.ts";

/** How a frame's length is written: as it must be, in two or eight bytes whatever it is, or beyond what is allowed. */
export type LengthForm = "shortest" | "16 bits" | "64 bits" | "top bit" | "2^40" | "2^53";

/** Every part of a frame's header, and its payload. */
export interface FuzzFrame {
  readonly fin: boolean;
  readonly rsv: number;
  readonly opcode: number;
  /** Masked as its role must, or the other way. */
  readonly isMaskedRight: boolean;
  readonly length: LengthForm;
  readonly payload: Buffer;
}

/** What an engine wrote. */
export interface WrittenFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** The bytes of a stream of frames, and where each of them begins. */
export function streamBytes(
  frames: readonly FuzzFrame[],
  sender: "client" | "backend",
  seed: number,
): { readonly bytes: Buffer; readonly starts: readonly number[] } {
  const dice = new Dice(seed);
  const pieces: Buffer[] = [];
  const starts: number[] = [];
  let at = 0;
  for (const frame of frames) {
    const isMasked = (sender === "client") === frame.isMaskedRight;
    const plain = frame.length === "16 bits" ? frame.payload.subarray(0, 65_535) : frame.payload;
    const header = headerOf({ ...frame, payload: plain }, isMasked);
    const key = isMasked ? keyOf(dice) : Buffer.alloc(0);
    const payload = isMasked ? xor(plain, key) : plain;
    starts.push(at);
    at += header.length + key.length + payload.length;
    pieces.push(header, key, payload);
  }
  return { bytes: Buffer.concat(pieces), starts };
}

function headerOf({ fin, rsv, opcode, length, payload }: FuzzFrame, isMasked: boolean): Buffer {
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  const maskBit = isMasked ? 0x80 : 0;
  const bits = length === "shortest" ? shortestForm(payload.length) : length;
  if (bits === "7 bits") return Buffer.from([first, maskBit | payload.length]);
  if (bits === "16 bits") {
    return Buffer.from([first, maskBit | 126, payload.length >> 8, payload.length & 0xff]);
  }
  const header = Buffer.alloc(10);
  header[0] = first;
  header[1] = maskBit | 127;
  header.writeBigUInt64BE(longLength(bits, payload.length), 2);
  return header;
}

/** Whether a length is written in more bytes than it needs, or with its top bit set. */
export function isLengthIllegal({ length, payload }: FuzzFrame): boolean {
  const shortest = shortestForm(Math.min(payload.length, length === "16 bits" ? 65_535 : Infinity));
  return length === "top bit" || (length.endsWith("bits") && length !== shortest);
}

function shortestForm(length: number): "7 bits" | "16 bits" | "64 bits" {
  if (length < 126) return "7 bits";
  return length < 65_536 ? "16 bits" : "64 bits";
}

function longLength(form: "64 bits" | "top bit" | "2^40" | "2^53", length: number): bigint {
  switch (form) {
    case "64 bits":
      return BigInt(length);
    case "top bit":
      return (1n << 63n) | BigInt(length);
    case "2^40":
      return (1n << 40n) | BigInt(length);
    case "2^53":
      return (1n << 53n) | BigInt(length);
  }
}

/** Sometimes a key of zeros, which changes nothing. */
function keyOf(dice: Dice): Buffer {
  const key = Buffer.alloc(4);
  if (!dice.once(20)) key.writeUInt32BE(dice.below(2 ** 32));
  return key;
}

function xor(bytes: Buffer, key: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) out[at] = (bytes[at] ?? 0) ^ (key[at & 3] ?? 0);
  return out;
}

/** Reads what an engine wrote to the peer `receiver`; throws for what RFC 6455 section 5.2 forbids or is not whole. */
export function readWritten(
  pieces: readonly Buffer[],
  receiver: "client" | "backend",
): readonly WrittenFrame[] {
  const bytes = Buffer.concat(pieces);
  const frames: WrittenFrame[] = [];
  let at = 0;
  while (at < bytes.length) {
    const first = bytes.readUInt8(at);
    const second = bytes.readUInt8(at + 1);
    if ((first & 0xf0) !== 0x80) throw new Error(`a frame was written that begins with ${first}`);
    if (((second & 0x80) !== 0) !== (receiver === "backend")) throw new Error("a wrong mask bit");
    const { length, end } = lengthAt(bytes, at + 1);
    const start = receiver === "backend" ? end + 4 : end;
    if (start + length > bytes.length) throw new Error("a frame was written in part");
    const raw = bytes.subarray(start, start + length);
    const payload = receiver === "backend" ? xor(raw, bytes.subarray(end, start)) : raw;
    frames.push({ opcode: first & 0x0f, payload });
    at = start + length;
  }
  return frames;
}

function lengthAt(bytes: Buffer, at: number): { readonly length: number; readonly end: number } {
  const short = bytes.readUInt8(at) & 0x7f;
  if (short < 126) return { length: short, end: at + 1 };
  const length = short === 126 ? bytes.readUInt16BE(at + 1) : Number(bytes.readBigUInt64BE(at + 1));
  if (length < (short === 126 ? 126 : 65_536)) throw new Error("a length in too many bytes");
  return { length, end: at + (short === 126 ? 3 : 9) };
}

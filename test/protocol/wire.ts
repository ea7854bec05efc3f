/**
 * Frames as RFC 6455 section 5.2 lays them out, and as it forbids. Written from the RFC alone: what attacks the
 * gateway shares no code with it.
 */
import { Buffer } from "node:buffer";

/** Which end of a WebSocket connection writes a frame: clients mask, servers do not (section 5.1). */
export type WireRole = "client" | "server";

/** Opcodes of section 11.8. */
export const OPCODE = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

/** A frame to write; the defaults make a legal, whole one. */
export interface WireFrame {
  readonly opcode: number;
  readonly payload?: Buffer;
  /** Default true. */
  readonly fin?: boolean;
  /** RSV1 is 4, RSV2 is 2, RSV3 is 1; default 0. */
  readonly rsv?: number;
  /** How many bits hold the length; default the fewest that can, as section 5.2 demands. */
  readonly lengthBits?: 7 | 16 | 64;
  /** The length that the header claims; default the payload's. */
  readonly claimedLength?: bigint;
  /** Masked against its role (section 5.1); default false. */
  readonly isMaskedWrongly?: boolean;
  /** Four bytes; only where the frame is masked. */
  readonly maskingKey?: Buffer;
}

const DEFAULT_KEY = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

/** The bytes of a frame. */
export function encodeFrame(frame: WireFrame, role: WireRole): Buffer {
  const payload = frame.payload ?? Buffer.alloc(0);
  const header = encodeHeader(frame, role);
  if (!isMasked(frame, role)) return Buffer.concat([header, payload]);
  return Buffer.concat([header, applyMask(payload, frame.maskingKey ?? DEFAULT_KEY)]);
}

/** The bytes of a frame up to its payload, the masking key included. */
export function encodeHeader(frame: WireFrame, role: WireRole): Buffer {
  const length = frame.claimedLength ?? BigInt(frame.payload?.length ?? 0);
  const first = (frame.fin === false ? 0 : 0x80) | ((frame.rsv ?? 0) << 4) | frame.opcode;
  const maskBit = isMasked(frame, role) ? 0x80 : 0;
  const key = maskBit === 0 ? Buffer.alloc(0) : (frame.maskingKey ?? DEFAULT_KEY);
  const bits = frame.lengthBits ?? fewestBits(length);
  return Buffer.concat([Buffer.from([first]), encodeLength(length, bits, maskBit), key]);
}

function isMasked(frame: WireFrame, role: WireRole): boolean {
  return (role === "client") !== (frame.isMaskedWrongly === true);
}

function fewestBits(length: bigint): 7 | 16 | 64 {
  if (length < 126n) return 7;
  return length < 65_536n ? 16 : 64;
}

function encodeLength(length: bigint, bits: 7 | 16 | 64, maskBit: number): Buffer {
  if (bits === 7) return Buffer.from([maskBit | Number(length)]);
  const bytes = Buffer.alloc(bits === 16 ? 3 : 9);
  bytes[0] = maskBit | (bits === 16 ? 126 : 127);
  if (bits === 16) bytes.writeUInt16BE(Number(length), 1);
  else bytes.writeBigUInt64BE(length, 1);
  return bytes;
}

/** Section 5.3: octet i is combined with octet i modulo 4 of the key; doing it twice undoes it. */
export function applyMask(payload: Buffer, key: Buffer): Buffer {
  const masked = Buffer.alloc(payload.length);
  for (let at = 0; at < payload.length; at += 1) {
    masked[at] = (payload[at] ?? 0) ^ (key[at % 4] ?? 0);
  }
  return masked;
}

import { Buffer } from "node:buffer";
import { once } from "node:events";
import type { Socket } from "node:net";

/** One frame as it came over the wire. */
export interface RawFrame {
  readonly fin: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** What a raw frame is made of; the defaults make a legal, whole text frame. */
export interface FrameParts {
  readonly opcode?: number;
  readonly fin?: boolean;
  readonly rsv?: number;
  readonly payload?: Uint8Array | string;
  /** Length that the header claims, where it is not the payload's. */
  readonly claimedLength?: number;
}

/** The other end of a leg: writes any bytes, reads frames. Independent of the engine under test. */
export interface RawPeer {
  readonly socket: Socket;
  write(...frames: readonly FrameParts[]): void;
  /** The next frame, in order. Rejects when the socket closes before. */
  frame(): Promise<RawFrame>;
  /** Code and reason of the close frame that comes next among data frames; null: the socket was cut without one. */
  close(): Promise<{ readonly code: number | null; readonly reason: string } | null>;
}

/** A peer on an open socket whose handshake is done; `masks` for a client (RFC 6455 section 5.3). */
export function createRawPeer(socket: Socket, masks: boolean): RawPeer {
  const frames: RawFrame[] = [];
  let rest: Buffer = Buffer.alloc(0);
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let read = readFrame(rest); read !== null; read = readFrame(rest)) {
      rest = rest.subarray(read.size);
      frames.push(read.frame);
    }
    socket.emit("progress");
  });
  socket.on("close", () => socket.emit("progress"));

  const next = async (): Promise<RawFrame | null> => {
    while (frames.length === 0 && !socket.closed) await once(socket, "progress");
    return frames.shift() ?? null;
  };
  return {
    socket,
    write(...parts) {
      socket.write(Buffer.concat(parts.map((part) => frameBytes(part, masks))));
    },
    async frame() {
      const frame = await next();
      if (frame === null) throw new Error("the socket closed before a frame came");
      return frame;
    },
    async close() {
      for (let frame = await next(); frame !== null; frame = await next()) {
        if (frame.opcode === 8) return closeOf(frame.payload);
      }
      return null;
    },
  };
}

function closeOf(payload: Buffer): { readonly code: number | null; readonly reason: string } {
  if (payload.length < 2) return { code: null, reason: "" };
  return { code: payload.readUInt16BE(0), reason: payload.toString("utf8", 2) };
}

/** The bytes of one frame. */
export function frameBytes(parts: FrameParts, masks: boolean): Buffer {
  const { opcode = 1, fin = true, rsv = 0 } = parts;
  const payload = Buffer.from(parts.payload ?? "");
  const length = parts.claimedLength ?? payload.length;
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  const maskBit = masks ? 0x80 : 0;
  const mask = masks ? Buffer.from([1, 2, 3, 4]) : Buffer.alloc(0);
  const masked = masks ? payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)) : payload;
  return Buffer.concat([Buffer.from([first]), lengthBytes(length, maskBit), mask, masked]);
}

function lengthBytes(length: number, maskBit: number): Buffer {
  if (length < 126) return Buffer.from([maskBit | length]);
  if (length < 65_536) return Buffer.from([maskBit | 126, length >> 8, length & 0xff]);
  const bytes = Buffer.alloc(9);
  bytes[0] = maskBit | 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

function readFrame(bytes: Buffer): { readonly frame: RawFrame; readonly size: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const isMasked = ((bytes[1] ?? 0) & 0x80) !== 0;
  const header = short === 126 ? 4 : short === 127 ? 10 : 2;
  const start = header + (isMasked ? 4 : 0);
  if (bytes.length < start) return null;
  const length =
    short === 126
      ? bytes.readUInt16BE(2)
      : short === 127
        ? Number(bytes.readBigUInt64BE(2))
        : short;
  if (bytes.length < start + length) return null;
  const mask = bytes.subarray(header, start);
  const raw = bytes.subarray(start, start + length);
  const payload = Buffer.from(isMasked ? raw.map((byte, at) => byte ^ (mask[at % 4] ?? 0)) : raw);
  const first = bytes[0] ?? 0;
  return {
    frame: { fin: (first & 0x80) !== 0, opcode: first & 0x0f, payload },
    size: start + length,
  };
}

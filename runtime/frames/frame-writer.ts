import { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";

import { OPCODE } from "./frame-header.ts";
import { closePayload, framePieces } from "./frame-writing.ts";
import type { FrameTaker } from "./leg.ts";
import type { WriteBatch } from "./write-batch.ts";

/** Whose frames are written. */
export interface WritingLeg {
  /** Nothing is written behind a close frame (RFC 6455 section 5.5.1). */
  readonly isOpen: boolean;
  /** What waits came down to the low water. */
  drained(): void;
}

/** What a writer is made of. */
export interface FrameWriterOptions {
  readonly socket: Duplex;
  /** We are the client. */
  readonly masks: boolean;
  readonly lowWaterBytes: number;
  readonly batch: WriteBatch;
  readonly leg: WritingLeg;
}

const NOTHING = Buffer.alloc(0);

/** Writes frames to one peer, while its leg is open, and watches how much of them the kernel has not taken. */
export class FrameWriter implements FrameTaker {
  readonly masks: boolean;
  readonly #socket: Duplex;
  readonly #lowWaterBytes: number;
  readonly #batch: WriteBatch;
  readonly #leg: WritingLeg;
  #isAboveLowWater = false;
  /** Made when something waits for the first time. */
  #onWritten: (() => void) | null = null;

  constructor({ socket, masks, lowWaterBytes, batch, leg }: FrameWriterOptions) {
    this.masks = masks;
    this.#socket = socket;
    this.#lowWaterBytes = lowWaterBytes;
    this.#batch = batch;
    this.#leg = leg;
  }

  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  get #isFull(): boolean {
    return this.unsentBytes > this.#lowWaterBytes;
  }

  /** Writes one whole frame. */
  frame(opcode: number, payload: Uint8Array): void {
    if (!this.#leg.isOpen) return;
    const pieces = framePieces(opcode, payload, this.masks);
    const isSplit = pieces.length > 1;
    if (isSplit) this.#socket.cork();
    for (const piece of pieces) this.#write(piece);
    if (isSplit) this.#socket.uncork();
    this.#isAboveLowWater ||= this.#isFull;
  }

  frames(bytes: Buffer): void {
    if (!this.#leg.isOpen) return;
    this.#write(bytes);
    this.#isAboveLowWater ||= this.#isFull;
  }

  /** Writes a ping, but to a peer that does not read: it has its own deadline, and pings would only queue up. */
  ping(): void {
    if (!this.#isFull) this.frame(OPCODE.ping, NOTHING);
  }

  /** Writes a close frame; null: without a code. */
  close(code: number | null, reason: string): void {
    this.frame(OPCODE.close, closePayload(code, reason));
  }

  /** Whatever is written while more than the low water waits tells when it is through. */
  #write(bytes: Uint8Array): void {
    const mayWait = this.unsentBytes + bytes.length > this.#lowWaterBytes;
    if (mayWait) this.#onWritten ??= () => this.#written();
    this.#batch.write(this.#socket, bytes, mayWait ? this.#onWritten : null);
  }

  #written(): void {
    if (!this.#isAboveLowWater || this.#isFull) return;
    this.#isAboveLowWater = false;
    this.#leg.drained();
  }
}

import type { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";

import { framePieces } from "./frame-writing.ts";
import { writeInBatch } from "./write-batch.ts";

/** Writes frames to one peer and watches how much of them the kernel has not taken. */
export class FrameWriter {
  readonly #socket: Duplex;
  /** We are the client. */
  readonly #masks: boolean;
  readonly #lowWaterBytes: number;
  readonly #leg: { drained(): void };
  #isAboveLowWater = false;
  /** Made when something waits for the first time. */
  #onWritten: (() => void) | null = null;

  /** `leg` is told when what waits came down to the low water. */
  constructor(socket: Duplex, masks: boolean, lowWaterBytes: number, leg: { drained(): void }) {
    this.#socket = socket;
    this.#masks = masks;
    this.#lowWaterBytes = lowWaterBytes;
    this.#leg = leg;
  }

  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  get isAboveLowWater(): boolean {
    return this.unsentBytes > this.#lowWaterBytes;
  }

  /** Writes one whole frame. */
  frame(opcode: number, payload: Uint8Array): void {
    const pieces = framePieces(opcode, payload, this.#masks);
    const isSplit = pieces.length > 1;
    if (isSplit) this.#socket.cork();
    for (const piece of pieces) this.#write(piece);
    if (isSplit) this.#socket.uncork();
    this.#isAboveLowWater ||= this.isAboveLowWater;
  }

  /** Writes whole frames that already are what the peer is to get. */
  frames(bytes: Buffer): void {
    this.#write(bytes);
    this.#isAboveLowWater ||= this.isAboveLowWater;
  }

  /** Whatever is written while more than the low water waits tells when it is through. */
  #write(bytes: Uint8Array): void {
    const mayWait = this.unsentBytes + bytes.length > this.#lowWaterBytes;
    if (mayWait) this.#onWritten ??= () => this.#written();
    writeInBatch(this.#socket, bytes, mayWait ? this.#onWritten : null);
  }

  #written(): void {
    if (!this.#isAboveLowWater || this.isAboveLowWater) return;
    this.#isAboveLowWater = false;
    this.#leg.drained();
  }
}

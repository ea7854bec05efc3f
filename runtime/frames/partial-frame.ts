import type { Buffer } from "node:buffer";

import { headerBytes } from "./frame-header.ts";
import { GrowingBytes } from "./growing-bytes.ts";
import type { UnfinishedBudget } from "./unfinished-budget.ts";

/** A frame of which a chunk brought the beginning only. */
export class PartialFrame {
  readonly #bytes: GrowingBytes;
  /** Bytes of the whole frame; 0 while its header is not whole. */
  size = 0;

  constructor(budget: UnfinishedBudget) {
    this.#bytes = new GrowingBytes(budget);
  }

  get bytes(): Buffer {
    return this.#bytes.bytes;
  }

  get isWhole(): boolean {
    return this.size !== 0 && this.#bytes.length === this.size;
  }

  /**
   * Takes what belongs to the frame from `start` on, and no more: while `size` is 0, its header. Returns how many bytes
   * that was; 0: there is no memory for them.
   */
  add(chunk: Buffer, start: number): number {
    const end = Math.min(chunk.length, start + this.#missingBytes());
    return this.#bytes.add(chunk, start, end, this.size) ? end - start : 0;
  }

  release(): void {
    this.#bytes.release();
  }

  #missingBytes(): number {
    const { length } = this.#bytes;
    if (this.size !== 0) return this.size - length;
    return length < 2 ? 2 - length : headerBytes(this.#bytes.bytes[1] ?? 0) - length;
  }
}

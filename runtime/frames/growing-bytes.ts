import { Buffer } from "node:buffer";

import type { UnfinishedBudget } from "./unfinished-budget.ts";

const MIN_CAPACITY = 256;

/**
 * Bytes that arrive piece by piece. Memory is taken as they come, at most twice of what has come, and from the budget;
 * what a peer says will come costs nothing.
 */
export class GrowingBytes {
  readonly #budget: UnfinishedBudget;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(budget: UnfinishedBudget) {
    this.#budget = budget;
  }

  get length(): number {
    return this.#length;
  }

  /** All that has come; valid until the next `add` or `release`. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /**
   * Adds the bytes from `start` to before `end`. `expectedBytes`: what it is going to be, so that nothing is taken in
   * vain. false: the budget has not as much, and nothing was added.
   */
  add(from: Uint8Array, start: number, end: number, expectedBytes: number): boolean {
    const length = this.#length + end - start;
    if (length > this.#bytes.length && !this.#grow(length, expectedBytes)) return false;
    this.#bytes.set(from.subarray(start, end), this.#length);
    this.#length = length;
    return true;
  }

  /** Gives everything back. */
  release(): void {
    this.#budget.give(this.#bytes.length);
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
  }

  #grow(length: number, expectedBytes: number): boolean {
    const wanted = Math.max(2 * length, MIN_CAPACITY);
    const capacity = Math.max(length, Math.min(wanted, expectedBytes));
    if (!this.#budget.take(capacity - this.#bytes.length)) return false;
    // Memory of its own: a slice of the shared pool would keep the whole of it.
    const grown = Buffer.allocUnsafeSlow(capacity);
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    return true;
  }
}

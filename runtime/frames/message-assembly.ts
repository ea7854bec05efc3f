import type { Buffer } from "node:buffer";

import { GrowingBytes } from "./growing-bytes.ts";
import type { FrameKind } from "./leg.ts";
import type { UnfinishedBudget } from "./unfinished-budget.ts";
import { checkGrowingText, isText } from "./utf8.ts";

/** A message that comes in fragments (RFC 6455 section 5.4). */
export class MessageAssembly {
  readonly kind: FrameKind;
  /** Fragments so far, empty ones included. */
  fragments = 0;
  readonly #bytes: GrowingBytes;
  /** Text is known to be UTF-8 up to here. */
  #checked = 0;

  constructor(kind: FrameKind, budget: UnfinishedBudget) {
    this.kind = kind;
    this.#bytes = new GrowingBytes(budget);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** All fragments, once the last has come. */
  get bytes(): Buffer {
    return this.#bytes.bytes;
  }

  /** Adds a fragment; false: there is no memory for it. */
  add(payload: Buffer, isLast: boolean): boolean {
    this.fragments += 1;
    const length = this.#bytes.length + payload.length;
    return this.#bytes.add(payload, 0, payload.length, isLast ? length : Number.MAX_SAFE_INTEGER);
  }

  /** Whether the text that has come can be, or with the last fragment is, UTF-8 (RFC 6455 section 8.1). */
  isStillText(isLast: boolean): boolean {
    if (this.kind === "binary") return true;
    const { bytes } = this.#bytes;
    if (isLast) return isText(bytes.subarray(this.#checked));
    this.#checked = checkGrowingText(bytes, this.#checked);
    return this.#checked !== -1;
  }

  release(): void {
    this.#bytes.release();
  }
}

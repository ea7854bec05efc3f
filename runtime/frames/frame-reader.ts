import type { Buffer } from "node:buffer";

import { ExpressRun } from "./express-run.ts";
import {
  frameFault,
  headerBytes,
  ILLEGAL_LENGTH,
  isControl,
  maskingKeyBefore,
  OPCODE,
  payloadBytes,
} from "./frame-header.ts";
import type { EngineRefusal, FrameSink } from "./frame-sink.ts";
import type { Express, FrameKind, LegLimits } from "./leg.ts";
import { maskedBytes, maskInPlace } from "./masking.ts";
import { MessageAssembly } from "./message-assembly.ts";
import { PartialFrame } from "./partial-frame.ts";
import { type UnfinishedBudget, unfinishedBudget } from "./unfinished-budget.ts";
import { isText } from "./utf8.ts";
import { MAX_WAITING_BYTES, type WriteBatch } from "./write-batch.ts";

/** What `#frame` answers where no further frame follows in the bytes. */
const NONE = -1;

const NO_MEMORY = "no memory is left for unfinished messages";

/** Who may have had enough of messages. */
export interface ReadingHold {
  readonly isHeld: boolean;
}

/** What a reader is made of. */
export interface FrameReaderOptions {
  /** Holds up reading, for good, when it hears of a rule that was broken. */
  readonly sink: FrameSink;
  readonly limits: LegLimits;
  /** 0x80: the peer is a client and masks. */
  readonly maskBit: number;
  readonly batch: WriteBatch;
  /** While it is held, nothing is read on; the peer's bytes then stay where they are. */
  readonly hold: ReadingHold;
  readonly budget?: UnfinishedBudget;
}

/**
 * Reads the frames of one peer (RFC 6455 section 5), chunk by chunk. Chunks are the reader's: it changes them in place.
 */
export class FrameReader {
  readonly #sink: FrameSink;
  readonly #limits: LegLimits;
  readonly #maskBit: number;
  readonly #batch: WriteBatch;
  readonly #hold: ReadingHold;
  readonly #budget: UnfinishedBudget;
  #express: ExpressRun | null = null;
  #partial: PartialFrame | null = null;
  #assembly: MessageAssembly | null = null;

  constructor(options: FrameReaderOptions) {
    const { sink, limits, maskBit, batch, hold, budget = unfinishedBudget } = options;
    this.#sink = sink;
    this.#limits = limits;
    this.#maskBit = maskBit;
    this.#batch = batch;
    this.#hold = hold;
    this.#budget = budget;
  }

  /** Asks it first about each whole message, while no fragments wait; null: nobody is asked. */
  useExpress(express: Express | null): void {
    this.#express = express && this.#expressRun(express);
  }

  /** Reads on from `from`; returns where it was held up, or the chunk's length. */
  read(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#partial !== null) {
      at = this.#fill(this.#partial, chunk, at);
      if (this.#partial !== null) return chunk.length;
    }
    return this.#frames(chunk, at);
  }

  /** Forgets what waits for its end. */
  release(): void {
    this.#partial?.release();
    this.#assembly?.release();
    this.#partial = null;
    this.#assembly = null;
  }

  /** Adds to a frame that began before; returns where it stopped. A frame that is whole is read. */
  #fill(partial: PartialFrame, chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && !partial.isWhole) {
      const added = partial.add(chunk, at);
      if (added === 0) {
        this.#broken("POLICY", NO_MEMORY);
        return at;
      }
      at += added;
      if (partial.size === 0) {
        const size = this.#frameSize(partial.bytes, 0);
        if (size === NONE) return at;
        partial.size = size;
      }
    }
    if (partial.isWhole) this.#filled(partial, at < chunk.length);
    return at;
  }

  #filled(partial: PartialFrame, hasMore: boolean): void {
    const whole = partial.bytes;
    this.#partial = null;
    partial.release();
    if (hasMore) this.#batch.expectMore();
    this.#frames(whole, 0);
  }

  #frames(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length && !this.#hold.isHeld) {
      const express = this.#express;
      if (express !== null && this.#assembly === null) {
        const runFrom = at;
        at = express.forward(bytes, runFrom);
        // Whoever takes what was forwarded may have had enough.
        if (at === bytes.length || (at > runFrom && this.#hold.isHeld)) return at;
        express.passOver();
      }
      at = this.#frame(bytes, at);
      if (at === NONE) return bytes.length;
    }
    return at;
  }

  /** Reads one frame and returns where the next begins; `NONE` where it is not whole, or not legal. */
  #frame(bytes: Buffer, at: number): number {
    const size = this.#frameSize(bytes, at);
    if (size === NONE) return NONE;
    if (size === 0 || at + size > bytes.length) return this.#keep(bytes, at, size);
    const first = bytes[at] ?? 0;
    const start = at + headerBytes(bytes[at + 1] ?? 0);
    const end = at + size;
    if (this.#maskBit !== 0) {
      maskInPlace(maskedBytes(bytes), start, end, maskingKeyBefore(bytes, start));
    }
    if (end < bytes.length) this.#batch.expectMore();
    const payload = bytes.subarray(start, end);
    if (isControl(first)) this.#sink.control(first & 0x0f, payload);
    else this.#data(first, payload);
    return end;
  }

  /** Size of the frame at `at`; 0: its header is not whole; `NONE`: it was refused. */
  #frameSize(bytes: Buffer, at: number): number {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1];
    if (second === undefined) return 0;
    const expectation = { maskBit: this.#maskBit, isInMessage: this.#assembly !== null };
    const fault = frameFault(first, second, expectation);
    if (fault !== null) return this.#broken("PROTOCOL_ERROR", fault);
    const header = headerBytes(second);
    if (at + header > bytes.length) return 0;
    const length = payloadBytes(bytes, at);
    if (length === ILLEGAL_LENGTH) {
      return this.#broken("PROTOCOL_ERROR", "a length that is not written as it must be");
    }
    return isControl(first) ? header + length : this.#dataSize(header, length);
  }

  /** What is too much is refused as soon as its header tells. */
  #dataSize(header: number, length: number): number {
    const { messageBytes, fragments } = this.#limits;
    const before = this.#assembly?.length ?? 0;
    if (before + length > messageBytes) {
      return this.#broken("MESSAGE_TOO_BIG", `message of ${before + length} bytes or more`);
    }
    if ((this.#assembly?.fragments ?? 0) >= fragments) {
      return this.#broken("POLICY", `more than ${fragments} fragments in a message`);
    }
    return header + length;
  }

  #data(first: number, payload: Buffer): void {
    const isLast = (first & 0x80) !== 0;
    if (isLast && this.#assembly === null) {
      const kind = kindOf(first);
      if (kind === "text" && !isText(payload)) this.#broken("TEXT_INVALID", "text is not utf-8");
      else this.#tell(kind, payload);
      return;
    }
    this.#assembly ??= new MessageAssembly(kindOf(first), this.#budget);
    const assembly = this.#assembly;
    if (!assembly.add(payload, isLast)) {
      this.#broken("POLICY", NO_MEMORY);
      return;
    }
    if (!assembly.isStillText(isLast)) {
      this.#broken("TEXT_INVALID", "text is not utf-8");
      return;
    }
    if (!isLast) return;
    this.#assembly = null;
    const { kind, bytes } = assembly;
    assembly.release();
    this.#tell(kind, bytes);
  }

  /** Short messages of others do not wait for a long one that may take its time. */
  #tell(kind: FrameKind, bytes: Buffer): void {
    if (bytes.length > MAX_WAITING_BYTES) this.#batch.flush();
    this.#sink.message(kind, bytes);
  }

  #keep(bytes: Buffer, at: number, size: number): typeof NONE {
    const partial = new PartialFrame(this.#budget);
    partial.size = size;
    this.#partial = partial;
    this.#fill(partial, bytes, at);
    return NONE;
  }

  #broken(code: EngineRefusal, reason: string): typeof NONE {
    this.release();
    this.#express = null;
    this.#sink.broken(code, reason);
    return NONE;
  }

  #expressRun(express: Express): ExpressRun {
    return new ExpressRun({
      express,
      limits: this.#limits,
      maskBit: this.#maskBit,
      reader: this.#hold,
      batch: this.#batch,
    });
  }
}

function kindOf(first: number): FrameKind {
  return (first & 0x0f) === OPCODE.text ? "text" : "binary";
}

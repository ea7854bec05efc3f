import { Buffer } from "node:buffer";

import {
  headerBytes,
  HUGE_LENGTH,
  maskingKeyBefore,
  payloadBytes,
  WHOLE_BINARY,
  WHOLE_TEXT,
  writeMaskingKeyBefore,
} from "./frame-header.ts";
import type { Express, FrameKind, FrameTaker, LegLimits } from "./leg.ts";
import { type MaskedBytes, maskedBytes, maskInPlace, unmaskToScratch } from "./masking.ts";
import { randomWord } from "./random-words.ts";
import { MAX_SCRATCH_MESSAGE_BYTES, scratchBytes } from "./scratch.ts";
import type { WriteBatch } from "./write-batch.ts";

/**
 * Below this, a copy takes longer than compiled acceptors save: CPU ns for a message alone, 85 B 260 in JavaScript and
 * 310 with the copy, 118 B 290 and 220, 1 KB 2,200 and 960, 16 KB 35,000 and 18,000.
 */
const MIN_BYTES_COPIED = 112;

/** What a run is made of. */
export interface ExpressRunOptions {
  readonly express: Express;
  readonly limits: LegLimits;
  /** 0x80: messages are masked. */
  readonly maskBit: number;
  /** While it is held, a run ends before the next message. */
  readonly reader: { readonly isHeld: boolean };
  readonly batch: WriteBatch;
}

/**
 * The short way through a leg: whole messages in a row that `Express` accepts, found in the chunk that brought them and
 * written on in one piece. This is what a gateway does all day: nothing here makes an object for a message.
 */
export class ExpressRun {
  readonly #express: Express;
  /** The other leg, where it writes frames as they are; null: it is given each message. */
  readonly #taker: FrameTaker | null;
  readonly #reader: { readonly isHeld: boolean };
  readonly #maskBit: number;
  readonly #batch: WriteBatch;
  readonly #longest: number;
  /** The message where the last run ended was asked about: it is not again. */
  #isDeclined = false;
  #declinedAt = 0;
  /** Size of the chunk in which a message was declined, which must not be kept itself. */
  #declinedBytes = -1;

  constructor({ express, limits, maskBit, reader, batch }: ExpressRunOptions) {
    const { frameTaker = null } = express.to;
    this.#express = express;
    this.#taker = frameTaker?.masks === (maskBit !== 0) ? frameTaker : null;
    this.#reader = reader;
    this.#batch = batch;
    this.#maskBit = maskBit;
    const most = maskBit === 0 ? HUGE_LENGTH : MAX_SCRATCH_MESSAGE_BYTES;
    this.#longest = Math.min(limits.messageBytes, most);
  }

  /** Writes on the accepted messages at `from`, and returns where they end. */
  forward(bytes: Buffer, from: number): number {
    if (this.#isDeclined) return from;
    const end = this.#maskBit === 0 ? this.#findPlain(bytes, from) : this.#findMasked(bytes, from);
    if (end === from) return from;
    if (end < bytes.length) this.#batch.expectMore();
    const isAll = from === 0 && end === bytes.length;
    this.#taker?.frames(isAll ? bytes : bytes.subarray(from, end));
    this.#express.forwarded();
    return end;
  }

  /** The message where the last run ended takes the long way: the next run begins behind it. */
  passOver(): void {
    this.#isDeclined = false;
  }

  /**
   * A server's messages stay what they are: a client gets the same bytes. They are looked at in scratch too, where they
   * are copied all at once: nobody else writes there before the run is over.
   */
  #findPlain(bytes: Buffer, from: number): number {
    let at = from;
    const isCopied = this.#isWorthCopying(bytes, from);
    if (isCopied) copyToScratch(bytes, from);
    const seen = isCopied ? scratchBytes : bytes;
    const moved = isCopied ? from : 0;
    while (!this.#reader.isHeld) {
      const end = this.#endOfWhole(bytes, at);
      if (end === 0) return at;
      const start = at + headerBytes(bytes[at + 1] ?? 0);
      const kind = kindOf(bytes[at]);
      if (!this.#express.accepts(kind, seen, start - moved, end - moved)) {
        this.#declinedAt = at;
        this.#declinedBytes = bytes.length;
        return this.#declined(at);
      }
      if (this.#taker === null)
        this.#express.to.send(kind, Buffer.from(bytes.subarray(start, end)));
      at = end;
    }
    return at;
  }

  /** The rest of a chunk in which a message was declined is not copied again, message after message. */
  #isWorthCopying(bytes: Buffer, from: number): boolean {
    const left = bytes.length - from;
    const isSameChunk = bytes.length === this.#declinedBytes && from > this.#declinedAt;
    return (
      this.#taker !== null &&
      left >= MIN_BYTES_COPIED &&
      left <= MAX_SCRATCH_MESSAGE_BYTES &&
      !isSameChunk
    );
  }

  /** A client's messages are looked at in scratch, and get a mask of ours where they lie. */
  #findMasked(bytes: Buffer, from: number): number {
    let at = from;
    let masked: MaskedBytes | null = null;
    while (!this.#reader.isHeld) {
      const end = this.#endOfWhole(bytes, at);
      if (end === 0) return at;
      masked ??= maskedBytes(bytes);
      const start = at + headerBytes(bytes[at + 1] ?? 0);
      const kind = kindOf(bytes[at]);
      const key = maskingKeyBefore(bytes, start);
      const plain = unmaskToScratch(masked, start, end, key);
      const plainEnd = plain + end - start;
      if (!this.#express.accepts(kind, scratchBytes, plain, plainEnd)) return this.#declined(at);
      if (this.#taker === null) {
        this.#express.to.send(kind, Buffer.from(scratchBytes.subarray(plain, plainEnd)));
      } else {
        const fresh = randomWord();
        writeMaskingKeyBefore(bytes, start, fresh);
        maskInPlace(masked, start, end, key ^ fresh);
      }
      at = end;
    }
    return at;
  }

  #declined(at: number): number {
    this.#isDeclined = true;
    return at;
  }

  /** End of the frame at `at` if it is a whole message that may be asked about; 0 if not. */
  #endOfWhole(bytes: Buffer, at: number): number {
    if (at + 2 > bytes.length) return 0;
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    if ((first !== WHOLE_TEXT && first !== WHOLE_BINARY) || (second & 0x80) !== this.#maskBit) {
      return 0;
    }
    const start = at + headerBytes(second);
    if (start > bytes.length) return 0;
    const length = payloadBytes(bytes, at);
    if (length < 0 || length > this.#longest) return 0;
    const end = start + length;
    return end > bytes.length ? 0 : end;
  }
}

/** The byte behind the copy is 0, so that nobody who reads on sees what was there before. */
function copyToScratch(bytes: Buffer, from: number): void {
  bytes.copy(scratchBytes, 0, from, bytes.length);
  scratchBytes[bytes.length - from] = 0;
}

function kindOf(first: number | undefined): FrameKind {
  return first === WHOLE_TEXT ? "text" : "binary";
}

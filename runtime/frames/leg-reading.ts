import { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";

import { FrameReader, type FrameReaderOptions, type ReadingHold } from "./frame-reader.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Express } from "./leg.ts";
import type { SocketListener } from "./leg-socket.ts";
import type { WriteBatch } from "./write-batch.ts";

/** Whose bytes are read. */
export interface ReadingLeg {
  /** All that came was looked at, and the peer will write nothing more. */
  finish(): void;
  /** The socket is gone; `hasRest`: not all that came was looked at, and this is said again once it was. */
  lost(hasRest: boolean): void;
}

/** What reading of a leg is made of. */
export interface LegReadingOptions {
  readonly socket: Duplex;
  /** The first bytes to be read. */
  readonly head: Buffer;
  readonly frames: Omit<FrameReaderOptions, "hold">;
  readonly heartbeat: Heartbeat;
  readonly leg: ReadingLeg;
}

/**
 * `held`: nobody wants messages now, which is how it begins. `due`: reading goes on in the next tick, with what waits.
 * `reading`: frames are being read at this moment, further up the stack. `halting`: the same, but a listener has had
 * enough. `flowing`: chunks are read as they come. `over`: what still comes is thrown away.
 */
type ReadingState = "held" | "due" | "reading" | "halting" | "flowing" | "over";

/** Reading of one leg: when the bytes of its socket are looked at, and which of them wait. */
export class LegReading implements SocketListener, ReadingHold {
  readonly #socket: Duplex;
  readonly #reader: FrameReader;
  readonly #batch: WriteBatch;
  readonly #heartbeat: Heartbeat;
  readonly #leg: ReadingLeg;
  #state: ReadingState = "held";
  /** What the socket can still bring. */
  #source: "open" | "ended" | "lost" = "open";
  /** Bytes that came and were not looked at, because reading was held up. */
  #rest: Buffer | null;

  constructor({ socket, head, frames, heartbeat, leg }: LegReadingOptions) {
    this.#socket = socket;
    this.#reader = new FrameReader({ ...frames, hold: this });
    this.#batch = frames.batch;
    this.#heartbeat = heartbeat;
    this.#leg = leg;
    this.#rest = head.length > 0 ? head : null;
  }

  /** Frames are read at one moment only: before the next one its reader looks whether it lasts. */
  get isHeld(): boolean {
    return this.#state !== "reading";
  }

  get isPaused(): boolean {
    return this.#state === "held" || this.#state === "halting";
  }

  get isLost(): boolean {
    return this.#source === "lost";
  }

  /** Messages that it accepts go the short way; null: all take the long one. */
  useExpress(express: Express | null): void {
    this.#reader.useExpress(express);
  }

  pause(): void {
    switch (this.#state) {
      case "reading":
        this.#state = "halting";
        return;
      case "due":
      case "flowing":
        this.#state = "held";
        this.#socket.pause();
        return;
      case "held":
      case "halting":
      case "over":
    }
  }

  /** Not at once: who says so is in the middle of something that a message would disturb. */
  resume(): void {
    this.#heartbeat.alive();
    switch (this.#state) {
      case "halting":
        this.#state = "reading";
        return;
      case "held":
      case "flowing":
        this.#state = "due";
        process.nextTick(readOn, this);
        return;
      case "over":
        // Who listens only now still hears that the connection is gone.
        process.nextTick(readOn, this);
        return;
      case "due":
      case "reading":
    }
  }

  /** Looks at nothing more, what waits included. */
  stop(): void {
    this.#state = "over";
    this.#rest = null;
    this.#reader.useExpress(null);
    this.#reader.release();
  }

  received(chunk: Buffer): void {
    this.#heartbeat.alive();
    if (this.#state === "flowing") this.#read(chunk);
    else if (this.#state !== "over") {
      this.#rest = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    }
  }

  /** What came before is told first. A peer that will write nothing more cannot say goodbye either. */
  peerEnded(): void {
    this.#source = "ended";
    if (this.#rest === null && !this.isPaused) this.#leg.finish();
  }

  lost(): void {
    this.#source = "lost";
    this.#leg.lost(this.#rest !== null);
  }

  /** Reads what waits, and then as the bytes come; or says that no more will. */
  readOn(): void {
    if (this.#state === "due") {
      const rest = this.#rest;
      this.#rest = null;
      this.#state = "flowing";
      if (rest !== null) this.#read(rest);
    }
    if (this.#state !== "flowing" && this.#state !== "over") return;
    if (this.#source === "lost") this.#leg.lost(false);
    else if (this.#source === "ended") this.#leg.finish();
    else this.#socket.resume();
  }

  #read(chunk: Buffer): void {
    let at = 0;
    this.#state = "reading";
    try {
      at = this.#reader.read(chunk, 0);
    } finally {
      this.#batch.end();
      this.#wasRead(at < chunk.length ? chunk.subarray(at) : null);
    }
  }

  /** `rest` was not read, because a listener has had enough; it may want more again by now. */
  #wasRead(rest: Buffer | null): void {
    switch (this.#state) {
      case "over":
        return;
      case "halting":
        this.#rest = rest;
        this.#state = "held";
        this.#socket.pause();
        return;
      default:
        this.#rest = rest;
        this.#state = "flowing";
        if (rest !== null) this.resume();
    }
  }
}

function readOn(reading: LegReading): void {
  reading.readOn();
}

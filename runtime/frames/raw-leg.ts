import { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";

import type { Clock } from "../clock.ts";
import { systemClock } from "../clock.ts";
import { closeReason, REFUSALS } from "../refusals.ts";
import { CloseExchange } from "./close-exchange.ts";
import type { ControlBudget } from "./control-budget.ts";
import { createControlBudget } from "./control-budget.ts";
import { ExpressRun, type FrameTaker } from "./express-run.ts";
import { OPCODE } from "./frame-header.ts";
import { FrameReader } from "./frame-reader.ts";
import type { EngineRefusal, FrameSink } from "./frame-sink.ts";
import { FrameWriter } from "./frame-writer.ts";
import { closePayload } from "./frame-writing.ts";
import { Heartbeat, HEARTBEAT_INTERVAL_MS, type HeartbeatTarget } from "./heartbeat.ts";
import type { Express, FrameKind, Leg, LegLimits, LegListener } from "./leg.ts";
import { listenToSocket, type SocketListener } from "./leg-socket.ts";
import { endWriteBatch } from "./write-batch.ts";

/** What a leg of our own engine is made of. */
export interface RawLegOptions {
  /**
   * A connection on which the handshake is done, with TLS or without; from now on it is the leg's. It must not end by
   * itself when the peer ends (`allowHalfOpen`).
   */
  readonly socket: Duplex;
  /** What came behind the handshake: the first bytes to be read. They are the leg's to change. */
  readonly head: Buffer;
  readonly limits: LegLimits;
  /** Who the peer is: towards a client we are the server. */
  readonly role: "client" | "backend";
  readonly clock?: Clock;
  /** 0: no pings. */
  readonly heartbeatIntervalMs?: number;
}

/** A leg run by our own engine, on the chunks of a socket. Nothing is read before `listen`. */
export function createRawLeg(options: RawLegOptions): Leg {
  return new RawLeg(options);
}

const NOTHING = Buffer.alloc(0);

class RawLeg implements Leg, SocketListener, FrameSink, FrameTaker, HeartbeatTarget {
  readonly role: "client" | "backend";
  readonly #socket: Duplex;
  readonly #limits: LegLimits;
  readonly #clock: Clock;
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  readonly #heartbeat: Heartbeat;
  readonly #exchange: CloseExchange;
  #budget: ControlBudget | null = null;
  #listener: LegListener | null = null;
  /** Bytes that came and were not looked at, because reading was held up. */
  #rest: Buffer | null;
  #isPaused = true;
  /** Frames are being read at this moment, further up the stack. */
  #isBusy = false;
  #isScheduled = false;
  /** The peer will write nothing more; the socket is gone; the listener knows. */
  #hasEnded = false;
  #isLost = false;
  #isTold = false;

  constructor(options: RawLegOptions) {
    const { socket, head, limits, role, clock = systemClock } = options;
    this.role = role;
    this.#socket = socket;
    this.#limits = limits;
    this.#clock = clock;
    this.#reader = new FrameReader(this, limits, maskBitOf(role));
    this.#writer = new FrameWriter(socket, role === "backend", limits.lowWaterBytes, this);
    this.#rest = head.length > 0 ? head : null;
    this.#exchange = new CloseExchange(clock, this);
    socket.pause();
    listenToSocket(socket, this);
    const intervalMs = options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS;
    this.#heartbeat = new Heartbeat(clock, intervalMs, this);
    if (socket.destroyed) this.lost();
  }

  get unsentBytes(): number {
    return this.#writer.unsentBytes;
  }

  listen(listener: LegListener): void {
    this.#listener = listener;
    const { express } = listener;
    if (express && this.#exchange.isOpen) this.#reader.express = this.#expressRun(express);
    this.resume();
  }

  send(kind: FrameKind, payload: Uint8Array): void {
    if (!this.#exchange.isOpen) return;
    this.#writer.frame(kind === "text" ? OPCODE.text : OPCODE.binary, payload);
  }

  /** Takes whole frames that already are what the peer is to get. */
  writeFrames(frames: Buffer): void {
    if (this.#exchange.isOpen) this.#writer.frames(frames);
  }

  pause(): void {
    if (!this.#exchange.isOpen) return;
    this.#isPaused = true;
    this.#reader.isHeld = true;
    if (!this.#isBusy) this.#socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#heartbeat.alive();
    this.#reader.isHeld = this.#exchange.isDone;
    if (!this.#isBusy) this.#readOnSoon();
  }

  close(code: number | null, reason: string): void {
    if (!this.#exchange.isOpen) return;
    this.#writer.frame(OPCODE.close, closePayload(code, reason));
    this.#exchange.begin();
    this.#reader.express = null;
    // The peer's close frame is behind what we did not read yet.
    this.resume();
  }

  terminate(): void {
    this.#stopReading();
    this.#exchange.finish();
    this.#socket.destroy();
    if (this.#isLost) this.resume();
  }

  message(kind: FrameKind, payload: Buffer): void {
    if (this.#exchange.isOpen) this.#listener?.message(kind, payload);
  }

  control(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.close) this.#peerCloses(payload);
    else if (this.#exchange.isOpen) this.#pinged(opcode, payload);
  }

  broken(code: EngineRefusal, reason: string): void {
    const wasOpen = this.#exchange.isOpen;
    if (wasOpen) {
      this.#writer.frame(OPCODE.close, closePayload(REFUSALS[code].close, closeReason(code)));
    }
    this.#finish();
    if (wasOpen) this.#listener?.refused(code, `${reason} from the ${this.role}`);
  }

  get isReading(): boolean {
    return !this.#isPaused;
  }

  ping(): void {
    // A peer that does not read has its own deadline; pings would only queue up behind its messages.
    if (this.#exchange.isOpen && !this.#writer.isAboveLowWater) {
      this.#writer.frame(OPCODE.ping, NOTHING);
    }
  }

  drained(): void {
    if (this.#exchange.isOpen && !this.#isLost) this.#listener?.drained();
  }

  #expressRun(express: Express): ExpressRun {
    const { to } = express;
    return new ExpressRun({
      express,
      taker: to instanceof RawLeg && to.role !== this.role ? to : null,
      limits: this.#limits,
      maskBit: maskBitOf(this.role),
      reader: this.#reader,
    });
  }

  received(chunk: Buffer): void {
    this.#heartbeat.alive();
    if (this.#exchange.isDone) return;
    if (this.#isPaused || this.#rest !== null) {
      this.#rest = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    } else {
      this.#read(chunk);
      if (this.#rest !== null && !this.#isPaused) this.#readOnSoon();
    }
  }

  /** What is not read now, because a listener has had enough, stays in `#rest`. */
  #read(chunk: Buffer): void {
    let at = 0;
    this.#isBusy = true;
    try {
      at = this.#reader.read(chunk, 0);
    } finally {
      this.#isBusy = false;
      endWriteBatch();
    }
    if (this.#isPaused) this.#socket.pause();
    if (at < chunk.length && !this.#exchange.isDone) this.#rest = chunk.subarray(at);
  }

  /** Not at once: who says `resume` is in the middle of something that a message would disturb. */
  #readOnSoon(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    process.nextTick(readOn, this);
  }

  readOn(): void {
    this.#isScheduled = false;
    if (this.#isPaused) return;
    const rest = this.#rest;
    this.#rest = null;
    if (rest !== null) this.#read(rest);
    if (this.#isPaused) return;
    if (this.#rest !== null) this.#readOnSoon();
    else if (this.#isLost) this.#tellClosed();
    else if (this.#hasEnded) this.#finish();
    else this.#socket.resume();
  }

  #pinged(opcode: number, payload: Buffer): void {
    const limit = this.#limits.controlFramesPerSecond;
    this.#budget ??= createControlBudget(limit);
    if (!this.#budget.take(this.#clock.now())) {
      this.broken("POLICY", `more than ${limit} control frames in a second`);
    } else if (opcode === OPCODE.ping) {
      this.#writer.frame(OPCODE.pong, payload);
    }
  }

  #peerCloses(payload: Buffer): void {
    const fault = this.#exchange.answered(payload);
    if (fault !== null) {
      this.broken(fault.code, fault.reason);
      return;
    }
    const { code, reason, isOpen } = this.#exchange;
    if (isOpen) this.#writer.frame(OPCODE.close, closePayload(code === 1005 ? null : code, reason));
    this.#finish();
  }

  /** Nothing more is written or looked at: what still comes is thrown away until the peer closes too. */
  #finish(): void {
    if (this.#exchange.isDone) return;
    this.#exchange.finish();
    this.#stopReading();
    this.#isPaused = false;
    this.#socket.end();
    this.#socket.resume();
  }

  #stopReading(): void {
    this.#reader.isHeld = true;
    this.#reader.express = null;
    this.#reader.release();
    this.#rest = null;
  }

  /** What came before is told first. A peer that will write nothing more cannot say goodbye either. */
  peerEnded(): void {
    this.#hasEnded = true;
    if (this.#rest === null && !this.#isPaused) this.#finish();
  }

  lost(): void {
    this.#isLost = true;
    this.#heartbeat.stop();
    if (!this.#exchange.isOpen) this.#rest = null;
    if (this.#listener !== null && this.#rest === null) this.#tellClosed();
  }

  #tellClosed(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#stopReading();
    this.#exchange.stop();
    this.#listener?.closed(this.#exchange.code, this.#exchange.reason);
  }
}

function readOn(leg: RawLeg): void {
  leg.readOn();
}

/** RFC 6455 section 5.1: a client masks, a server does not. */
function maskBitOf(peer: "client" | "backend"): number {
  return peer === "client" ? 0x80 : 0;
}

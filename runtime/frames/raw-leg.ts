import type { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";

import { type Clock, systemClock } from "../clock.ts";
import { CloseExchange } from "./close-exchange.ts";
import { OPCODE } from "./frame-header.ts";
import { FrameWriter } from "./frame-writer.ts";
import { Heartbeat, HEARTBEAT_INTERVAL_MS, type HeartbeatTarget } from "./heartbeat.ts";
import type { FrameKind, FrameTaker, Leg, LegLimits, LegListener } from "./leg.ts";
import { LegReading } from "./leg-reading.ts";
import { listenToSocket } from "./leg-socket.ts";
import { PeerFrames } from "./peer-frames.ts";
import { processBatch, type WriteBatch } from "./write-batch.ts";

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
  /** What both legs of a relay write in; all legs of the process, where nothing else is said. */
  readonly batch?: WriteBatch;
}

/** A leg run by our own engine, on the chunks of a socket. Nothing is read before `listen`. */
export function createRawLeg(options: RawLegOptions): Leg {
  return new RawLeg(options);
}

/** Its parts do the work, reading, writing and closing; the leg is where they meet. */
class RawLeg implements Leg, HeartbeatTarget {
  readonly role: "client" | "backend";
  listener: LegListener | null = null;
  readonly #socket: Duplex;
  readonly #exchange: CloseExchange;
  readonly #heartbeat: Heartbeat;
  readonly #writer: FrameWriter;
  readonly #reading: LegReading;

  constructor(options: RawLegOptions) {
    const { socket, limits, role, clock = systemClock, batch = processBatch } = options;
    const { lowWaterBytes, controlFramesPerSecond } = limits;
    const isClient = role === "client";
    this.role = role;
    this.#socket = socket;
    const exchange = new CloseExchange(clock, this);
    const heartbeat = new Heartbeat(
      clock,
      options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
      this,
    );
    // RFC 6455 section 5.1: a client masks, a server does not.
    const writer = new FrameWriter({ socket, masks: !isClient, lowWaterBytes, batch, leg: this });
    const sink = new PeerFrames({ leg: this, exchange, writer, clock, controlFramesPerSecond });
    const frames = { sink, limits, maskBit: isClient ? 0x80 : 0, batch };
    this.#exchange = exchange;
    this.#heartbeat = heartbeat;
    this.#writer = writer;
    this.#reading = new LegReading({ socket, head: options.head, frames, heartbeat, leg: this });
    socket.pause();
    listenToSocket(socket, this.#reading);
    if (socket.destroyed) this.#reading.lost();
  }

  get unsentBytes(): number {
    return this.#writer.unsentBytes;
  }

  get frameTaker(): FrameTaker {
    return this.#writer;
  }

  get isOpen(): boolean {
    return this.#exchange.isOpen;
  }

  get isReading(): boolean {
    return !this.#reading.isPaused;
  }

  listen(listener: LegListener): void {
    this.listener = listener;
    const { express = null } = listener;
    if (this.isOpen) this.#reading.useExpress(express);
    this.#reading.resume();
  }

  send(kind: FrameKind, payload: Uint8Array): void {
    this.#writer.frame(kind === "text" ? OPCODE.text : OPCODE.binary, payload);
  }

  pause(): void {
    if (this.isOpen) this.#reading.pause();
  }

  resume(): void {
    this.#reading.resume();
  }

  close(code: number | null, reason: string): void {
    if (!this.isOpen) return;
    this.#writer.close(code, reason);
    this.#exchange.enter("closing");
    this.#reading.useExpress(null);
    // The peer's close frame is behind what we did not read yet.
    this.#reading.resume();
  }

  terminate(): void {
    this.#reading.stop();
    this.#exchange.enter("ending");
    this.#socket.destroy();
    if (this.#reading.isLost) this.#reading.resume();
  }

  ping(): void {
    this.#writer.ping();
  }

  drained(): void {
    if (this.isOpen && !this.#reading.isLost) this.listener?.drained();
  }

  /** Nothing more is written or looked at: what still comes is thrown away until the peer closes too. */
  finish(): void {
    if (!this.#exchange.enter("ending")) return;
    this.#reading.stop();
    this.#socket.end();
    this.#socket.resume();
  }

  /** What came before is told first, while anybody is to hear of it. */
  lost(hasRest: boolean): void {
    this.#heartbeat.stop();
    if (this.listener === null || (hasRest && this.isOpen)) return;
    if (!this.#exchange.enter("closed")) return;
    this.#reading.stop();
    this.listener.closed(this.#exchange.code, this.#exchange.reason);
  }
}

import type { Buffer } from "node:buffer";

import type { Clock } from "../clock.ts";
import { closeReason, REFUSALS } from "../refusals.ts";
import type { CloseExchange } from "./close-exchange.ts";
import { type ControlBudget, createControlBudget } from "./control-budget.ts";
import { OPCODE } from "./frame-header.ts";
import type { EngineRefusal, FrameSink } from "./frame-sink.ts";
import type { FrameWriter } from "./frame-writer.ts";
import type { FrameKind, LegListener } from "./leg.ts";

/** Whose peer sends the frames. */
export interface FrameLeg {
  readonly role: "client" | "backend";
  readonly listener: LegListener | null;
  /** Both sides have said what there was to say. */
  finish(): void;
}

/** What follows from a peer's frames is done with these. */
export interface PeerFramesOptions {
  readonly leg: FrameLeg;
  readonly exchange: CloseExchange;
  readonly writer: FrameWriter;
  readonly clock: Clock;
  readonly controlFramesPerSecond: number;
}

/** What a leg does when a frame has come: messages are told, pings answered, a close and a fault end the leg. */
export class PeerFrames implements FrameSink {
  readonly #leg: FrameLeg;
  readonly #exchange: CloseExchange;
  readonly #writer: FrameWriter;
  readonly #clock: Clock;
  readonly #controlFramesPerSecond: number;
  /** Made for the first ping or pong. */
  #budget: ControlBudget | null = null;

  constructor(options: PeerFramesOptions) {
    this.#leg = options.leg;
    this.#exchange = options.exchange;
    this.#writer = options.writer;
    this.#clock = options.clock;
    this.#controlFramesPerSecond = options.controlFramesPerSecond;
  }

  message(kind: FrameKind, payload: Buffer): void {
    if (this.#exchange.isOpen) this.#leg.listener?.message(kind, payload);
  }

  control(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.close) this.#peerCloses(payload);
    else if (this.#exchange.isOpen) this.#pinged(opcode, payload);
  }

  broken(code: EngineRefusal, reason: string): void {
    const leg = this.#leg;
    const wasOpen = this.#exchange.isOpen;
    this.#writer.close(REFUSALS[code].close, closeReason(code));
    leg.finish();
    if (wasOpen) leg.listener?.refused(code, `${reason} from the ${leg.role}`);
  }

  #pinged(opcode: number, payload: Buffer): void {
    const limit = this.#controlFramesPerSecond;
    this.#budget ??= createControlBudget(limit);
    if (!this.#budget.take(this.#clock.now())) {
      this.broken("POLICY", `more than ${limit} control frames in a second`);
    } else if (opcode === OPCODE.ping) {
      this.#writer.frame(OPCODE.pong, payload);
    }
  }

  /** A close is answered with its own code, unless it answers ours (RFC 6455 section 5.5.1). */
  #peerCloses(payload: Buffer): void {
    const fault = this.#exchange.answered(payload);
    if (fault !== null) {
      this.broken(fault.code, fault.reason);
      return;
    }
    const { code, reason } = this.#exchange;
    this.#writer.close(code === 1005 ? null : code, reason);
    this.#leg.finish();
  }
}

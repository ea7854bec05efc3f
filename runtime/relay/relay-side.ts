import type { Express, FrameKind, Leg, LegListener } from "../frames/leg.ts";
import type { PendingReplies } from "../messages/replies.ts";
import type { Backpressure } from "./backpressure.ts";
import { createFlowExpress } from "./flow-express.ts";
import { ReadingGate } from "./reading-gate.ts";
import { type FlowHost, RelayFlow } from "./relay-flow.ts";
import type { Side } from "./sides.ts";

/** What the engine of a leg can refuse. */
export type EngineRefusal = Parameters<LegListener["refused"]>[0];

/** The relay that hears what happens on its sides. */
export interface SideHost extends FlowHost {
  touch(): void;
  refusedByEngine(side: RelaySide, code: EngineRefusal, reason: string): void;
  legClosed(side: RelaySide, code: number, reason: string): void;
}

/**
 * One side of a relay: its leg, what comes from it, and what is known of it. It hears what the leg tells; a defect ends
 * this connection and no other.
 */
export class RelaySide implements LegListener {
  readonly name: Side;
  readonly leg: Leg;
  readonly gate: ReadingGate;
  /** What comes from this side. */
  readonly flow: RelayFlow;
  readonly express: Express | null;
  isClosed = false;
  /** Made when the peer is slow for the first time. */
  pressure: Backpressure | null = null;
  /** Requests that came from here. Made for the first message with a correlation id. */
  replies: PendingReplies | null = null;
  readonly #host: SideHost;

  /** `to`: the leg that its messages go to. */
  constructor(name: Side, leg: Leg, to: Leg, host: SideHost) {
    this.name = name;
    this.leg = leg;
    this.gate = new ReadingGate(leg);
    this.flow = new RelayFlow(name, this.gate, host);
    this.express = createFlowExpress(this.flow, to);
    this.#host = host;
  }

  message(kind: FrameKind, payload: Uint8Array): void {
    if (this.#host.isEnded) return;
    try {
      this.#host.touch();
      this.flow.receive(kind, payload);
    } catch (cause) {
      this.#host.crashed(cause);
    }
  }

  drained(): void {
    try {
      this.pressure?.drained();
    } catch (cause) {
      this.#host.crashed(cause);
    }
  }

  refused(code: EngineRefusal, reason: string): void {
    try {
      this.#host.refusedByEngine(this, code, reason);
    } catch (cause) {
      this.#host.crashed(cause);
    }
  }

  closed(code: number, reason: string): void {
    try {
      this.#host.legClosed(this, code, reason);
    } catch (cause) {
      this.#host.crashed(cause);
    }
  }

  /** Nobody waits for anything on this side any more. */
  stopTimers(): void {
    this.pressure?.stop();
    this.replies?.stop();
  }
}

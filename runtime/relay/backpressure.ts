import type { Clock } from "../clock.ts";
import type { Leg } from "../frames/leg.ts";
import type { ReadingGate } from "./reading-gate.ts";

/** The peer that may be slow and who is held up for it. */
export interface BackpressureOptions {
  /** Towards the peer. */
  readonly leg: Leg;
  /** Reading of the other leg, whose messages go to the peer. */
  readonly source: ReadingGate;
  /** Reading of the peer's own leg: who does not read our answers may not provoke more. */
  readonly own: ReadingGate;
  readonly slowMs: number;
  readonly clock: Clock;
  /** The deadline passed with this many bytes unsent. */
  readonly tooSlow: (unsentBytes: number) => void;
}

/**
 * Bounds what waits for one slow peer. Over the high water, which the caller watches, nothing more is read from who
 * writes to it; at the low water reading goes on. A peer that does not come down to the low water in time is cut. Low
 * water is a quarter of the high water, and the leg's own business (`LegLimits.lowWaterBytes`). The deadline runs by
 * the clock, because a paused leg reports nothing by itself.
 */
export class Backpressure {
  readonly #options: BackpressureOptions;
  #cancelDeadline: (() => void) | null = null;

  constructor(options: BackpressureOptions) {
    this.#options = options;
  }

  /** The leg is over the high water; `madeHere`: by the gateway's own message, which the peer provoked. */
  exceeded(madeHere: boolean): void {
    const { leg, source, own, clock, slowMs, tooSlow } = this.#options;
    source.hold("peerIsFull");
    if (madeHere) own.hold("ownAnswers");
    this.#cancelDeadline ??= clock.after(slowMs, () => tooSlow(leg.unsentBytes));
  }

  drained(): void {
    this.stop();
    this.#options.source.release("peerIsFull");
    this.#options.own.release("ownAnswers");
  }

  stop(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = null;
  }
}

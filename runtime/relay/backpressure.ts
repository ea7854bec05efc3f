import type { Clock } from "../clock.ts";
import type { Leg } from "../frames/leg.ts";
import type { ReadingGate } from "./reading-gate.ts";

/**
 * Bounds what waits for one slow peer. Over the high water nothing more is read from who writes to it; at the low
 * water reading goes on. A peer that does not come down to the low water in time is cut. Low water is a quarter of the
 * high water, and the leg's own business (`LegLimits.lowWaterBytes`).
 */
export interface Backpressure {
  /** Call after each `send` on the leg; `madeHere`: the gateway's own message, which the peer provoked. */
  afterSend(madeHere: boolean): void;
  drained(): void;
  stop(): void;
}

/** The peer that may be slow and who is held up for it. */
export interface BackpressureOptions {
  /** Towards the peer. */
  readonly leg: Leg;
  /** Reading of the other leg, whose messages go to the peer. */
  readonly source: ReadingGate;
  /** Reading of the peer's own leg: who does not read our answers may not provoke more. */
  readonly own: ReadingGate;
  readonly highWaterBytes: number;
  readonly slowMs: number;
  readonly clock: Clock;
  /** The deadline passed with this many bytes unsent. */
  readonly tooSlow: (unsentBytes: number) => void;
}

/** Watches one leg; the deadline runs by the clock, because a paused leg reports nothing by itself. */
export function createBackpressure(options: BackpressureOptions): Backpressure {
  const { leg, source, own } = options;
  let cancelDeadline: (() => void) | null = null;

  return {
    afterSend(madeHere) {
      if (leg.unsentBytes <= options.highWaterBytes) return;
      source.hold("peerIsFull");
      if (madeHere) own.hold("ownAnswers");
      cancelDeadline ??= options.clock.after(options.slowMs, () => {
        options.tooSlow(leg.unsentBytes);
      });
    },
    drained() {
      cancelDeadline?.();
      cancelDeadline = null;
      source.release("peerIsFull");
      own.release("ownAnswers");
    },
    stop() {
      cancelDeadline?.();
      cancelDeadline = null;
    },
  };
}

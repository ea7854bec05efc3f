import type { Leg } from "../frames/leg.ts";

/**
 * Why a leg is not read: its messages cannot be passed on yet, wait for a hook or for a round of the event loop,
 * or no more are wanted.
 */
export type HoldReason = "peerIsFull" | "ownAnswers" | "waiting" | "ending";

/** Reading of one leg, which several reasons can hold up at once; it goes on when the last is gone. */
export interface ReadingGate {
  hold(reason: HoldReason): void;
  release(reason: HoldReason): void;
}

/** A gate that is open at first. */
export function createReadingGate(leg: Leg): ReadingGate {
  const reasons = new Set<HoldReason>();
  return {
    hold(reason) {
      if (reasons.size === 0) leg.pause();
      reasons.add(reason);
    },
    release(reason) {
      if (reasons.delete(reason) && reasons.size === 0) leg.resume();
    },
  };
}

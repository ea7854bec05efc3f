import type { Leg } from "../frames/leg.ts";

/**
 * Why a leg is not read: its messages cannot be passed on yet, wait for a hook or for a round of the event loop,
 * or no more are wanted. Each is a bit, so that a gate is one number.
 */
export const HOLD = { peerIsFull: 1, ownAnswers: 2, waiting: 4, ending: 8 } as const;

/** Reading of one leg, which several reasons can hold up at once; it goes on when the last is gone. */
export class ReadingGate {
  readonly #leg: Leg;
  #reasons = 0;

  constructor(leg: Leg) {
    this.#leg = leg;
  }

  hold(reason: keyof typeof HOLD): void {
    if (this.#reasons === 0) this.#leg.pause();
    this.#reasons |= HOLD[reason];
  }

  release(reason: keyof typeof HOLD): void {
    if ((this.#reasons & HOLD[reason]) === 0) return;
    this.#reasons &= ~HOLD[reason];
    if (this.#reasons === 0) this.#leg.resume();
  }
}

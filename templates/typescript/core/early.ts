import { host } from "./host.ts";

type Frame = string | Uint8Array;

/** Where frames go. */
export interface FrameTaker {
  give(frame: Frame): void;
  /** Nobody listens, and as many wait as may. */
  drop(): void;
}

/** Frames that come before anybody listens: they are kept, up to a number. */
export class Early {
  readonly #limit: number;
  readonly #taker: FrameTaker;
  /** null: somebody listens. */
  #waiting: Frame[] | null = [];
  #isHeard = false;

  constructor(limit: number, taker: FrameTaker) {
    this.#limit = limit;
    this.#taker = taker;
  }

  /** A frame came. */
  take(frame: Frame): void {
    if (this.#waiting === null) {
      this.#taker.give(frame);
    } else if (this.#waiting.length < this.#limit) {
      this.#waiting.push(frame);
    } else {
      this.#taker.drop();
    }
  }

  /** From the end of this turn on, frames are given: all who begin to listen in it get all that came before. */
  hear(): void {
    if (!this.#isHeard) {
      this.#isHeard = true;
      host.queueMicrotask(() => {
        const waiting = this.#waiting ?? [];
        this.#waiting = null;
        for (const frame of waiting) {
          this.#taker.give(frame);
        }
      });
    }
  }
}

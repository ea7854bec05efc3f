import type { Clock } from "../clock.ts";

/** Milliseconds between pings on a leg. */
export const HEARTBEAT_INTERVAL_MS = 30_000;

/** Whose peer is watched. */
export interface HeartbeatTarget {
  /** false: no answer can reach us now. */
  readonly isReading: boolean;
  ping(): void;
  terminate(): void;
}

/**
 * Finds peers that are gone without a word: pings, and cuts the leg when a whole interval brings no sign of life. Most
 * connections are idle most of the time, so that this is one small object for each.
 */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #target: HeartbeatTarget;
  #isAlive = true;
  #cancel: (() => void) | null = null;

  /** The first ping goes out after `intervalMs`; 0: there are none. A dead peer is found within twice this time. */
  constructor(clock: Clock, intervalMs: number, target: HeartbeatTarget) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#target = target;
    if (intervalMs > 0) this.#cancel = clock.after(intervalMs, this.#beat);
  }

  /** Something arrived, or nothing could arrive because reading was paused. */
  alive(): void {
    this.#isAlive = true;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  readonly #beat = (): void => {
    // While we do not read, a pong cannot reach us: silence then proves nothing.
    if (!this.#isAlive && this.#target.isReading) {
      this.#target.terminate();
      return;
    }
    this.#isAlive = false;
    this.#target.ping();
    this.#cancel = this.#clock.after(this.#intervalMs, this.#beat);
  };
}

import type { Clock } from "../clock.ts";
import { type Rounds, roundsOf, type Watched } from "../rounds.ts";

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
 * connections are idle most of the time, so that this is one small object for each, without a timer of its own.
 */
export class Heartbeat implements Watched {
  readonly #rounds: Rounds;
  readonly #intervalMs: number;
  readonly #target: HeartbeatTarget;
  #isAlive = true;
  #beatAtMs: number;

  /**
   * The first ping goes out after `intervalMs`, or up to a second later; 0: there are none. A dead peer is found within
   * twice this time.
   */
  constructor(clock: Clock, intervalMs: number, target: HeartbeatTarget) {
    this.#rounds = roundsOf(clock, intervalMs);
    this.#intervalMs = intervalMs;
    this.#target = target;
    this.#beatAtMs = clock.now() + intervalMs;
    if (intervalMs > 0) this.#rounds.add(this);
  }

  /** Something arrived, or nothing could arrive because reading was paused. */
  alive(): void {
    this.#isAlive = true;
  }

  stop(): void {
    this.#rounds.remove(this);
  }

  look(nowMs: number): void {
    if (nowMs < this.#beatAtMs) return;
    // While we do not read, a pong cannot reach us: silence then proves nothing.
    if (!this.#isAlive && this.#target.isReading) {
      this.stop();
      this.#target.terminate();
      return;
    }
    this.#isAlive = false;
    this.#beatAtMs = nowMs + this.#intervalMs;
    this.#target.ping();
  }
}

import type { Clock } from "../clock.ts";
import { type Rounds, roundsOf, type Watched } from "../rounds.ts";

/** Limits in seconds; 0: none. */
export interface LifetimeLimits {
  readonly idleSeconds: number;
  readonly maxAgeSeconds: number;
}

/** Who is told that a time is over. Must not throw. */
export interface Ageing {
  outlived(code: "IDLE" | "MAX_AGE", seconds: number): void;
}

const SECOND_MS = 1000;

/** Connections opened together end up to this share of their maximum age earlier, not all at once. */
const AGE_JITTER = 0.1;

/** The ends that a connection meets without anybody doing wrong, up to a second late. */
export class Lifetimes implements Watched {
  readonly #limits: LifetimeLimits;
  readonly #clock: Clock;
  readonly #rounds: Rounds;
  readonly #connection: Ageing;
  readonly openedAtMs: number;
  /** When it is too old; infinite: never. */
  readonly #oldAtMs: number;
  #touchedAtMs: number;

  /** Starts both limits. */
  constructor(limits: LifetimeLimits, clock: Clock, connection: Ageing) {
    this.#limits = limits;
    this.#clock = clock;
    this.#connection = connection;
    this.openedAtMs = clock.now();
    this.#touchedAtMs = this.openedAtMs;
    const { idleSeconds, maxAgeSeconds } = limits;
    const ageMs = maxAgeSeconds * 1000 * (1 - AGE_JITTER * Math.random());
    this.#oldAtMs = ageMs > 0 ? this.openedAtMs + ageMs : Number.POSITIVE_INFINITY;
    this.#rounds = roundsOf(clock, SECOND_MS);
    if (idleSeconds > 0 || maxAgeSeconds > 0) this.#rounds.add(this);
  }

  /** A message went either way. */
  touch(): void {
    this.#touchedAtMs = this.#clock.now();
  }

  stop(): void {
    this.#rounds.remove(this);
  }

  look(nowMs: number): void {
    const { idleSeconds } = this.#limits;
    if (this.#oldAtMs <= nowMs) {
      this.#end("MAX_AGE", Math.round((nowMs - this.openedAtMs) / 1000));
    } else if (idleSeconds > 0 && this.#touchedAtMs + idleSeconds * 1000 <= nowMs) {
      this.#end("IDLE", idleSeconds);
    }
  }

  #end(code: "IDLE" | "MAX_AGE", seconds: number): void {
    this.stop();
    this.#connection.outlived(code, seconds);
  }
}

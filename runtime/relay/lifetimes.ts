import type { Clock } from "../clock.ts";

/** Limits in seconds; 0: none. */
export interface LifetimeOptions {
  readonly idleSeconds: number;
  readonly maxAgeSeconds: number;
  readonly clock: Clock;
  readonly end: (code: "IDLE" | "MAX_AGE", seconds: number) => void;
}

/** Connections opened together end up to this share of their maximum age earlier, not all at once. */
const AGE_JITTER = 0.1;

/** Node's timers fire at once beyond this delay (2^31 - 1 ms, almost 25 days). */
const MAX_TIMER_MS = 0x7fffffff;

/** The ends that a connection meets without anybody doing wrong. Costs one timer, not one a message. */
export class Lifetimes {
  readonly #options: LifetimeOptions;
  readonly #openedAtMs: number;
  /** When it is too old; infinite: never. */
  readonly #oldAtMs: number;
  #touchedAtMs: number;
  #cancel: (() => void) | null = null;

  /** Starts both limits. */
  constructor(options: LifetimeOptions) {
    const { maxAgeSeconds, clock } = options;
    this.#options = options;
    this.#openedAtMs = clock.now();
    this.#touchedAtMs = this.#openedAtMs;
    const ageMs = maxAgeSeconds * 1000 * (1 - AGE_JITTER * Math.random());
    this.#oldAtMs = ageMs > 0 ? this.#openedAtMs + ageMs : Number.POSITIVE_INFINITY;
    this.#watch();
  }

  /** A message went either way. */
  touch(): void {
    this.#touchedAtMs = this.#options.clock.now();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #watch(): void {
    const { idleSeconds, clock, end } = this.#options;
    const now = clock.now();
    const idleAtMs =
      idleSeconds > 0 ? this.#touchedAtMs + idleSeconds * 1000 : Number.POSITIVE_INFINITY;
    if (this.#oldAtMs <= now) {
      end("MAX_AGE", Math.round((now - this.#openedAtMs) / 1000));
    } else if (idleAtMs <= now) {
      end("IDLE", idleSeconds);
    } else {
      const nextAtMs = Math.min(idleAtMs, this.#oldAtMs);
      if (nextAtMs === Number.POSITIVE_INFINITY) return;
      const delayMs = Math.min(nextAtMs - now, MAX_TIMER_MS);
      this.#cancel = clock.after(delayMs, () => this.#watch());
    }
  }
}

import { pauseBefore, type ReconnectOptions } from "./backoff.ts";
import type { ClientError } from "./errors.ts";

/** The next attempt, counted from 1, and milliseconds to wait before. */
export interface Retry {
  readonly attempt: number;
  readonly delayMs: number;
}

/** How often in a row a connection was tried, and whether it is worth while again. */
export class Retries {
  readonly #options: ReconnectOptions | null;
  readonly #hasFresh: boolean;
  #failures = 0;
  /** Attempts that brought fresh credentials, which are counted apart. */
  #signings = 0;

  /** `options` null: never again. `hasFresh`: whether credentials can be had anew. */
  constructor(options: ReconnectOptions | null, hasFresh: boolean) {
    this.#options = options;
    this.#hasFresh = hasFresh;
  }

  /** A connection was good: what comes is counted anew. */
  reset(): void {
    this.#failures = 0;
    this.#signings = 0;
  }

  /** The attempt after an error; null: none. Credentials that are refused twice in a row are not asked for again. */
  after({ retry, retryAfterMs }: ClientError): Retry | null {
    const options = this.#options;
    if (options === null || retry === "never") {
      return null;
    }
    const isSigning = retry === "afterAuth";
    this.#failures += isSigning ? 0 : 1;
    this.#signings += isSigning ? 1 : 0;
    const isOver = isSigning
      ? !this.#hasFresh || this.#signings > 1
      : this.#failures > (options.attempts ?? Infinity);
    return isOver
      ? null
      : {
          attempt: this.#failures + this.#signings,
          delayMs: pauseBefore(this.#failures || 1, retryAfterMs ?? 0, options),
        };
  }
}

import type { Clock } from "../clock.ts";

/** A clock for one connection: a timer's task has no caller that could catch what it throws, so `crashed` is told. */
export class GuardedClock implements Clock {
  readonly #clock: Clock;
  readonly #connection: { crashed(cause: unknown): void };

  constructor(clock: Clock, connection: { crashed(cause: unknown): void }) {
    this.#clock = clock;
    this.#connection = connection;
  }

  now(): number {
    return this.#clock.now();
  }

  after(milliseconds: number, task: () => void): () => void {
    return this.#clock.after(milliseconds, () => {
      try {
        task();
      } catch (cause) {
        this.#connection.crashed(cause);
      }
    });
  }
}

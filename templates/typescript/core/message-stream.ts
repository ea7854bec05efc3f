import { ClientError } from "./errors.ts";

/** Whoever waits for the next message. */
interface Taker<T> {
  readonly resolve: (result: IteratorResult<T> | Promise<IteratorResult<T>>) => void;
}

/** One loop over messages: what it has not taken yet waits here, up to a limit, and is never dropped in silence. */
export class MessageStream<T extends object> implements AsyncIterator<T> {
  readonly #limit: number;
  readonly #leave: () => void;
  #waiting: T[] = [];
  readonly #takers: Taker<T>[] = [];
  #isOver = false;
  #error: ClientError | null = null;

  /** `limit` is a number of messages; one more ends the loop with OVERFLOW. `leave` is called at its end. */
  constructor(limit: number, leave: () => void) {
    this.#limit = limit;
    this.#leave = leave;
  }

  push(value: T): void {
    const taker = this.#takers.shift();
    if (taker !== undefined) {
      taker.resolve({ done: false, value });
    } else if (this.#waiting.length < this.#limit) {
      this.#waiting.push(value);
    } else {
      this.#waiting = [];
      const hint = `${this.#limit} wait; raise backlog`;
      this.end(new ClientError("OVERFLOW", { hint }));
    }
  }

  /** No message will come; what waits is still given, then the error once. */
  end(error: ClientError | null): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#error = error;
      this.#leave();
      for (const { resolve } of this.#takers.splice(0)) {
        resolve(this.next());
      }
    }
  }

  async next(): Promise<IteratorResult<T>> {
    const value = this.#waiting.shift();
    if (value !== undefined) {
      return { done: false, value };
    }
    if (this.#error !== null) {
      const error = this.#error;
      this.#error = null;
      throw error;
    }
    return this.#isOver
      ? { done: true, value: undefined }
      : new Promise((resolve) => this.#takers.push({ resolve }));
  }

  /** The loop was left. */
  return(): Promise<IteratorResult<T>> {
    this.#waiting = [];
    this.end(null);
    return this.next();
  }
}

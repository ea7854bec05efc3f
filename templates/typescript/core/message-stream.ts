import { ClientError } from "./errors.ts";

/** One loop over messages: what it has not taken yet waits here, up to a limit, and is never dropped in silence. */
export class MessageStream<T> implements AsyncIterator<T> {
  readonly #limit: number;
  readonly #leave: () => void;
  #waiting: T[] = [];
  #takers: {
    readonly resolve: (result: IteratorResult<T>) => void;
    readonly reject: (error: ClientError) => void;
  }[] = [];
  #isOver = false;
  #error: ClientError | null = null;

  /** `limit` is a number of messages; one more ends the loop with OVERFLOW. `leave` is called at its end. */
  constructor(limit: number, leave: () => void) {
    this.#limit = limit;
    this.#leave = leave;
  }

  push(message: T): void {
    const taker = this.#takers.shift();
    if (taker !== undefined) {
      taker.resolve({ done: false, value: message });
    } else if (this.#waiting.length < this.#limit) {
      this.#waiting.push(message);
    } else {
      this.#waiting = [];
      this.end(
        new ClientError("OVERFLOW", {
          hint: `${this.#limit} messages wait; raise the option backlog`,
        }),
      );
    }
  }

  /** No message will come; what waits is still given. */
  end(error: ClientError | null): void {
    this.#isOver = true;
    this.#error ??= error;
    this.#leave();
    for (const { resolve, reject } of this.#takers.splice(0)) {
      if (error === null) {
        resolve({ done: true, value: undefined });
      } else {
        reject(error);
      }
    }
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#waiting.length > 0) {
      const [value] = this.#waiting.splice(0, 1) as [T];
      return Promise.resolve({ done: false, value });
    }
    if (this.#error !== null) {
      const error = this.#error;
      this.#error = null;
      return Promise.reject(error);
    }
    return this.#isOver
      ? Promise.resolve({ done: true, value: undefined })
      : new Promise((resolve, reject) => this.#takers.push({ resolve, reject }));
  }

  /** The loop was left. */
  return(): Promise<IteratorResult<T>> {
    this.#waiting = [];
    this.end(null);
    return Promise.resolve({ done: true, value: undefined });
  }
}

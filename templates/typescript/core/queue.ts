import { ClientError } from "./errors.ts";
import type { Outgoing } from "./outgoing.ts";

/** What waits for a connection. */
export interface QueueOptions {
  /** Messages that may wait while there is no connection; 0: none. Default 100. */
  readonly limit?: number;
  /** Which one gives way in a full queue: the call that finds it full (`error`), the oldest, or the newest. */
  readonly policy?: "error" | "drop-oldest" | "drop-newest";
}

/** A message and the promise of whoever sent it. */
export interface Waiting {
  readonly outgoing: Outgoing;
  readonly resolve: () => void;
  readonly reject: (error: ClientError) => void;
}

/** Messages in the order of their calls, none of them ever handed to a socket. */
export class Queue {
  readonly #limit: number;
  readonly #policy: NonNullable<QueueOptions["policy"]>;
  #waiting: Waiting[] = [];

  constructor({ limit = 100, policy = "error" }: QueueOptions) {
    this.#limit = limit;
    this.#policy = policy;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Takes a message, or rejects the one that gives way. */
  add(message: Waiting): void {
    if (this.#waiting.length < this.#limit) {
      this.#waiting.push(message);
    } else if (this.#limit === 0) {
      message.reject(new ClientError("NOT_CONNECTED", { retry: "backoff" }));
    } else if (this.#policy === "error") {
      message.reject(new ClientError("QUEUE_FULL", { retry: "backoff" }));
    } else {
      const dropped = this.#policy === "drop-oldest" ? this.#waiting.shift() : this.#waiting.pop();
      dropped?.reject(new ClientError("QUEUE_DROPPED"));
      this.#waiting.push(message);
    }
  }

  /** All that waits, which waits no more. */
  takeAll(): readonly Waiting[] {
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }

  /** Takes out one message whose sender lost patience. */
  remove(message: Waiting): void {
    this.#waiting = this.#waiting.filter((one) => one !== message);
  }
}

import { ClientError } from "./errors.ts";
import { after, whenAborted, type Abort, type Cancel } from "./host.ts";

interface Pending {
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: ClientError) => void;
  readonly stop: Cancel;
}

/** Questions that wait for their replies, by operation and correlation id. */
export class Requests {
  readonly #pending = new Map<string, Pending>();

  /** How many are not answered. */
  get size(): number {
    return this.#pending.size;
  }

  /** The reply to a question; rejects with REPLY_TIMEOUT after `timeoutMs`, with ABORTED by the caller's signal. */
  expect(
    operation: string,
    id: unknown,
    { timeoutMs, signal }: { timeoutMs: number; signal: Abort | undefined },
  ): Promise<unknown> {
    const key = keyOf(operation, id);
    return new Promise((resolve, reject) => {
      const stopTimer = after(timeoutMs, () => {
        this.#fail(
          key,
          new ClientError("REPLY_TIMEOUT", {
            subject: operation,
            retry: "backoff",
            hint: `${timeoutMs} ms`,
          }),
        );
      });
      const stop = (): void => {
        stopTimer();
        stopListening();
      };
      this.#pending.set(key, { resolve, reject, stop });
      const stopListening = whenAborted(signal, (cause) => {
        this.#fail(key, new ClientError("ABORTED", { subject: operation, cause }));
      });
    });
  }

  has(operation: string, id: unknown): boolean {
    return this.#pending.has(keyOf(operation, id));
  }

  /** Gives a reply to whoever asked; false: nobody did. */
  answer(operation: string, id: unknown, reply: unknown): boolean {
    const pending = this.#take(keyOf(operation, id));
    pending?.resolve(reply);
    return pending !== undefined;
  }

  /** The question could not be sent, or its connection is gone. */
  fail(operation: string, id: unknown, error: ClientError): void {
    this.#fail(keyOf(operation, id), error);
  }

  failAll(error: ClientError): void {
    for (const key of [...this.#pending.keys()]) {
      this.#fail(key, error);
    }
  }

  #fail(key: string, error: ClientError): void {
    this.#take(key)?.reject(error);
  }

  #take(key: string): Pending | undefined {
    const pending = this.#pending.get(key);
    this.#pending.delete(key);
    pending?.stop();
    return pending;
  }
}

/** The number 1 and the text "1" are different ids. */
function keyOf(operation: string, id: unknown): string {
  return `${operation}\n${typeof id}\n${String(id)}`;
}

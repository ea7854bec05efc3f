import { ClientError } from "./errors.ts";
import { whenAborted } from "./host.ts";
import type { Link } from "./link.ts";
import type { Handing, Outgoing } from "./transport.ts";

/** What waits for a connection. */
export interface QueueOptions {
  /** Messages that may wait while there is no connection; 0: none. Default 100. */
  readonly limit?: number;
  /** Which one gives way in a full queue: the call that finds it full (`error`), the oldest, or the newest. */
  readonly policy?: "error" | "drop-oldest" | "drop-newest";
}

/** A message and the promise of whoever sent it. */
interface Waiting extends Handing {
  readonly outgoing: Outgoing;
  readonly resolve: (sent?: Promise<void>) => void;
  readonly reject: (error: ClientError) => void;
}

/** Messages in the order of their calls, none of them ever handed to a socket. */
export class Queue {
  readonly #options: QueueOptions;
  #waiting: Waiting[] = [];

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Keeps a message until it is sent on; rejects for the message that gives way. */
  add(outgoing: Outgoing, handing: Handing): Promise<void> {
    return new Promise((resolve, reject) => {
      const { limit = 100, policy = "error" } = this.#options;
      const waiting = this.#waiting;
      if (waiting.length >= limit) {
        if (limit === 0 || policy === "error") {
          const code = limit === 0 ? "NOT_CONNECTED" : "QUEUE_FULL";
          reject(new ClientError(code, { retry: "backoff" }));
          return;
        }
        const dropped = policy === "drop-oldest" ? waiting.shift() : waiting.pop();
        dropped?.reject(new ClientError("QUEUE_DROPPED"));
      }
      const stop = whenAborted(handing.signal, (cause) => {
        this.#waiting = this.#waiting.filter((other) => other !== one);
        reject(new ClientError("ABORTED", { cause }));
      });
      const one: Waiting = {
        ...handing,
        outgoing,
        resolve: (sent) => {
          stop();
          resolve(sent);
        },
        reject: (error) => {
          stop();
          reject(error);
        },
      };
      waiting.push(one);
    });
  }

  /** Hands all that waits to a link. */
  sendOn(link: Link): void {
    for (const { outgoing, handed, resolve } of this.#waiting.splice(0)) {
      handed?.(link);
      resolve(link.send(outgoing));
    }
  }

  /** Nothing of it will be sent. */
  rejectAll(error: ClientError): void {
    for (const { reject } of this.#waiting.splice(0)) {
      reject(error);
    }
  }
}

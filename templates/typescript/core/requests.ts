import type { RequestOptions } from "./client-types.ts";
import type { Asking, ReplyEntry, RequestEntry, Sender } from "./contract.ts";
import { asClientError, ClientError } from "./errors.ts";
import { after, host, whenAborted } from "./host.ts";
import { valueAt, withValueAt } from "./pointer.ts";
import { mapValues, send } from "./sending.ts";
import type { LinkId, Transport } from "./transport.ts";

/** Operations that are answered, by name: for a route's table. */
export function requests(
  entries: Readonly<Record<string, RequestEntry>>,
): (sender: Sender) => Asking {
  return (sender) => new Requests(entries, sender);
}

interface Pending {
  /** Where the question went; null: it waits for a connection. */
  link: LinkId | null;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: ClientError) => void;
}

/** Questions that wait for their replies, by operation and correlation id. */
class Requests implements Asking {
  readonly #entries: Readonly<Record<string, RequestEntry>>;
  readonly #sender: Sender;
  readonly #pending = new Map<string, Pending>();

  constructor(entries: Readonly<Record<string, RequestEntry>>, sender: Sender) {
    this.#entries = entries;
    this.#sender = sender;
  }

  functions(transport: Transport): Record<string, unknown> {
    return mapValues(
      this.#entries,
      (name, entry) => (payload: unknown, options?: RequestOptions) =>
        this.#ask(transport, entry, { name, payload, options }),
    );
  }

  answer(replies: readonly ReplyEntry[], payload: unknown): void {
    for (const { request, idAt } of replies) {
      this.#pending.get(keyOf(request, valueAt(payload, idAt)))?.resolve(payload);
    }
  }

  fail(link: LinkId | null, error: ClientError): void {
    for (const pending of this.#pending.values()) {
      if (link === null || pending.link === link) {
        pending.reject(error);
      }
    }
  }

  isAwaiting(link: LinkId): boolean {
    return [...this.#pending.values()].some((pending) => pending.link === link);
  }

  /** Sends a question under an id of its own and waits for the reply with that id. */
  async #ask(
    transport: Transport,
    { message, idAt, id: newId, timeoutMs: preset }: RequestEntry,
    { name, payload, options = {} }: Asked,
  ): Promise<unknown> {
    const given = valueAt(payload, idAt);
    const id = given ?? newId?.();
    const key = keyOf(name, id);
    if (id === undefined || this.#pending.has(key)) {
      const hint = id === undefined ? "give it an id" : "its id is in use";
      throw new ClientError("OPTION_INVALID", { subject: `${name} ${idAt}`, hint });
    }
    const question = given === undefined ? withValueAt(payload, idAt, id) : payload;
    const { timeoutMs = preset, signal, ...rest } = options;
    const giveUp = new host.AbortController();
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        stopTimer();
        stopListening();
        if (this.#pending.get(key) === pending) this.#pending.delete(key);
        // A question that nobody waits for is not sent any more.
        giveUp.abort();
      };
      const pending: Pending = {
        link: null,
        resolve(reply) {
          settle();
          resolve(reply);
        },
        reject(error) {
          settle();
          reject(error);
        },
      };
      this.#pending.set(key, pending);
      const stopTimer = after(timeoutMs, () => {
        const hint = `${timeoutMs} ms`;
        pending.reject(new ClientError("REPLY_TIMEOUT", { subject: name, retry: "backoff", hint }));
      });
      const stopListening = whenAborted(signal, (cause) => {
        pending.reject(new ClientError("ABORTED", { subject: name, cause }));
      });
      send(this.#sender, transport, {
        name: message,
        payload: question,
        options: { ...rest, signal: giveUp.signal },
        handed: (link) => (pending.link = link),
      }).catch((error: unknown) => {
        pending.reject(asClientError(error));
      });
    });
  }
}

/** One call of `request.<operation>`. */
interface Asked {
  readonly name: string;
  readonly payload: unknown;
  readonly options: RequestOptions | undefined;
}

/** The number 1 and the text "1" are different ids. */
function keyOf(operation: string, id: unknown): string {
  return `${operation}\n${typeof id}\n${String(id)}`;
}

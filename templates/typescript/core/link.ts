import { ClientError } from "./errors.ts";
import { after, type Cancel } from "./host.ts";
import type { Socket } from "./socket.ts";
import type { Outgoing } from "./transport.ts";

/** How a dead peer is noticed. */
export interface HeartbeatOptions {
  /** The peer is asked for a sign of life after so many milliseconds without one. Default 25,000. */
  readonly everyMs?: number;
  /** Silence after that, or bytes that do not leave, for so many milliseconds end the connection. Default 10,000. */
  readonly timeoutMs?: number;
}

/** What a link tells. */
export interface LinkEvents {
  readonly message: (data: string | Uint8Array, link: Link) => void;
  /** Fewer bytes wait than before. */
  readonly left: () => void;
  /** The last that is told of a link; `error` says why, and what of the next. */
  readonly ended: (link: Link, error: ClientError) => void;
  /** Asks the peer for a sign of life; false: nobody knows how. */
  readonly probe: (link: Link) => boolean;
}

/** How long a closing handshake may take in milliseconds, before the connection is dropped. */
const CLOSE_MS = 5000;

/**
 * One open socket. A message is sent when the network has it, not when it was handed over; if the connection ends
 * before, its promise is rejected.
 */
export class Link {
  readonly openedAt = Date.now();
  /** When its credentials end, milliseconds since 1970; Infinity: never. */
  readonly expiresAt: number;
  /** Whether another took its place. */
  isReplaced = false;
  /** Why it ended; null: it is open, or closing. */
  error: ClientError | null = null;
  readonly #socket: Socket;
  readonly #events: LinkEvents;
  readonly #leaving = new Set<(error: ClientError) => void>();
  #heardAt = Date.now();
  #handedOver = 0;
  #cancelBeat: Cancel | null = null;
  #cancelCut: Cancel | null = null;

  constructor(
    socket: Socket,
    heartbeat: HeartbeatOptions | null,
    expiresAt: number,
    events: LinkEvents,
  ) {
    this.#socket = socket;
    this.#events = events;
    this.expiresAt = expiresAt;
    if (heartbeat !== null) {
      this.#listen(heartbeat.everyMs ?? 25_000, heartbeat.timeoutMs ?? 10_000);
    }
  }

  /** Bytes handed over that have not left. */
  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  /** Hands a message over; resolves when it has left, rejects with CONNECTION_LOST where it may not have. */
  send({ data, bytes }: Outgoing): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.error !== null) {
        reject(lost(this.error));
        return;
      }
      this.#leaving.add(reject);
      this.#handedOver += bytes;
      this.#socket.send(data, (hasLeft) => {
        if (hasLeft && this.#leaving.delete(reject)) {
          resolve();
          this.#events.left();
        }
      });
    });
  }

  /** The peer was heard. */
  alive(): void {
    this.#heardAt = Date.now();
  }

  /** Says goodbye behind all that was handed over, and drops the connection if that takes too long. */
  close(code: number, reason: string): void {
    if (this.error === null && this.#cancelCut === null) {
      this.#cancelCut = after(CLOSE_MS, () => {
        this.terminate();
      });
      this.#socket.close(code, reason);
    }
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** The socket told its end: what has not left is not known to. */
  ended(error: ClientError): void {
    this.error = error;
    this.#cancelBeat?.();
    this.#cancelCut?.();
    for (const reject of this.#leaving) {
      reject(lost(error));
    }
    this.#leaving.clear();
    this.#events.ended(this, error);
  }

  /** Waits for silence, asks, waits again. */
  #listen(everyMs: number, timeoutMs: number): void {
    const silentMs = Date.now() - this.#heardAt;
    this.#cancelBeat = after(Math.max(everyMs - silentMs, 1), () => {
      if (Date.now() - this.#heardAt < everyMs) {
        this.#listen(everyMs, timeoutMs);
        return;
      }
      const askedAt = Date.now();
      const left = this.#left;
      const isAsked = this.#events.probe(this) || this.#socket.ping();
      this.#cancelBeat = after(timeoutMs, () => {
        // Bytes that leave slowly go before our question: no answer can be expected yet.
        const isStuck = this.bufferedAmount > 0 ? this.#left <= left : isAsked;
        if (this.#heardAt < askedAt && isStuck) {
          this.terminate();
        } else {
          this.#listen(everyMs, timeoutMs);
        }
      });
    });
  }

  get #left(): number {
    return this.#handedOver - this.bufferedAmount;
  }
}

function lost({ closeCode, cause }: ClientError): ClientError {
  const details = { retry: "backoff", cause } as const;
  return new ClientError(
    "CONNECTION_LOST",
    closeCode === null ? details : { ...details, closeCode },
  );
}

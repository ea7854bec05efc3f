import type { Problem } from "./errors.ts";

/** A WebSocket of any platform, as far as the client needs one. */
export interface Socket {
  /** Bytes handed over and not yet given to the network; frame headers may or may not count. */
  readonly bufferedAmount: number;
  /**
   * Hands a message over. `done` is called once, now or later: true when the network has it, false where it never
   * will; a socket that ends may leave it uncalled.
   */
  send(data: string | Uint8Array, done: (hasLeft: boolean) => void): void;
  /** Begins the closing handshake (RFC 6455 section 7.1.2); a code is 1000 or 3000 to 4999. */
  close(code: number, reason: string): void;
  /** Drops the connection where the platform can, else begins to close it. `close` is still told, soon. */
  terminate(): void;
  /** Sends a ping; false where the platform has none. */
  ping(): boolean;
}

/** What a socket tells. `close` is the last and is called exactly once. */
export interface SocketEvents {
  open(socket: Socket): void;
  message(data: string | Uint8Array): void;
  /** Something came from the peer: a pong. */
  alive(): void;
  close(end: SocketEnd): void;
}

/** How a socket ended. */
export interface SocketEnd {
  /** 1006: without a closing handshake (RFC 6455 section 7.1.5). */
  readonly code: number;
  readonly reason: string;
  /** The HTTP answer that refused the handshake, where the platform shows it. */
  readonly refused: HandshakeRefusal | null;
  /** What the platform says of it, where it says something. */
  readonly cause?: Error;
}

/** What the answer to a refused handshake said. */
export interface HandshakeRefusal {
  readonly status: number;
  /** Name of the refusal in `application/problem+json`; null: the answer was none of a gateway's. */
  readonly code: string | null;
  readonly problems: readonly Problem[];
  /** The problems in words; absent: it told none. */
  readonly hint?: string;
  readonly retryAfterMs: number | null;
}

/** What a socket is opened with. */
export interface SocketRequest {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** A longer message ends the connection with 1009, where the platform can limit it. */
  readonly maxMessageBytes: number;
}

/** A platform's way to WebSockets. */
export interface Platform {
  /** Whether a handshake may carry headers of ours. Browsers cannot. */
  readonly sendsHeaders: boolean;
  /** Begins to connect; the socket is told to `events.open`, or `events.close` says why there is none. */
  open(request: SocketRequest, events: SocketEvents): Promise<Socket>;
}

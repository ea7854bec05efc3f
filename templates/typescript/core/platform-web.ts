import { ClientError } from "./errors.ts";
import { after, host, type Cancel } from "./host.ts";
import type { Platform, Socket, SocketEvents, SocketRequest } from "./socket.ts";

/** The WebSocket of browsers, Deno, Bun, workers and Node from 22 on (WHATWG WebSockets Standard), as far as it is used. */
interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  addEventListener(event: "open" | "error", listener: () => void): void;
  addEventListener(event: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    event: "close",
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
}

type WebSocketClass = new (url: string, options: readonly string[] | object) => WebSocketLike;

/** Deno, Bun and Node take headers as an option that browsers do not know. */
const sendsHeaders = host.process?.versions?.["node"] !== undefined || host.Deno !== undefined;

/** Pauses between two looks at `bufferedAmount` in milliseconds: no browser tells when it falls. */
const LOOK_MS = [1, 2, 5, 10, 20, 50];

/** The platform's own WebSocket. Without headers in browsers, without pings and the words of a refusal everywhere. */
export const platform: Platform = {
  sendsHeaders,
  open: (request, events) =>
    new Promise((resolve) => {
      resolve(openWebSocket(request, events));
    }),
};

function openWebSocket({ url, protocols, headers }: SocketRequest, events: SocketEvents): Socket {
  const WebSocketOf = host.WebSocket as WebSocketClass | undefined;
  if (WebSocketOf === undefined) {
    const hint = "no WebSocket; install ws";
    throw new ClientError("PLATFORM_LACKS", { hint });
  }
  const hasHeaders = Object.keys(headers).length > 0;
  const inner = new WebSocketOf(url, hasHeaders ? { protocols, headers } : protocols);
  inner.binaryType = "arraybuffer";
  const leaving = new Leaving(inner);
  let isOver = false;
  const end = (code: number, reason: string): void => {
    if (!isOver) {
      isOver = true;
      leaving.stop();
      events.close({ code, reason, refused: null });
    }
  };
  const socket: Socket = {
    get bufferedAmount() {
      return inner.bufferedAmount;
    },
    send(data, done) {
      leaving.send(data, done);
    },
    close(code, reason) {
      inner.close(code, reason);
    },
    terminate() {
      inner.close();
      // The closing handshake with a dead peer takes minutes; nobody waits for it.
      end(1006, "");
    },
    ping: () => false,
  };
  let isOpen = false;
  inner.addEventListener("open", () => {
    isOpen = true;
    if (!isOver) events.open(socket);
  });
  inner.addEventListener("message", ({ data }) => {
    if (!isOver) {
      events.message(typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer));
    }
  });
  // Says nothing that the end does not, but must be heard where the WebSocket is an event emitter of Node.
  // Node's own says nothing else of a connection that it could not open.
  inner.addEventListener("error", () => {
    if (!isOpen) end(1006, "");
  });
  inner.addEventListener("close", ({ code, reason }) => {
    // Deno takes 1014 for no close code, cuts the connection and tells 0.
    end(code === 0 ? 1006 : code, reason);
  });
  return socket;
}

/** What was handed to a WebSocket and has not left, as far as its `bufferedAmount` tells. */
class Leaving {
  readonly #socket: Pick<WebSocketLike, "bufferedAmount" | "send">;
  readonly #messages: { readonly mark: number; readonly done: (hasLeft: boolean) => void }[] = [];
  /** Of all bytes handed over, where the last message ends. */
  #handedOver = 0;
  #looks = 0;
  #cancel: Cancel | null = null;

  constructor(socket: Pick<WebSocketLike, "bufferedAmount" | "send">) {
    this.#socket = socket;
  }

  send(data: string | Uint8Array, done: (hasLeft: boolean) => void): void {
    const before = this.#socket.bufferedAmount;
    this.#socket.send(data);
    this.#handedOver += this.#socket.bufferedAmount - before;
    this.#messages.push({ mark: this.#handedOver, done });
    if (this.#cancel === null) this.#look();
  }

  /** The socket is gone. */
  stop(): void {
    this.#messages.length = 0;
    this.#cancel?.();
  }

  #look(): void {
    const left = this.#handedOver - this.#socket.bufferedAmount;
    for (let first = this.#messages[0]; first !== undefined && first.mark <= left;) {
      this.#looks = 0;
      this.#messages.shift();
      first.done(true);
      first = this.#messages[0];
    }
    this.#cancel =
      this.#messages.length === 0
        ? null
        : after(LOOK_MS[this.#looks++] ?? 50, () => {
            this.#look();
          });
  }
}

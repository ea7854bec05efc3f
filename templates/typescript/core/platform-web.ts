import { ClientError } from "./errors.ts";
import { host } from "./host.ts";
import type { Platform, Socket, SocketEvents, SocketRequest } from "./socket.ts";

/** The WebSocket of browsers, Deno, Bun, workers and Node from 22 on (WHATWG WebSockets Standard), as far as it is used. */
interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  onerror: (() => void) | null;
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
}

type WebSocketClass = new (url: string, options: readonly string[] | object) => WebSocketLike;

/** Deno, Bun and Node take headers as an option that browsers do not know. */
const sendsHeaders = host.process?.versions?.["node"] !== undefined || host.Deno !== undefined;

/** How long a socket that was told to go may take, in milliseconds: a browser cannot drop one. */
const GONE = { code: 1006, reason: "", refused: null } as const;

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
    throw new ClientError("PLATFORM_LACKS", {
      hint: "there is no WebSocket here; on Node 20 install the package ws",
    });
  }
  const hasHeaders = Object.keys(headers).length > 0;
  const inner = new WebSocketOf(url, hasHeaders ? { protocols, headers } : protocols);
  inner.binaryType = "arraybuffer";
  let isOver = false;
  const end = (code: number, reason: string): void => {
    if (!isOver) {
      isOver = true;
      events.close({ ...GONE, code, reason });
    }
  };
  const socket: Socket = {
    get bufferedAmount() {
      return inner.bufferedAmount;
    },
    send: (data) => {
      inner.send(data);
    },
    close: (code, reason) => {
      inner.close(code, reason);
    },
    terminate: () => {
      inner.close();
      // The closing handshake with a dead peer takes minutes; nobody waits for it.
      end(GONE.code, "");
    },
    ping: () => false,
  };
  inner.onopen = () => {
    if (!isOver) events.open(socket);
  };
  inner.onmessage = ({ data }) => {
    if (!isOver)
      events.message(typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer));
  };
  inner.onerror = () => undefined;
  inner.onclose = ({ code, reason }) => {
    end(code, reason);
  };
  return socket;
}

import { platform as web } from "./platform-web.ts";
import { readRefusal, textOf, type HttpResponse } from "./refused-handshake.ts";
import type { HandshakeRefusal, Platform, Socket, SocketEvents, SocketRequest } from "./socket.ts";

/** The package `ws`, as far as it is used. */
interface Ws {
  readonly bufferedAmount: number;
  on(event: "open" | "pong", listener: () => void): Ws;
  on(event: "error", listener: (error: Error) => void): Ws;
  on(event: "message", listener: (data: Uint8Array, isBinary: boolean) => void): Ws;
  on(event: "close", listener: (code: number, reason: Uint8Array) => void): Ws;
  on(event: "upgrade", listener: (response: Pick<HttpResponse, "socket">) => void): Ws;
  on(
    event: "unexpected-response",
    listener: (request: unknown, response: HttpResponse) => void,
  ): Ws;
  send(data: string | Uint8Array, done: (error?: Error | null) => void): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

type WsClass = new (url: string, protocols: readonly string[], options: object) => Ws;

/** With the package `ws`, which tells why a handshake was refused and has pings; without it the platform's own. */
export const platform: Platform = {
  sendsHeaders: true,
  async open(request, events) {
    const WsOf = await loadWs();
    return WsOf === null ? web.open(request, events) : openWs(WsOf, request, events);
  },
};

async function loadWs(): Promise<WsClass | null> {
  const name = "ws";
  try {
    const loaded = (await import(name)) as { readonly WebSocket: WsClass };
    return loaded.WebSocket;
  } catch {
    return null;
  }
}

function openWs(
  WsOf: WsClass,
  { url, protocols, headers, maxMessageBytes }: SocketRequest,
  events: SocketEvents,
): Socket {
  const options = {
    headers,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    skipUTF8Validation: false,
  };
  const inner = new WsOf(url, protocols, options);
  let refused: HandshakeRefusal | null = null;
  let cause: Error | null = null;
  let connection: HttpResponse["socket"] | null = null;
  const socket = socketOf(inner, () => connection?.destroyed === true);
  inner
    .on("upgrade", (response) => {
      connection = response.socket;
    })
    .on("open", () => {
      events.open(socket);
    })
    .on("pong", () => {
      events.alive();
    })
    .on("message", (data, isBinary) => {
      events.message(isBinary ? plain(data) : textOf(data));
    })
    .on("error", (error) => {
      cause = error;
    })
    .on("unexpected-response", (_, response) => {
      void readRefusal(response, (read) => {
        refused = read;
        inner.terminate();
      });
    })
    .on("close", (code, reason) => {
      events.close({ code, reason: textOf(reason), refused, ...(cause && { cause }) });
    });
  return socket;
}

function socketOf(inner: Ws, isDestroyed: () => boolean): Socket {
  return {
    get bufferedAmount() {
      return inner.bufferedAmount;
    },
    send(data, done) {
      inner.send(data, (error) => {
        // Node calls back without an error for what a connection had not written when it was destroyed.
        done(error == null && !isDestroyed());
      });
    },
    close(code, reason) {
      inner.close(code, reason);
    },
    terminate() {
      inner.terminate();
    },
    ping() {
      inner.ping();
      return true;
    },
  };
}

/** Bytes as every other platform gives them, without the ways of a Buffer. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

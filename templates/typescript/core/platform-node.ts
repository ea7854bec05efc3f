import type { Problem } from "./errors.ts";
import { platform as web } from "./platform-web.ts";
import type { HandshakeRefusal, Platform, Socket, SocketEvents, SocketRequest } from "./socket.ts";

/** Lenient: what is not UTF-8 was refused by `ws`, but for the words of an answer of HTTP. */
declare const TextDecoder: new () => {
  decode(bytes: Uint8Array, options?: { readonly stream: boolean }): string;
};

/** The package `ws`, as far as it is used. */
interface Ws {
  readonly bufferedAmount: number;
  on(event: "open" | "pong", listener: () => void): Ws;
  on(event: "error", listener: (error: Error) => void): Ws;
  on(event: "message", listener: (data: Uint8Array, isBinary: boolean) => void): Ws;
  on(event: "close", listener: (code: number, reason: Uint8Array) => void): Ws;
  on(event: "unexpected-response", listener: (request: unknown, response: Response) => void): Ws;
  send(data: string | Uint8Array): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

type WsClass = new (url: string, protocols: readonly string[], options: object) => Ws;

/** An answer of node:http. */
interface Response {
  readonly statusCode?: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
  destroy(): void;
}

/** Of a refusal's body so much is read, in bytes. */
const BODY_BYTES = 65_536;

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
  let why = "";
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
      inner.terminate();
    },
    ping: () => {
      inner.ping();
      return true;
    },
  };
  inner
    .on("open", () => {
      events.open(socket);
    })
    .on("pong", () => {
      events.alive();
    })
    .on("message", (data, isBinary) => {
      events.message(isBinary ? data : new TextDecoder().decode(data));
    })
    .on("error", (error) => {
      why = error.message;
    })
    .on("unexpected-response", (_, response) => {
      void readRefusal(response).then((read) => {
        refused = read;
        inner.terminate();
      });
    })
    .on("close", (code, reason) => {
      events.close({
        code,
        reason: new TextDecoder().decode(reason) || (code === 1006 ? why : ""),
        refused,
      });
    });
  return socket;
}

/** What a gateway says when it refuses a handshake: `application/problem+json` (RFC 9457). */
async function readRefusal(response: Response): Promise<HandshakeRefusal> {
  const body = await bodyOf(response);
  const seconds = Number(response.headers["retry-after"]);
  const bare = {
    status: response.statusCode ?? 0,
    code: null,
    problems: [],
    retryAfterMs: seconds >= 0 ? seconds * 1000 : null,
  };
  try {
    const { code, problems } = JSON.parse(body) as {
      readonly code?: unknown;
      readonly problems?: unknown;
    };
    return {
      ...bare,
      code: typeof code === "string" ? code : null,
      problems: Array.isArray(problems) ? (problems as readonly Problem[]) : [],
    };
  } catch {
    return bare;
  }
}

function bodyOf(response: Response): Promise<string> {
  return new Promise((resolve) => {
    const decoder = new TextDecoder();
    let text = "";
    const done = (): void => {
      resolve(text);
    };
    response.on("data", (chunk) => {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > BODY_BYTES) response.destroy();
    });
    response.on("end", done);
    response.on("close", done);
  });
}

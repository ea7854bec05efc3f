import type { Problem } from "./errors.ts";
import { platform as web } from "./platform-web.ts";
import type { HandshakeRefusal, Platform, Socket, SocketEvents, SocketRequest } from "./socket.ts";

/** Lenient: what is not UTF-8 was refused by `ws`, but for the words of an answer of HTTP. */
declare const TextDecoder: new (
  label: string,
  options: { readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array, options?: { readonly stream: boolean }): string };

/** The package `ws`, as far as it is used. */
interface Ws {
  readonly bufferedAmount: number;
  on(event: "open" | "pong", listener: () => void): Ws;
  on(event: "error", listener: (error: Error) => void): Ws;
  on(event: "message", listener: (data: Uint8Array, isBinary: boolean) => void): Ws;
  on(event: "close", listener: (code: number, reason: Uint8Array) => void): Ws;
  on(event: "upgrade", listener: (response: Pick<Response, "socket">) => void): Ws;
  on(event: "unexpected-response", listener: (request: unknown, response: Response) => void): Ws;
  send(data: string | Uint8Array, done: (error?: Error | null) => void): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

type WsClass = new (url: string, protocols: readonly string[], options: object) => Ws;

/** An answer of node:http. */
interface Response {
  readonly statusCode?: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly socket: { readonly destroyed: boolean };
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
  let cause: Error | null = null;
  let connection: Response["socket"] | null = null;
  const socket: Socket = {
    get bufferedAmount() {
      return inner.bufferedAmount;
    },
    send(data, done) {
      inner.send(data, (error) => {
        // Node calls back without an error for what a connection had not written when it was destroyed.
        done(error == null && connection?.destroyed !== true);
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
      void readRefusal(response).then((read) => {
        refused = read;
        inner.terminate();
      });
    })
    .on("close", (code, reason) => {
      events.close({ code, reason: textOf(reason), refused, ...(cause && { cause }) });
    });
  return socket;
}

/** Bytes as every other platform gives them, without the ways of a Buffer. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

/** A byte order mark is a character of the text, as in a browser. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** What a gateway says when it refuses a handshake: `application/problem+json` (RFC 9457). */
async function readRefusal(response: Response): Promise<HandshakeRefusal> {
  const body = await bodyOf(response);
  const bare = {
    status: response.statusCode ?? 0,
    code: null,
    problems: [],
    retryAfterMs: waitOf(response.headers["retry-after"]),
  };
  try {
    const { code, problems } = JSON.parse(body) as {
      readonly code?: unknown;
      readonly problems?: unknown;
    };
    return {
      ...bare,
      code: typeof code === "string" ? code : null,
      problems: Array.isArray(problems) ? problems.flatMap(problemOf) : [],
    };
  } catch {
    return bare;
  }
}

/** Milliseconds of a `Retry-After` (RFC 9110 section 10.2.3), of seconds or a date; null: none. */
function waitOf(header: string | readonly string[] | undefined): number | null {
  const seconds = Number(header);
  const waitMs = seconds >= 0 ? seconds * 1000 : Date.parse(String(header)) - Date.now();
  return header === undefined || Number.isNaN(waitMs) ? null : Math.max(waitMs, 0);
}

function problemOf(value: unknown): Problem | readonly [] {
  const { name, expected, found, in: place } = Object(value) as Partial<Record<string, unknown>>;
  return typeof name === "string"
    ? { in: String(place), name, expected: String(expected), found: String(found) }
    : [];
}

function bodyOf(response: Response): Promise<string> {
  return new Promise((resolve) => {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: false });
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

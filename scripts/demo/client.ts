import { once } from "node:events";
import { WebSocket, type RawData } from "ws";
import type { Journal } from "./journal.ts";

/** A WebSocket of the demo client; all that it does and gets is in the journal. */
export interface DemoSocket {
  /** From here on every message that comes is shown; those before are only counted. */
  attend(): void;
  /** Sends a text frame. */
  say(text: string): void;
  /** Sends a binary frame; `shown` is what the journal calls it. */
  sayBytes(bytes: Uint8Array, shown: string): void;
  close(): Promise<void>;
}

/** How to connect: what stands in the handshake beside the URL. */
export interface Handshake {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Connects; null where the gateway refused, which is then in the journal. */
export async function connect(handshake: Handshake, journal: Journal): Promise<DemoSocket | null> {
  const { pathname, search } = new URL(handshake.url);
  journal.client("sent", `GET ${pathname}${search}`);
  const socket = new WebSocket(handshake.url, { headers: { ...handshake.headers } });
  socket.on("error", () => undefined);
  socket.once("open", () => journal.client("got", "101 Switching Protocols"));
  const greeting: string[] = [];
  socket.on("message", (data, isBinary) => greeting.push(shownData(data, isBinary)));
  socket.on("close", (code, reason) => {
    if (code !== 1000) journal.client("did", `was closed: ${code} ${reason.toString()}`);
  });
  const refusal = await opening(socket);
  refusal?.forEach((line) => journal.client("got", line));
  return refusal === null ? demoSocket(socket, greeting, journal) : null;
}

/** null once the socket is open, else the lines of the answer. */
function opening(socket: WebSocket): Promise<readonly string[] | null> {
  return new Promise((resolve) => {
    socket.once("open", () => resolve(null));
    socket.once("error", (error) => resolve([error.message]));
    socket.once("unexpected-response", (_request, response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        const status = `${response.statusCode ?? ""} ${response.statusMessage ?? ""}`;
        resolve([status, ...problemLines(body)]);
      });
    });
  });
}

/** The problems of an `application/problem+json`, a line each. */
function problemLines(body: unknown): readonly string[] {
  if (typeof body !== "object" || body === null || !("problems" in body)) return [];
  const problems: readonly unknown[] = Array.isArray(body.problems) ? body.problems : [];
  return problems.map((problem) => JSON.stringify(problem));
}

function shownData(data: RawData, isBinary: boolean): string {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(new Uint8Array(data));
  return isBinary ? `${bytes.length} bytes, binary` : bytes.toString();
}

function demoSocket(socket: WebSocket, greeting: readonly string[], journal: Journal): DemoSocket {
  return {
    say(text) {
      journal.client("sent", text);
      socket.send(text);
    },
    sayBytes(bytes, shown) {
      journal.client("sent", shown);
      socket.send(bytes);
    },
    attend() {
      const count = greeting.length === 1 ? "one message" : `${greeting.length} messages`;
      if (greeting.length > 0) journal.client("got", `a greeting of ${count}`);
      socket.removeAllListeners("message");
      socket.on("message", (data, isBinary) => journal.client("got", shownData(data, isBinary)));
    },
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = once(socket, "close");
      socket.close(1000);
      await closed;
    },
  };
}

import { onTestFinished } from "vitest";
import WebSocket from "ws";
import { createMailbox, type Frame, type Mailbox } from "./mailbox.ts";
import { bytesOf } from "./ws-backend.ts";

/** A client on an open socket. */
export interface TestClient {
  readonly socket: WebSocket;
  readonly frames: Mailbox<Frame>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(value: unknown): void;
  /** The next frame as JSON. */
  json(): Promise<unknown>;
}

/** What a refused handshake was answered. */
export interface RefusedHandshake {
  readonly status: number;
  readonly body: string;
}

/** Connects; rejects with the status where the gateway does not answer 101. The socket ends with the test. */
export async function connect(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<TestClient> {
  const attempt = await tryConnect(url, headers);
  if ("status" in attempt) {
    throw new Error(`the handshake was answered ${attempt.status}: ${attempt.body}`);
  }
  return attempt;
}

/** Connects, or tells how the handshake was refused. */
export function tryConnect(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<TestClient | RefusedHandshake> {
  const socket = new WebSocket(url, { headers: { ...headers } });
  onTestFinished(() => socket.terminate());
  const frames = createMailbox<Frame>("a frame at the client");
  socket.on("message", (data, binary) => frames.put({ data: bytesOf(data), binary }));
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () =>
      resolve({
        socket,
        frames,
        closed,
        send: (value) => socket.send(JSON.stringify(value)),
        json: async () => JSON.parse((await frames.next()).data.toString()),
      }),
    );
    socket.on("unexpected-response", (_request, response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
  });
}

import { once } from "node:events";
import { WebSocket } from "ws";
import type { Handshake } from "./handshake.ts";
import type { Subject } from "./subject.ts";

export interface Frame {
  readonly binary: boolean;
  readonly bytes: Buffer;
}

/** A client's socket through the gateway and the backend's end of it. */
export interface Pair {
  readonly client: End;
  readonly backend: End;
  close(): void;
}

/** One end: what it received so far, and how it ended. */
export interface End {
  readonly socket: WebSocket;
  readonly received: Frame[];
  readonly closed: { code: number | null };
}

const WAIT_MS = 3_000;

export async function openPair(subject: Subject, handshake: Handshake): Promise<Pair> {
  const accepted = new Promise<End>((resolve) => {
    subject.backend.once("connection", (socket) => resolve(watch(socket)));
  });
  const client = watch(
    new WebSocket(subject.url + handshake.target, {
      headers: handshake.headers,
      perMessageDeflate: false,
      handshakeTimeout: WAIT_MS,
    }),
  );
  await opened(client.socket);
  const backend = await accepted;
  return {
    client,
    backend,
    close() {
      client.socket.terminate();
      backend.socket.terminate();
    },
  };
}

function watch(socket: WebSocket): End {
  const end: End = { socket, received: [], closed: { code: null } };
  socket.on("error", () => undefined);
  socket.on("message", (data: Buffer, binary) => end.received.push({ binary, bytes: data }));
  socket.on("close", (code) => {
    end.closed.code = code;
  });
  return end;
}

async function opened(socket: WebSocket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
    socket.once("unexpected-response", (_, response) => {
      const body: Buffer[] = [];
      response.on("data", (chunk: Buffer) => body.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(body).toString().slice(0, 300);
        reject(new Error(`HTTP ${response.statusCode}: ${text}`));
      });
    });
  });
}

/** True once that very frame has arrived; false when the end closed or nothing came in time. */
export async function arrives(end: End, frame: Frame, from: number): Promise<boolean> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const seen = end.received.slice(from);
    if (seen.some(({ binary, bytes }) => binary === frame.binary && bytes.equals(frame.bytes))) {
      return true;
    }
    if (end.closed.code !== null || performance.now() > deadline) {
      return false;
    }
    await Promise.race([
      once(end.socket, "message").catch(() => undefined),
      once(end.socket, "close").catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, 100)),
    ]);
  }
}

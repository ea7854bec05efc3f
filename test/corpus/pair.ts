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
  /** Resolves when something is received or the end closes, at the latest after 100 ms. */
  readonly changes: () => Promise<void>;
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
  const waiting = new Set<() => void>();
  const received: Frame[] = [];
  const closed: End["closed"] = { code: null };
  const wake = (): void => {
    waiting.forEach((resolve) => resolve());
    waiting.clear();
  };
  socket.on("error", () => undefined);
  socket.on("message", (data: Buffer, binary) => {
    received.push({ binary, bytes: data });
    wake();
  });
  socket.on("close", (code) => {
    closed.code = code;
    wake();
  });
  const changes = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.add(resolve);
      setTimeout(resolve, 100);
    });
  return { socket, received, closed, changes };
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
    await end.changes();
  }
}

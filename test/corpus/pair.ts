import { WebSocket } from "ws";
import type { Handshake } from "./handshake.ts";
import { createSignal } from "./signal.ts";
import type { LoggedRefusal, Subject } from "./subject.ts";

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

/** Notes all that comes to a socket. */
export function watch(socket: WebSocket): End {
  const { wake, changes } = createSignal();
  const received: Frame[] = [];
  const closed: End["closed"] = { code: null };
  socket.on("error", () => undefined);
  socket.on("message", (data: Buffer, binary) => {
    received.push({ binary, bytes: data });
    wake();
  });
  socket.on("close", (code) => {
    closed.code = code;
    wake();
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

/** What became of a frame: it arrived at the other end, it was refused, or neither in time. */
export type Fate = "forwarded" | "nothing" | LoggedRefusal;

/** Sends a frame from one end and waits for the first sign of its fate. */
export async function fateOf(
  subject: Subject,
  { from, to }: { readonly from: End; readonly to: End },
  frame: Frame,
): Promise<Fate> {
  const received = to.received.length;
  const logged = subject.refusals.length;
  from.socket.send(frame.bytes, { binary: frame.binary });
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    if (to.received.slice(received).some((seen) => isSame(seen, frame))) {
      return "forwarded";
    }
    const refusal = subject.refusals[logged];
    if (refusal !== undefined) {
      return refusal;
    }
    if (performance.now() > deadline) {
      return "nothing";
    }
    await Promise.race([to.changes(), subject.changes()]);
  }
}

function isSame(left: Frame, right: Frame): boolean {
  return left.binary === right.binary && left.bytes.equals(right.bytes);
}

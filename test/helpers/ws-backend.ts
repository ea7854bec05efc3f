import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { createMailbox, type Frame, type Mailbox } from "./mailbox.ts";

/** A real backend: what a test sees of one connection to it. */
export interface BackendConnection {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  readonly frames: Mailbox<Frame>;
  readonly closed: Promise<number>;
}

export interface TestBackend {
  readonly url: string;
  readonly connections: Mailbox<BackendConnection>;
}

/** Starts a backend on a free port; it ends with the test. */
export async function startBackend(): Promise<TestBackend> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  const connections = createMailbox<BackendConnection>("a connection to the backend");
  server.on("connection", (socket, request) => {
    const frames = createMailbox<Frame>("a frame at the backend");
    socket.on("message", (data, binary) => frames.put({ data: bytesOf(data), binary }));
    const closed = new Promise<number>((resolve) => socket.on("close", resolve));
    connections.put({ request, socket, frames, closed });
  });
  await once(server, "listening");
  onTestFinished(() => {
    server.clients.forEach((client) => client.terminate());
    server.close();
  });
  return { url: `ws://127.0.0.1:${portOf(server.address())}`, connections };
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== "object" || address === null) {
    throw new Error("the backend has no port");
  }
  return address.port;
}

/** The bytes of what `ws` hands out. */
export function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) {
    return Buffer.concat(data);
  }
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

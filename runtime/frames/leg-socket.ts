import type { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";

/** What a leg hears of its socket, and before it whoever leads the handshake on it. */
export interface SocketListener {
  received(chunk: Buffer): void;
  /** The peer will write nothing more. */
  peerEnded(): void;
  /** The socket is gone. */
  lost(): void;
  /** Why it will be gone at once. */
  failed?(error: Error): void;
}

/** Under this a socket knows who listens. */
const LISTENER: unique symbol = Symbol("listener");

declare module "stream" {
  interface Duplex {
    [LISTENER]?: SocketListener;
  }
}

/**
 * Makes a listener hear of a socket, in place of the one that did. The functions are the same for all sockets: a
 * closure for each event of each leg would be a tenth of what an idle connection takes of the heap.
 */
export function listenToSocket(socket: Duplex, listener: SocketListener): void {
  const hasListener = socket[LISTENER] !== undefined;
  socket[LISTENER] = listener;
  if (hasListener) return;
  socket.on("error", failed);
  socket.on("data", received);
  socket.on("end", ended);
  socket.on("close", closed);
}

/** Leaves a socket to whoever takes it over by other means, which must be done before it has anything to tell. */
export function leaveSocket(socket: Duplex): void {
  delete socket[LISTENER];
  socket.off("error", failed);
  socket.off("data", received);
  socket.off("end", ended);
  socket.off("close", closed);
}

function received(this: Duplex, chunk: Buffer): void {
  this[LISTENER]?.received(chunk);
}

function ended(this: Duplex): void {
  this[LISTENER]?.peerEnded();
}

function closed(this: Duplex): void {
  this[LISTENER]?.lost();
}

/** Every error is followed by `close`, which says all that most want to know. */
function failed(this: Duplex, error: Error): void {
  this[LISTENER]?.failed?.(error);
}

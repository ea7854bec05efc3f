import type { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";

/** What a leg hears of its socket. */
export interface SocketListener {
  received(chunk: Buffer): void;
  /** The peer will write nothing more. */
  peerEnded(): void;
  /** The socket is gone. */
  lost(): void;
}

/** Under this a socket knows who listens. */
const LISTENER: unique symbol = Symbol("listener");

declare module "stream" {
  interface Duplex {
    [LISTENER]?: SocketListener;
  }
}

/**
 * Makes a listener hear of a socket. The functions are the same for all sockets: a closure for each event of each leg
 * would be a tenth of what an idle connection takes of the heap.
 */
export function listenToSocket(socket: Duplex, listener: SocketListener): void {
  socket[LISTENER] = listener;
  // Every error is followed by `close`, which says all that there is to say.
  socket.on("error", ignore);
  socket.on("data", received);
  socket.on("end", ended);
  socket.on("close", closed);
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

const ignore = (): void => undefined;

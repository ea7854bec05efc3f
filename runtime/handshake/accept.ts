import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { LegLimits } from "../frames/leg.ts";
import { wsEngineOptions } from "../frames/ws-leg.ts";

/** Answers 101 on a checked handshake. */
export interface ClientAcceptor {
  /**
   * Sends the 101 with the given subprotocol, or none, and calls `opened` in the same tick; early
   * bytes are the first to be read from the socket. Returns false where the client is gone.
   */
  accept(request: AcceptRequest, opened: (socket: WebSocket) => void): boolean;
}

export interface AcceptRequest {
  readonly message: IncomingMessage;
  readonly socket: Duplex;
  readonly early: Buffer;
  readonly protocol: string | null;
}

/** Makes the acceptor for an API; it holds no connection. */
export function createClientAcceptor(limits: LegLimits): ClientAcceptor {
  const selected = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Without this, ws would echo the first offer, which may be a token.
    handleProtocols: (_, message) => selected.get(message) ?? false,
    ...wsEngineOptions(limits),
  });
  return {
    accept({ message, socket, early, protocol }, opened) {
      if (protocol !== null) {
        selected.set(message, protocol);
      }
      let isOpen = false;
      server.handleUpgrade(message, socket, early, (webSocket) => {
        isOpen = true;
        opened(webSocket);
      });
      return isOpen;
    },
  };
}

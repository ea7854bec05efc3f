import type { IncomingMessage } from "node:http";
import { WebSocketServer } from "ws";
import type { Leg, LegLimits } from "../frames/leg.ts";
import { createWsLeg, wsEngineOptions } from "../frames/ws-leg.ts";
import type { AcceptClient } from "./accept-request.ts";

/** Answers handshakes so that ws runs the legs. */
export function createWsAcceptor(limits: LegLimits, deflates: boolean): AcceptClient {
  const selected = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Without this, ws would echo the first offer, which may be a token.
    handleProtocols: (_, message) => selected.get(message) ?? false,
    ...wsEngineOptions(limits, deflates),
  });
  return ({ message, socket, early, protocol, deflate, clock }) => {
    if (protocol !== null) {
      selected.set(message, protocol);
    }
    // Only what can be accepted: for any other offer ws would answer by itself.
    if (deflate === null) delete message.headers["sec-websocket-extensions"];
    else message.headers["sec-websocket-extensions"] = deflate;
    let leg: Leg | null = null;
    server.handleUpgrade(message, socket, early, (webSocket) => {
      leg = createWsLeg(webSocket, limits, "client", {
        clock,
        wire: deflates ? message.socket : null,
      });
    });
    return leg;
  };
}

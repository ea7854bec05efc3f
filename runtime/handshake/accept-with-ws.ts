import { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { WebSocketServer } from "ws";
import type { Leg, LegLimits } from "../frames/leg.ts";
import { leaveSocket } from "../frames/leg-socket.ts";
import { createWsLeg, wsEngineOptions } from "../frames/ws-leg.ts";
import type { AcceptClient, AcceptRequest } from "./accept-request.ts";

/** Answers handshakes so that ws runs the legs. */
export function createWsAcceptor(limits: LegLimits, deflates: boolean): AcceptClient {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    ...wsEngineOptions(limits, deflates),
  });
  return ({ key, socket, early, protocol, deflate, clock }) => {
    const message = messageOf(socket, { key, protocol, deflate });
    leaveSocket(socket);
    let leg: Leg | null = null;
    server.handleUpgrade(message, socket, early, (webSocket) => {
      leg = createWsLeg(webSocket, limits, "client", {
        clock,
        wire: deflates ? socket : null,
      });
    });
    return leg;
  };
}

/**
 * What is left of a handshake for ws to answer: only what can be accepted, since it would refuse the rest itself. It
 * selects the first subprotocol that it sees, which might be a token: it sees the one to select and no other.
 */
function messageOf(
  socket: Socket,
  { key, protocol, deflate }: Pick<AcceptRequest, "key" | "protocol" | "deflate">,
): IncomingMessage {
  const message = new IncomingMessage(socket);
  message.method = "GET";
  message.headers = {
    upgrade: "websocket",
    "sec-websocket-key": key,
    "sec-websocket-version": "13",
    ...(protocol === null ? {} : { "sec-websocket-protocol": protocol }),
    ...(deflate === null ? {} : { "sec-websocket-extensions": deflate }),
  };
  return message;
}

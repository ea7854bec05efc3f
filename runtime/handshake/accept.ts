import { acceptKey } from "../frames/accept-key.ts";
import type { Engine } from "../frames/engine.ts";
import type { LegLimits } from "../frames/leg.ts";
import { createRawLeg } from "../frames/raw-leg.ts";
import type { AcceptClient, AcceptRequest } from "./accept-request.ts";

/** Answers handshakes of one API. */
export interface ClientAcceptor {
  /** What answers a handshake, with permessage-deflate or without; ws is loaded when it is to run the first leg. */
  load(deflates: boolean): AcceptClient | Promise<AcceptClient>;
  /** Our own engine, which is always there: for a leg that is closed at once. */
  readonly acceptRaw: AcceptClient;
}

/** Makes the acceptor for an API; it holds no connection. */
export function createClientAcceptor(limits: LegLimits, engine: Engine): ClientAcceptor {
  const loaded = new Map<boolean, Promise<AcceptClient>>();
  const acceptRaw: AcceptClient = (request) => accept(request, limits);
  return {
    load(deflates) {
      if (engine === "raw" && !deflates) return acceptRaw;
      const known = loaded.get(deflates) ?? loadWs(limits, deflates);
      loaded.set(deflates, known);
      return known;
    },
    acceptRaw,
  };
}

async function loadWs(limits: LegLimits, deflates: boolean): Promise<AcceptClient> {
  const { createWsAcceptor } = await import("./accept-with-ws.ts");
  return createWsAcceptor(limits, deflates);
}

/** RFC 6455 section 4.2.2. What is selected was offered, so that it is a token and no header of its own. */
function accept({ key, socket, early, protocol, clock }: AcceptRequest, limits: LegLimits) {
  if (!socket.writable || socket.destroyed) {
    socket.destroy();
    return null;
  }
  const selected = protocol === null ? "" : `Sec-WebSocket-Protocol: ${protocol}\r\n`;
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${acceptKey(key)}\r\n${selected}\r\n`,
    "latin1",
  );
  return createRawLeg({ socket, head: early, limits, role: "client", clock });
}

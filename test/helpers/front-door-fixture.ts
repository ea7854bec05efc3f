import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { systemClock } from "../../runtime/clock.ts";
import type { ApiDocument } from "../../runtime/contract/v1.ts";
import type { Leg } from "../../runtime/frames/leg.ts";
import { createFrontDoor } from "../../runtime/handshake/front-door.ts";
import type { HandshakeContext, OpenConnection } from "../../runtime/handshake/open-connection.ts";
import { createRouter } from "../../runtime/handshake/router.ts";
import { serveRoutes } from "../../runtime/handshake/served-route.ts";
import type { Observer, RefusalEvent } from "../../runtime/observe/observer.ts";
import type { Revision } from "../../runtime/revisions/revision.ts";
import { revision } from "./api-document.ts";

/** A backend that records the handshakes it gets and echoes every message. */
export interface EchoBackend {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly IncomingMessage[];
  close(): Promise<void>;
}

/** Starts an echo backend; `opened` is called for each connection. */
export async function startEchoBackend(
  opened: (socket: WebSocket) => void = () => undefined,
): Promise<EchoBackend> {
  const requests: IncomingMessage[] = [];
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket, request) => {
    requests.push(request);
    socket.on("error", () => socket.terminate());
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
    opened(socket);
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.clients.forEach((client) => client.terminate());
        server.close(() => resolve());
      }),
  };
}

/** A front door whose connections are joined by a relay that checks nothing. */
export interface FrontDoorFixture {
  readonly port: number;
  readonly refusals: readonly RefusalEvent[];
  readonly connections: readonly OpenConnection[];
  isDraining: boolean;
  close(): Promise<void>;
}

/** Starts a front door for the documents; every environment's backend is `backendUrl`, if one is given. */
export async function startFrontDoor(
  documents: readonly (ApiDocument | Revision)[],
  backendUrl: string | null = null,
  halfOpenPerAddress?: number,
): Promise<FrontDoorFixture> {
  const refusals: RefusalEvent[] = [];
  const connections: OpenConnection[] = [];
  const revisions = documents.map((given) => ("module" in given ? given : revision(given)));
  const overrides: Record<string, string> = backendUrl === null ? {} : { production: backendUrl };
  const router = createRouter(serveRoutes(revisions, { overrides, variables: {} }));
  const context = (): HandshakeContext => ({
    router,
    clock: systemClock,
    observer: recordingObserver(refusals),
    isDraining: () => fixture.isDraining,
    join(_, connection) {
      connections.push(connection);
      joinBlindly(connection);
    },
  });
  const server: Server = createFrontDoor(context, halfOpenPerAddress);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fixture: FrontDoorFixture = {
    port: (server.address() as AddressInfo).port,
    refusals,
    connections,
    isDraining: false,
    close() {
      connections.forEach(({ client, backend }) => {
        client.terminate();
        backend.terminate();
      });
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return fixture;
}

/** An observer that keeps refusals and forgets the rest. */
export function recordingObserver(refusals: RefusalEvent[]): Observer {
  const nothing = (): void => undefined;
  return {
    connectionOpened: nothing,
    connectionClosed: nothing,
    messageCounter: () => ({ add: () => undefined }),
    messageForwarded: nothing,
    refused: (event) => refusals.push(event),
    tolerated: nothing,
    reply: nothing,
  };
}

function joinBlindly({ client, backend }: OpenConnection): void {
  const listenTo = (from: Leg, to: Leg): void =>
    from.listen({
      message: (kind, payload) => to.send(kind, Buffer.from(payload)),
      drained: () => undefined,
      refused: () => undefined,
      closed: (code, reason) =>
        code === 1006 ? to.terminate() : to.close(code === 1005 ? null : code, reason),
    });
  listenTo(backend, client);
  listenTo(client, backend);
}

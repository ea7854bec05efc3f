import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { GATEWAY_LIMITS } from "../limits.ts";
import { Refusal } from "../refusals.ts";
import { refusePlainRequest } from "./admit.ts";
import { HandshakeAttempt, labelOf, newConnectionId } from "./attempt.ts";
import { createHalfOpenConnections } from "./half-open.ts";
import { answerFor, sendAnswer } from "./http-answer.ts";
import { type HandshakeContext, openConnection, reportRefusal } from "./open-connection.ts";

/**
 * The HTTP server that clients reach. It serves nothing but WebSocket handshakes; whatever else is
 * sent to it is answered with a refusal and closed. `context` is asked anew for each request, so
 * that it may change. `halfOpenPerAddress` is how many connections of one address may wait for their
 * request.
 */
export function createFrontDoor(
  context: () => HandshakeContext,
  halfOpenPerAddress: number = GATEWAY_LIMITS.halfOpenPerAddress,
): Server {
  const server = createServer({
    maxHeaderSize: GATEWAY_LIMITS.requestBytes,
    headersTimeout: GATEWAY_LIMITS.requestSeconds * 1000,
    requestTimeout: GATEWAY_LIMITS.requestSeconds * 1000,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: 1000,
    insecureHTTPParser: false,
    // We answer these ourselves, with a problem document.
    requireHostHeader: false,
    noDelay: true,
  });
  // 0: all headers are kept, and too many are refused; another number would drop the rest unseen.
  server.maxHeadersCount = 0;
  const isFirst = watchFirstRequests(server, context, halfOpenPerAddress);
  server.on("upgrade", (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isFirst(socket)) {
      return;
    }
    const attempt = new HandshakeAttempt(message, socket, head);
    void openConnection(attempt, context());
  });
  server.on("connect", (message: IncomingMessage, socket: Duplex) => {
    if (!isFirst(socket)) {
      return;
    }
    socket.on("error", () => socket.destroy());
    const refusal = new Refusal("METHOD_NOT_ALLOWED", { method: message.method ?? "" });
    refuseEarly(socket, refusal, context());
  });
  server.on("request", (message, response) => {
    if (!isFirst(message.socket)) {
      return;
    }
    answerPlain(message, response, context());
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    socket.on("error", () => socket.destroy());
    if (!isFirst(socket)) {
      return;
    }
    refuseBroken(error, socket, context());
  });
  return server;
}

/**
 * Cuts what one address opens beyond its share before any request is there to be answered. Returns
 * whether a socket's request is its first. What is sent behind that is not looked at: its sender has
 * been told `Connection: close`, and would take our next answer for one to another request.
 */
function watchFirstRequests(
  server: Server,
  context: () => HandshakeContext,
  perAddress: number,
): (socket: Duplex) => boolean {
  const halfOpen = createHalfOpenConnections(perAddress);
  const waiting = new WeakMap<Duplex, () => void>();
  server.on("connection", (socket: Socket) => {
    const leave = halfOpen.enter(socket.remoteAddress ?? "");
    if (leave === null) {
      reportRefusal({ label: null, problems: [] }, new Refusal("OVERLOADED"), context().observer);
      socket.destroy();
      return;
    }
    waiting.set(socket, leave);
    socket.once("close", leave);
  });
  return (socket) => {
    const leave = waiting.get(socket);
    waiting.delete(socket);
    if (leave === undefined) {
      socket.on("error", () => socket.destroy());
      return false;
    }
    socket.off("close", leave);
    leave();
    return true;
  };
}

/** A request without an upgrade: refused on every path. */
function answerPlain(
  message: IncomingMessage,
  response: ServerResponse,
  context: HandshakeContext,
): void {
  const { refusal, served } = context.isDraining()
    ? { refusal: new Refusal("DRAINING"), served: null }
    : refusePlainRequest(message, context.router);
  const label = served === null ? null : labelOf(served, newConnectionId());
  reportRefusal({ label, problems: [] }, refusal, context.observer);
  const answer = answerFor(refusal);
  const connection = answer.status === 426 ? "Upgrade, close" : "close";
  message.resume();
  response.writeHead(answer.status, { ...answer.headers, Connection: connection });
  response.end(message.method === "HEAD" ? "" : answer.body);
}

/** What the HTTP parser could not read, or what did not arrive in time. */
function refuseBroken(
  error: NodeJS.ErrnoException,
  socket: Socket,
  context: HandshakeContext,
): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [reason, status] = brokenRequest(error.code ?? "");
  refuseEarly(socket, new Refusal("HANDSHAKE_MALFORMED", { reason }), context, status);
}

function brokenRequest(code: string): readonly [string, number] {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return [`more than ${GATEWAY_LIMITS.requestBytes} bytes of headers`, 431];
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return [`the request took more than ${GATEWAY_LIMITS.requestSeconds} s`, 408];
    default:
      return ["the request is not HTTP/1.1", 400];
  }
}

function refuseEarly(
  socket: Duplex,
  refusal: Refusal,
  context: HandshakeContext,
  status = refusal.row.http ?? 400,
): void {
  reportRefusal({ label: null, problems: [] }, refusal, context.observer);
  const answer = answerFor(refusal, { problems: [], challenge: "", status });
  sendAnswer(socket, answer, context.clock);
}

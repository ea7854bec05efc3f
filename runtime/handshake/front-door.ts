import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { GATEWAY_LIMITS } from "../limits.ts";
import { Refusal } from "../refusals.ts";
import { refusePlainRequest } from "./admit.ts";
import { HandshakeAttempt, labelOf, newConnectionId } from "./attempt.ts";
import { FirstRequests } from "./first-requests.ts";
import { answerFor, sendAnswer } from "./http-answer.ts";
import { type HandshakeContext, openConnection, reportRefusal } from "./open-connection.ts";
import { headOfMessage, type RequestHead } from "./request-head.ts";

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
  const tell = (refusal: Refusal): void =>
    reportRefusal({ label: null, problems: [] }, refusal, context().observer);
  const open = (head: RequestHead, socket: Socket, early: Buffer): void =>
    void openConnection(new HandshakeAttempt(head, socket, early), context());
  const requests = new FirstRequests(server, {
    clock: () => context().clock,
    perAddress: halfOpenPerAddress,
    opened: ({ head, rest }, socket) => open(head, socket, rest),
    crowded: () => tell(new Refusal("OVERLOADED")),
    late: (socket) => refuseBroken(LATE, socket, context()),
  });
  server.on("upgrade", (message: IncomingMessage, _: Duplex, early: Buffer) => {
    const { socket } = message;
    if (requests.isFirst(socket)) open(headOfMessage(message), socket, early);
  });
  server.on("connect", (message: IncomingMessage, socket: Duplex) => {
    if (!requests.isFirst(socket)) return;
    const refusal = new Refusal("METHOD_NOT_ALLOWED", { method: message.method ?? "" });
    refuseEarly(socket, refusal, context());
  });
  server.on("request", (message, response) => {
    if (requests.isFirst(message.socket)) answerPlain(message, response, context());
  });
  server.on("clientError", ({ code = "" }: NodeJS.ErrnoException, socket: Socket) => {
    if (requests.isFirst(socket)) refuseBroken(code, socket, context());
  });
  return server;
}

/** A request without an upgrade: refused on every path. */
function answerPlain(
  message: IncomingMessage,
  response: ServerResponse,
  context: HandshakeContext,
): void {
  const { refusal, served } = context.isDraining()
    ? { refusal: new Refusal("DRAINING"), served: null }
    : refusePlainRequest(headOfMessage(message), context.router);
  const label = served === null ? null : labelOf(served, newConnectionId());
  reportRefusal({ label, problems: [] }, refusal, context.observer);
  const answer = answerFor(refusal);
  const connection = answer.status === 426 ? "Upgrade, close" : "close";
  message.resume();
  response.writeHead(answer.status, { ...answer.headers, Connection: connection });
  response.end(message.method === "HEAD" ? "" : answer.body);
}

/** How node:http calls a request that does not come to its end in time; so do we. */
const LATE = "ERR_HTTP_REQUEST_TIMEOUT";

/** What the HTTP parser could not read, or what did not arrive in time. */
function refuseBroken(code: string, socket: Socket, context: HandshakeContext): void {
  if (code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [reason, status] = brokenRequest(code);
  refuseEarly(socket, new Refusal("HANDSHAKE_MALFORMED", { reason }), context, status);
}

function brokenRequest(code: string): readonly [string, number] {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return [`more than ${GATEWAY_LIMITS.requestBytes} bytes of headers`, 431];
    case LATE:
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

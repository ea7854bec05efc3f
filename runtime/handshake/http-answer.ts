import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "../clock.ts";
import { GATEWAY_LIMITS } from "../limits.ts";
import type { RefusalCode } from "../refusals.ts";
import { Refusal } from "../refusals.ts";
import type { Problem } from "./parameters.ts";

/** What a refused client gets: an HTTP status and a problem document (RFC 9457). */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an answer needs to know beyond the refusal itself. */
export interface AnswerContext {
  readonly problems: readonly Problem[];
  /** Value of `WWW-Authenticate` on a 401 (RFC 9110 section 11.6.1). */
  readonly challenge: string;
  /** Another status than the catalogue's, where HTTP has a closer one (408, 431). */
  readonly status?: number;
}

const NO_CONTEXT: AnswerContext = { problems: [], challenge: "Bearer" };

/** Seconds after which a client may try again, where the refusal passes by itself. */
const RETRY_AFTER_SECONDS = 5;

/** Builds the answer for a refusal. */
export function answerFor(refusal: Refusal, context: AnswerContext = NO_CONTEXT): Answer {
  const status = context.status ?? refusal.row.http ?? 500;
  const body = JSON.stringify({
    type: `urn:framegate:refusal:${refusal.code}`,
    title: titleOf(refusal),
    status,
    code: refusal.code,
    problems: context.problems,
  });
  const headers = {
    "Content-Type": "application/problem+json",
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    ...headersOf(refusal.code, status, context.challenge),
  };
  return { status, headers, body };
}

/** What a client may know: the reason that a hook gave is for the operator's log. */
function titleOf({ code, message }: Refusal): string {
  return code === "FORBIDDEN" ? "not allowed" : message;
}

/** Writes an answer on a raw socket and closes it; cuts it when the peer takes too long to read. */
export function sendAnswer(socket: Duplex, answer: Answer, clock: Clock): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  // A close with unread bytes would reset the connection, and the peer would lose the answer.
  socket.resume();
  socket.end(formatAnswer(answer));
  const cancel = clock.after(GATEWAY_LIMITS.answerSeconds * 1000, () => socket.destroy());
  socket.once("close", cancel);
}

/** The text of an answer, `Connection: close` included. */
export function formatAnswer(answer: Answer): string {
  const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`);
  const reason = STATUS_CODES[answer.status] ?? "";
  const head = [`HTTP/1.1 ${answer.status} ${reason}`, ...connectionLine(answer), ...lines];
  return `${head.join("\r\n")}\r\n\r\n${answer.body}`;
}

/** 426 names the connection option itself (RFC 9110 section 15.5.22). */
function connectionLine(answer: Answer): readonly string[] {
  return answer.status === 426 ? ["Connection: Upgrade, close"] : ["Connection: close"];
}

function headersOf(
  code: RefusalCode,
  status: number,
  challenge: string,
): Readonly<Record<string, string>> {
  switch (status) {
    case 401:
      return { "WWW-Authenticate": challenge };
    case 405:
      return { Allow: "GET" };
    case 426:
      return { Upgrade: "websocket", "Sec-WebSocket-Version": "13" };
    case 429:
    case 503:
      return { "Retry-After": String(RETRY_AFTER_SECONDS) };
    default:
      return {};
  }
}

/**
 * Anything thrown as a refusal: what is not one is a defect of ours, and says nothing to the
 * client.
 */
export function toRefusal(thrown: unknown): Refusal {
  return thrown instanceof Refusal ? thrown : new Refusal("INTERNAL", {}, { cause: thrown });
}

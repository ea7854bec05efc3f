import type { IncomingMessage } from "node:http";
import { Refusal } from "../refusals.ts";
import { parseTarget, type QueryPair } from "./target.ts";

/** What one client asked for, read once from the request line and the headers. */
export interface HandshakeRequest {
  readonly method: string;
  readonly httpVersion: string;
  /** Percent-decoded segments of the path; `/` is one empty segment. */
  readonly segments: readonly string[];
  readonly query: readonly QueryPair[];
  /**
   * By lower-case name; without the headers that `Connection` nominates (RFC 9110 section 7.6.1).
   */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Number of header lines as received. */
  readonly headerCount: number;
  readonly host: string;
  readonly remoteAddress: string;
}

/** Reads a request; throws HANDSHAKE_MALFORMED where no path can be told from it. */
export function readRequest(message: IncomingMessage): HandshakeRequest {
  const headers = collectHeaders(message.rawHeaders);
  checkVersionAndHost(message.httpVersion, headers.get("host") ?? []);
  const target = parseTarget(message.url ?? "");
  return {
    method: message.method ?? "",
    httpVersion: message.httpVersion,
    segments: target.segments,
    query: target.query,
    headers: withoutNominated(headers),
    headerCount: message.rawHeaders.length / 2,
    host: headers.get("host")?.[0] ?? "",
    remoteAddress: message.socket.remoteAddress ?? "",
  };
}

/** The one value of a header, trimmed; null where it is absent. */
export function singleHeader(request: HandshakeRequest, name: string): string | null {
  return request.headers.get(name)?.[0] ?? null;
}

/** Headers with repeated ones joined by commas (RFC 9110 section 5.3), for hooks. */
export function joinedHeaders(request: HandshakeRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...request.headers].map(([name, values]) => [name, values.join(", ")]),
  );
}

function collectHeaders(rawHeaders: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    const value = withoutBlanks(rawHeaders[i + 1] ?? "");
    const values = headers.get(name);
    if (values === undefined) {
      headers.set(name, [value]);
    } else {
      values.push(value);
    }
  }
  return headers;
}

/** RFC 9112 section 3.2: exactly one Host, which may not be a list; WebSocket needs HTTP/1.1. */
function checkVersionAndHost(httpVersion: string, hosts: readonly string[]): void {
  if (httpVersion !== "1.1") {
    throw new Refusal("HANDSHAKE_MALFORMED", { reason: "expected HTTP/1.1" });
  }
  if (hosts.length !== 1) {
    const found = hosts.length === 0 ? "no Host header" : "more than one Host header";
    throw new Refusal("HANDSHAKE_MALFORMED", { reason: `${found}, expected one` });
  }
  if (!/^[A-Za-z0-9.\-_~[\]:%]{1,255}$/.test(hosts[0] ?? "")) {
    throw new Refusal("HANDSHAKE_MALFORMED", { reason: "the Host header is no host" });
  }
}

/**
 * Headers that are judged whatever `Connection` says of them: it could else hide a body from the checks,
 * or the page that asks.
 */
const KEPT = new Set([
  "connection",
  "upgrade",
  "content-length",
  "transfer-encoding",
  "trailer",
  "expect",
  "origin",
]);

function withoutNominated(headers: Map<string, string[]>): Map<string, string[]> {
  for (const token of listTokens(headers.get("connection") ?? [])) {
    if (!KEPT.has(token)) {
      headers.delete(token);
    }
  }
  return headers;
}

/** Lower-cased members of a comma-separated header, over all its lines. */
export function listTokens(values: readonly string[]): readonly string[] {
  const [only] = values;
  // What every browser sends.
  if (values.length === 1 && only !== undefined && /^[a-z]+$/i.test(only)) {
    return [only.toLowerCase()];
  }
  return values
    .flatMap((value) => value.split(","))
    .map((token) => withoutBlanks(token).toLowerCase())
    .filter((token) => token !== "");
}

/**
 * Without the blanks around it that RFC 9110 section 5.6.3 allows: SP and HTAB. To `trim`, other bytes
 * are white space too, 0xA0 among them, and a header that only looks legal would be one.
 */
export function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

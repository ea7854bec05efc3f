import { Refusal } from "../refusals.ts";
import { withoutBlanks } from "./blanks.ts";
import type { RequestHead } from "./request-head.ts";
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

/** Checks and reads a request; throws HANDSHAKE_MALFORMED where no path can be told from it. */
export function readRequest(head: RequestHead): HandshakeRequest {
  const { method, httpVersion, headers, headerCount, remoteAddress } = head;
  const hosts = headers.get("host") ?? [];
  checkVersionAndHost(httpVersion, hosts);
  const { segments, query } = parseTarget(head.target);
  const host = hosts[0] ?? "";
  withoutNominated(headers);
  return {
    method,
    httpVersion,
    segments,
    query,
    headers,
    headerCount,
    host,
    remoteAddress,
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

function withoutNominated(headers: Map<string, string[]>): void {
  for (const token of listTokens(headers.get("connection") ?? [])) {
    if (!KEPT.has(token)) {
      headers.delete(token);
    }
  }
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

import type { Buffer } from "node:buffer";
import { GATEWAY_LIMITS } from "../limits.ts";
import { addHeader, type RequestHead } from "./request-head.ts";

/** RFC 9112 section 3, a request line of the only kind that opens a WebSocket. */
const REQUEST_LINE = /^GET (\/[\x21-\x7e]*) HTTP\/1\.1$/;

/** RFC 9112 section 5, without what is rare and legal: other blanks, bytes beyond ASCII, an empty value. */
const HEADER_LINE = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+: ?[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** Headers that say that something else than a WebSocket follows, or might. */
const SUSPECT = ["content-length", "transfer-encoding", "trailer", "te", "expect"] as const;

/** A plain handshake, and what stood behind it. */
export interface PlainHandshake {
  readonly head: RequestHead;
  readonly rest: Buffer;
}

/**
 * Reads a handshake as all browsers and libraries write it, whole in the first chunk of a connection; null for
 * everything else, which is for node:http to read or to refuse. It understands less than node:http does and nothing
 * otherwise, so that no request is two requests to two programs. Costs a fifth of what a parser of HTTP costs.
 */
export function readPlainHandshake(chunk: Buffer, remoteAddress: string): PlainHandshake | null {
  const end = chunk.indexOf("\r\n\r\n");
  if (end === -1 || end > GATEWAY_LIMITS.requestBytes) return null;
  const lines = chunk.toString("latin1", 0, end).split("\r\n");
  const target = REQUEST_LINE.exec(lines[0] ?? "")?.[1];
  if (target === undefined) return null;
  const headers = new Map<string, string[]>();
  for (let i = 1; i < lines.length; i += 1) {
    const line = lines[i] ?? "";
    if (!HEADER_LINE.test(line)) return null;
    const colon = line.indexOf(":");
    const from = line.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1;
    addHeader(headers, line.slice(0, colon), line.slice(from));
  }
  if (!isPlain(headers)) return null;
  const headerCount = lines.length - 1;
  const head = { method: "GET", target, httpVersion: "1.1", headers, headerCount, remoteAddress };
  return { head, rest: chunk.subarray(end + 4) };
}

/** Both headers that make it an upgrade, once, as they are always written; no word of a body. */
function isPlain(headers: ReadonlyMap<string, readonly string[]>): boolean {
  const upgrade = headers.get("upgrade");
  const connection = headers.get("connection");
  if (upgrade?.length !== 1 || connection?.length !== 1) return false;
  return (
    /^websocket$/i.test(upgrade[0] ?? "") &&
    /^(?:keep-alive, ?)?upgrade$/i.test(connection[0] ?? "") &&
    !SUSPECT.some((name) => headers.has(name))
  );
}

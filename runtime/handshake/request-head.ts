import type { IncomingMessage } from "node:http";
import { withoutBlanks } from "./blanks.ts";

/** The request line and the headers of a request, as they were read. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  /** By lower-case name, without the blanks around them. */
  readonly headers: Map<string, string[]>;
  /** Number of header lines as received. */
  readonly headerCount: number;
  readonly remoteAddress: string;
}

/** What node:http read. */
export function headOfMessage(message: IncomingMessage): RequestHead {
  const { rawHeaders } = message;
  const headers = new Map<string, string[]>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    addHeader(headers, rawHeaders[i] ?? "", withoutBlanks(rawHeaders[i + 1] ?? ""));
  }
  return {
    method: message.method ?? "",
    target: message.url ?? "",
    httpVersion: message.httpVersion,
    headers,
    headerCount: rawHeaders.length / 2,
    remoteAddress: message.socket.remoteAddress ?? "",
  };
}

/** Adds a line to headers by lower-case name. */
export function addHeader(headers: Map<string, string[]>, name: string, value: string): void {
  const lower = name.toLowerCase();
  const values = headers.get(lower);
  if (values === undefined) headers.set(lower, [value]);
  else values.push(value);
}

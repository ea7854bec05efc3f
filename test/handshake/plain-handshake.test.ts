import { createServer, type IncomingMessage } from "node:http";
import { Duplex } from "node:stream";
import { describe, expect, test } from "vitest";
import { readPlainHandshake } from "../../runtime/handshake/plain-handshake.ts";
import { withoutBlanks } from "../../runtime/handshake/blanks.ts";
import { LEGAL_HEADERS, requestText } from "../helpers/raw-socket.ts";

const LEGAL = requestText("GET /open?a=1 HTTP/1.1", LEGAL_HEADERS, "early");

/** What both readers make of bytes: target, headers in order of their names, and the rest. */
interface Reading {
  readonly target: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly headerCount: number;
  readonly rest: string;
}

const read = (text: string): Reading | null => {
  const handshake = readPlainHandshake(Buffer.from(text, "latin1"), "");
  if (handshake === null) return null;
  const { target, headers, headerCount } = handshake.head;
  return {
    target,
    headers: Object.fromEntries(headers),
    headerCount,
    rest: handshake.rest.toString("latin1"),
  };
};

/** What node:http makes of the same bytes; null: it is no upgrade to it. */
function readByNode(text: string): Promise<Reading | null> {
  return new Promise((resolve) => {
    const server = createServer({ requireHostHeader: false }, () => resolve(null));
    server.maxHeadersCount = 0;
    server.on("clientError", () => resolve(null));
    server.on("connect", () => resolve(null));
    server.on("upgrade", (message: IncomingMessage, _, rest: Buffer) =>
      resolve(readingOf(message, rest)),
    );
    const socket = new Duplex({ read: () => undefined, write: (_, __, done) => done() });
    server.emit("connection", socket);
    socket.push(Buffer.from(text, "latin1"));
  });
}

function readingOf({ method, url, rawHeaders }: IncomingMessage, rest: Buffer): Reading | null {
  if (method !== "GET") return null;
  const headers: Record<string, string[]> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    (headers[(rawHeaders[i] ?? "").toLowerCase()] ??= []).push(
      withoutBlanks(rawHeaders[i + 1] ?? ""),
    );
  }
  return {
    target: url ?? "",
    headers,
    headerCount: rawHeaders.length / 2,
    rest: rest.toString("latin1"),
  };
}

const withLine = (line: string): string => LEGAL.replace("\r\n\r\n", `\r\n${line}\r\n\r\n`);

describe("a plain handshake is read", () => {
  test.each([
    ["as any client writes it", LEGAL],
    ["with the Connection of Firefox", LEGAL.replace(": Upgrade", ": keep-alive, Upgrade")],
    ["in other letters", LEGAL.replace("Upgrade: websocket", "UPGRADE: WebSocket")],
    ["without blanks", LEGAL.replaceAll(": ", ":")],
    ["with a header twice", withLine("X-Twice: 1\r\nx-twice: 2")],
    ["with colons and blanks in a value", withLine("X-Value: a: b  c")],
  ])("as node:http reads it: %s", async (_, text) => {
    expect(read(text)).not.toBeNull();
    expect(read(text)).toEqual(await readByNode(text));
  });
});

test.each([
  ["half of it", LEGAL.slice(0, 60)],
  ["no empty line", LEGAL.replace("\r\n\r\n", "\r\n")],
  ["an empty line before it", `\r\n${LEGAL}`],
  ["bare line feeds", LEGAL.replaceAll("\r\n", "\n")],
  ["one bare line feed", withLine("X-A: 1\nX-B: 2")],
  ["a bare carriage return", withLine("X-A: 1\rX-B: 2")],
  ["NUL", withLine("X-A: 1\0")],
  ["a tab", withLine("X-A: 1\t2")],
  ["bytes beyond ASCII", withLine("X-A: \xe9")],
  ["two blanks before a value", withLine("X-A:  1")],
  ["a blank behind a value", withLine("X-A: 1 ")],
  ["an empty value", withLine("X-A:")],
  ["a blank before the colon", withLine("X-A : 1")],
  ["no name", withLine(": 1")],
  ["no colon", withLine("X-A")],
  ["a folded line", withLine("X-A: 1\r\n 2")],
  ["another method", LEGAL.replace("GET", "POST")],
  ["another version", LEGAL.replace("HTTP/1.1", "HTTP/1.0")],
  ["absolute form", LEGAL.replace("/open", "http://a/open")],
  ["a blank in the target", LEGAL.replace("/open", "/op en")],
  ["Content-Length", withLine("Content-Length: 0")],
  ["Transfer-Encoding", withLine("Transfer-Encoding: chunked")],
  ["Trailer", withLine("Trailer: x")],
  ["TE", withLine("TE: trailers")],
  ["Expect", withLine("Expect: 100-continue")],
  ["two Upgrade", withLine("Upgrade: websocket")],
  ["two Connection", withLine("Connection: Upgrade")],
  ["no Upgrade", LEGAL.replace("Upgrade: websocket\r\n", "")],
  ["no Connection", LEGAL.replace("Connection: Upgrade\r\n", "")],
  ["another protocol", LEGAL.replace("websocket", "h2c")],
  ["other connection options", LEGAL.replace(": Upgrade", ": Upgrade, X-Secret")],
  ["too much of it", withLine(`X-A: ${"a".repeat(16 * 1024)}`)],
])("what is not plain is left to node:http: %s", (_, text) => {
  expect(read(text)).toBeNull();
});

test("whatever is read is what node:http reads, for handshakes with something wrong anywhere", async () => {
  const pieces = [
    "\r",
    "\n",
    "\r\n",
    "\t",
    " ",
    ":",
    "\0",
    ",",
    "\x7f",
    "\xe9",
    '"',
    "#",
    "X: 1\r\n",
  ];
  const differing: string[] = [];
  let readHere = 0;
  for (let at = 0; at <= LEGAL.length; at += 1) {
    for (const piece of pieces) {
      for (const skip of [0, 1]) {
        const text = LEGAL.slice(0, at) + piece + LEGAL.slice(at + skip);
        const reading = read(text);
        if (reading === null) continue;
        readHere += 1;
        if (JSON.stringify(reading) !== JSON.stringify(await readByNode(text)))
          differing.push(text);
      }
    }
  }

  expect(differing).toEqual([]);
  expect(readHere).toBeGreaterThan(200);
});

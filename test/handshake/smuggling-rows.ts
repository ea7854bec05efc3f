import { LEGAL_HEADERS, requestText } from "../helpers/raw-socket.ts";

/** What a client sends on one connection, and how many requests its backend may see of it. */
export interface SmugglingRow {
  readonly given: string;
  /** Sent at once. */
  readonly text: string;
  /** Sent after the first answer. */
  readonly then?: string;
  readonly permitted: 0 | 1;
}

/** A request that must never reach the backend; the gateway has a route for it, and would let it pass alone. */
const SMUGGLED = requestText("GET /canary HTTP/1.1", LEGAL_HEADERS);
const SMUGGLED_PLAIN = "GET /canary HTTP/1.1\r\nHost: gateway.test\r\n\r\n";

const UPGRADE = requestText("GET /open HTTP/1.1", LEGAL_HEADERS);
const withLines = (...lines: readonly string[]): string =>
  requestText("GET /open HTTP/1.1", [...LEGAL_HEADERS, ...lines]);
const plain = (line: string, ...lines: readonly string[]): string =>
  requestText(line, ["Host: gateway.test", ...lines]);
const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** What may be hidden behind something else. */
const SECONDS: readonly (readonly [name: string, text: string])[] = [
  ["a handshake", SMUGGLED],
  ["a plain request", SMUGGLED_PLAIN],
  ["a handshake with bare line feeds", SMUGGLED.replaceAll("\r\n", "\n")],
  ["a handshake after an empty line", `\r\n${SMUGGLED}`],
  ["a handshake in absolute form", SMUGGLED.replace("/canary", "http://gateway.test/canary")],
  ["an HTTP/1.0 request", "GET /canary HTTP/1.0\r\n\r\n"],
  ["a tunnel", "CONNECT canary:80 HTTP/1.1\r\nHost: canary\r\n\r\n"],
  ["ten handshakes", SMUGGLED.repeat(10)],
];

/** First requests that are answered without a backend. */
const REFUSED: readonly (readonly [name: string, text: string])[] = [
  ["an unknown path", plain("GET /nowhere HTTP/1.1")],
  ["a plain request", plain("GET /open HTTP/1.1")],
  ["a plain request that is kept alive", plain("GET /open HTTP/1.1", "Connection: keep-alive")],
  ["HEAD", plain("HEAD /open HTTP/1.1")],
  ["OPTIONS", plain("OPTIONS * HTTP/1.1")],
  ["POST with a length", plain("POST /open HTTP/1.1", "Content-Length: 0")],
  ["a handshake on an unknown path", UPGRADE.replace("/open", "/nowhere")],
  ["a handshake of another version", UPGRADE.replace("Version: 13", "Version: 1337")],
  ["a handshake with a bad key", UPGRADE.replace("AAAA==", "AAA")],
  ["an upgrade to h2c", UPGRADE.replace("websocket", "h2c")],
  ["a handshake without Connection", UPGRADE.replace("Connection: Upgrade\r\n", "")],
];

const PIPELINED: readonly SmugglingRow[] = REFUSED.flatMap(([first, text]) =>
  SECONDS.flatMap(([second, smuggled]): readonly SmugglingRow[] => [
    { given: `${first}, then ${second}`, text: text + smuggled, permitted: 0 },
    { given: `${first}, answered, then ${second}`, text, then: smuggled, permitted: 0 },
  ]),
);

/** Bytes behind a good handshake are WebSocket frames, and these are none (RFC 6455 section 5). */
const EARLY: readonly SmugglingRow[] = SECONDS.flatMap(
  ([second, smuggled]): readonly SmugglingRow[] => [
    { given: `a good handshake, with ${second} behind it`, text: UPGRADE + smuggled, permitted: 1 },
    { given: `a good handshake, then ${second}`, text: UPGRADE, then: smuggled, permitted: 1 },
  ],
);

/** RFC 9112 section 6: ways of saying how long a body is, and of saying it twice. */
const LENGTHS = [
  "Content-Length: 0",
  "Content-Length: 5",
  "Content-Length: 4096",
  "Content-Length: 00",
  "Content-Length: +5",
  "Content-Length: -5",
  "Content-Length: 5, 5",
  "Content-Length: 5;x",
  "Content-Length: 0x5",
  "Content-Length: 5 5",
  "Content-Length: 99999999999999999999",
  "Content-Length:",
  "Content-Length : 5",
  "Content-Length\t: 5",
  " Content-Length: 5",
  "Content_Length: 5\r\nContent-Length: 5",
  "Content-Length: 5\r\nContent-Length: 0",
  "content-length: 5\r\nCONTENT-LENGTH: 5",
  "Content-Length: 5\r\nTransfer-Encoding: chunked",
  "Transfer-Encoding: chunked\r\nContent-Length: 5",
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: Chunked",
  "Transfer-Encoding: chunked, identity",
  "Transfer-Encoding: identity",
  "Transfer-Encoding: gzip, chunked",
  "Transfer-Encoding: gzip",
  "Transfer-Encoding: xchunked",
  "Transfer-Encoding: x",
  "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
  "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
  "Transfer-Encoding:\tchunked",
  "Transfer-Encoding:\x0bchunked",
  "Transfer-Encoding : chunked",
  "Transfer-Encoding\t: chunked",
  " Transfer-Encoding: chunked",
  "X: 1\nTransfer-Encoding: chunked",
  "X: 1\rTransfer-Encoding: chunked",
  "Transfer-Encoding\n: chunked",
  'Transfer-Encoding: "chunked"',
  "Transfer-Encoding:\r\n chunked",
  "Transfer-Encoding: chunked\r\nTrailer: X",
  "Transfer-Encoding: chunked\r\nConnection: Transfer-Encoding",
  "Connection: Content-Length\r\nContent-Length: 5",
  "Expect: 100-continue\r\nContent-Length: 5",
] as const;

const BODIES: readonly SmugglingRow[] = LENGTHS.flatMap((lines): readonly SmugglingRow[] => [
  {
    given: `${JSON.stringify(lines)} and a request`,
    text: withLines(lines) + SMUGGLED,
    permitted: 0,
  },
  {
    given: `${JSON.stringify(lines)} and a request in a chunk`,
    text: withLines(lines) + chunked(SMUGGLED),
    permitted: 0,
  },
]);

/** Lines in which one program reads one header and another two, or a request. */
const LINES: readonly SmugglingRow[] = [
  "X-A: 1\r\n X-B: 2",
  "X-A: 1\r\n\tX-B: 2",
  "X-A: 1\rX-B: 2",
  "X-A: 1\nGET /canary HTTP/1.1",
  "X-A: \x00",
  "X-A: a\x00b",
  "X\x00: 1",
  "\x00",
  "X-A",
  "GET /canary HTTP/1.1",
  "X A: 1",
  "X-A : 1",
  "X-A\x0b: 1",
  ": 1",
  "X-A: 1\n\nGET /canary HTTP/1.1",
  "X-A: 1\r\rGET /canary HTTP/1.1",
  "X-A: 1\r\n\rGET /canary HTTP/1.1",
  "Host: canary",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 1337",
  "Upgrade: h2c",
].map((line) => ({
  given: `the line ${JSON.stringify(line)}`,
  text: withLines(line) + SMUGGLED,
  permitted: 0,
}));

/** Targets and first lines of another form (RFC 9112 section 3.2), and other protocols. */
const TARGETS: readonly SmugglingRow[] = [
  "GET http://gateway.test/open HTTP/1.1",
  "GET http://canary/ HTTP/1.1",
  "GET ws://canary/open HTTP/1.1",
  "GET canary:80 HTTP/1.1",
  "GET * HTTP/1.1",
  "GET //canary/open HTTP/1.1",
  "GET /open/../canary HTTP/1.1",
  "GET /open%2f..%2fcanary HTTP/1.1",
  "GET /open\r\nGET /canary HTTP/1.1",
  "GET /open HTTP/1.1 HTTP/1.1",
  "GET /open HTTP/1.1\x00",
  "GET /open\x00/canary HTTP/1.1",
  "GET /open#/canary HTTP/1.1",
  "GET /open HTTP/1.1\rX: 1",
  "GET /open HTTP/0.9",
  "GET /open HTTP/1.0",
  "GET /open HTTP/2",
  "GET /open",
  "PRI * HTTP/2.0",
  "POST /open HTTP/1.1",
  "CONNECT canary:80 HTTP/1.1",
  "TRACE /open HTTP/1.1",
  "get /open HTTP/1.1",
].map((line) => ({
  given: `the line ${JSON.stringify(line)}`,
  text: requestText(line, LEGAL_HEADERS) + SMUGGLED,
  permitted: 0,
}));

/** What is legal and must stay within the one request that the backend gets. */
const ENCODED: readonly SmugglingRow[] = [
  "/rooms/a%0d%0aX-Injected:%201",
  "/rooms/a%0D%0A%0D%0AGET%20%2Ac HTTP",
  "/rooms/a%20HTTP%2e1",
  "/rooms/%3Fa=1%23",
  "/open?a=%0d%0aX-Injected:%201",
  "/open?a=1%20HTTP/1.1%0d%0aHost:%20b",
].map((target) => ({
  given: `the target ${target}`,
  text: requestText(
    `GET ${target.replaceAll(" ", "%20").replace("%2Ac", "")} HTTP/1.1`,
    LEGAL_HEADERS,
  ),
  permitted: 1,
}));

/** Every sequence that does not depend on what the backend answers. */
export const SMUGGLING_ROWS: readonly SmugglingRow[] = [
  ...PIPELINED,
  ...EARLY,
  ...BODIES,
  ...LINES,
  ...TARGETS,
  ...ENCODED,
];

const UPGRADED = "HTTP/1.1 101 Switching Protocols\r\n";
const SWITCH = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
const ACCEPT = "Sec-WebSocket-Accept: {accept}\r\n";
const EMPTY = "Content-Length: 0\r\n\r\n";

/** Answers of a backend that are no WebSocket (RFC 6455 section 4.1): the tunnel must not open. */
export const BACKEND_ANSWERS: readonly string[] = [
  ...["200 OK", "204 No Content", "206 Partial Content", "301 Moved", "302 Found", "304 Same"].map(
    (status) => `HTTP/1.1 ${status}\r\n${EMPTY}`,
  ),
  ...["400 Bad", "401 Who", "403 No", "404 Not Found", "407 Proxy", "426 Upgrade", "500 Oh"].map(
    (status) => `HTTP/1.1 ${status}\r\n${EMPTY}`,
  ),
  `HTTP/1.1 200 OK\r\n${SWITCH}${ACCEPT}\r\n`,
  `HTTP/1.1 426 Upgrade Required\r\n${SWITCH}Sec-WebSocket-Version: 13\r\n${EMPTY}`,
  `HTTP/1.1 302 Found\r\nLocation: http://gateway.test/canary\r\n${EMPTY}`,
  `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${EMPTY}`,
  `HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 No\r\n${EMPTY}`,
  `${UPGRADED}\r\n`,
  `${UPGRADED}${SWITCH}\r\n`,
  `${UPGRADED}${SWITCH}Sec-WebSocket-Accept: \r\n\r\n`,
  `${UPGRADED}${SWITCH}Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n`,
  `${UPGRADED}Connection: Upgrade\r\n${ACCEPT}\r\n`,
  `${UPGRADED}Upgrade: h2c\r\nConnection: Upgrade\r\n${ACCEPT}\r\n`,
  `${UPGRADED}Upgrade: websocket, h2c\r\nConnection: Upgrade\r\n${ACCEPT}\r\n`,
  `${UPGRADED}${SWITCH}${ACCEPT}Sec-WebSocket-Protocol: unasked\r\n\r\n`,
  `${UPGRADED}${SWITCH}${ACCEPT}Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n`,
  `HTTP/1.1 101\r\n\r\n`,
  `HTTP/2 101\r\n${SWITCH}${ACCEPT}\r\n`,
  `101 Switching Protocols\r\n${SWITCH}${ACCEPT}\r\n`,
  "\r\n\r\n",
];

/** For each answer: a client that sends its second request at once, and one that waits. */
export const ANSWER_ROWS: readonly SmugglingRow[] = BACKEND_ANSWERS.flatMap(
  (answer, index): readonly SmugglingRow[] => {
    const text = requestText(`GET /answers/${index} HTTP/1.1`, LEGAL_HEADERS);
    const given = `a backend that answers ${JSON.stringify(answer.split("\r\n").join(" | "))}`;
    return [
      { given: `${given}, a request at once`, text: text + SMUGGLED, permitted: 1 },
      { given: `${given}, a request after it`, text, then: SMUGGLED, permitted: 1 },
    ];
  },
);

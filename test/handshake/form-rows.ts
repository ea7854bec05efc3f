import { altered, type HandshakeRow, legal } from "./handshake-rows.ts";
import { KEY, LEGAL_HEADERS, requestText } from "../helpers/raw-socket.ts";

const open = (given: string, text: string): HandshakeRow => ({
  given,
  text,
  want: 101,
  code: null,
});
const malformed = (given: string, text: string): HandshakeRow => ({
  given,
  text,
  want: 400,
  code: "HANDSHAKE_MALFORMED",
});
const upgrade = (given: string, text: string): HandshakeRow => ({
  given,
  text,
  want: 426,
  code: "UPGRADE_REQUIRED",
});

/** The legal handshake with one header written otherwise; a value is one line. */
const header = (name: string, ...values: readonly string[]): string =>
  altered(name, ...values.map((value) => `${name}: ${value}`));

/** RFC 9110 section 7.2 and RFC 3986 section 3.2: a host and perhaps a port. */
const HOSTS: readonly HandshakeRow[] = [
  ...["gateway.test:80", "GATEWAY.TEST", "gateway.test.", "127.0.0.1:1", "a_b", "a%41"].map(
    (host) => open(`Host ${host}`, header("Host", host)),
  ),
  ...[
    "http://gateway.test",
    "gateway.test/",
    "gateway.test?x",
    "gateway.test#x",
    "user:x@gateway.test",
    "gateway test",
    "gateway.test,evil.test",
    "gateway.test\\evil",
    "<script>",
    "a\u00e9",
    "a".repeat(256),
  ].map((host) => malformed(`Host ${host.slice(0, 30)}`, header("Host", host))),
  malformed(
    "Host twice in another case",
    requestText("GET /open HTTP/1.1", [...LEGAL_HEADERS, "HOST: gateway.test"]),
  ),
];

/** RFC 6455 section 4.2.1, points 3 and 4; RFC 9110 sections 7.6.1 and 7.8. */
const UPGRADES: readonly HandshakeRow[] = [
  ...["WEBSOCKET", "webSocket", "  websocket  "].map((value) =>
    open(`Upgrade ${value}`, header("Upgrade", value)),
  ),
  ...[
    "web socket",
    "websockets",
    "websocket;q=1",
    "websocket/1.1",
    "*",
    "WebSocket\u00e9",
    "websocket\u00a0",
    "h2c",
  ].map((value) => upgrade(`Upgrade ${value}`, header("Upgrade", value))),
  ...["websocket, websocket", "websocket,h2c", "h2c, websocket", "TLS/1.0, websocket"].map(
    (value) => malformed(`Upgrade ${value}`, header("Upgrade", value)),
  ),
  ...[
    "UPGRADE",
    "upgrade",
    "keep-alive,Upgrade",
    "Upgrade, keep-alive",
    " , Upgrade",
    "Upgrade,",
  ].map((value) => open(`Connection ${value}`, header("Connection", value))),
  ...[
    "Upgraded",
    "Up grade",
    "Upgrade\u00a0",
    "keep-alive",
    "Upgrade;x",
    "websocket",
    '"Upgrade"',
  ].map((value) => upgrade(`Connection ${value}`, header("Connection", value))),
];

/** RFC 6455 section 4.2.1, points 5 and 6. */
const KEYS_AND_VERSIONS: readonly HandshakeRow[] = [
  ...["dGhlIHNhbXBsZSBub25jZQ==", "/+8AAAAAAAAAAAAAAAAAAA==", "  AQIDBAUGBwgJCgsMDQ4PEA==  "].map(
    (value) => open(`key ${value}`, header("Sec-WebSocket-Key", value)),
  ),
  ...[
    "dGhlIHNhbXBsZSBub25jZQ=",
    "dGhlIHNhbXBsZSBub25jZQ===",
    "dGhlIHNhbXBsZSBub25jZR==",
    "dGhlIHNhbXBsZSBub25jZQ==dGhl",
    '"dGhlIHNhbXBsZSBub25jZQ=="',
    "AAAAAAAAAAAAAAAAAAAAAAA",
    "====",
    "\u00e9AAAAAAAAAAAAAAAAAAAAA==",
    "x".repeat(4000),
  ].map((value) => malformed(`key ${value.slice(0, 30)}`, header("Sec-WebSocket-Key", value))),
  malformed("an empty key and a good one", header("Sec-WebSocket-Key", "", KEY)),
  ...[
    "013",
    "13.",
    "13;",
    "13 8",
    "\u00b3",
    "thirteen",
    "-13",
    "1 3",
    "0",
    "7",
    "256",
    "99999999999",
  ].map((value) => upgrade(`version ${value}`, header("Sec-WebSocket-Version", value))),
  malformed("version 8 and then 13", header("Sec-WebSocket-Version", "8", "13")),
];

/** RFC 9112 sections 2, 3, 5 and 6: what a request consists of. */
const REQUESTS: readonly HandshakeRow[] = [
  ...[
    "HTTP/1.2",
    "HTTP/1",
    "HTTP/2",
    "HTTP/3.0",
    "HTTP/1.10",
    "http/1.1",
    "HTTPS/1.1",
    "ICY/1.0",
    "",
  ].map((version) =>
    malformed(`version "${version}"`, requestText(`GET /open ${version}`, LEGAL_HEADERS)),
  ),
  // RFC 9112 section 3 lets a server read the request line in words; the backend gets one of our own.
  open("two blanks before the target", requestText("GET  /open HTTP/1.1", LEGAL_HEADERS)),
  malformed("a tab before the target", requestText("GET\t/open HTTP/1.1", LEGAL_HEADERS)),
  malformed("a blank first", requestText(" GET /open HTTP/1.1", LEGAL_HEADERS)),
  malformed("a blank in the target", requestText("GET /open x HTTP/1.1", LEGAL_HEADERS)),
  malformed("a method of its own", requestText("WEBSOCKET /open HTTP/1.1", LEGAL_HEADERS)),
  malformed("an HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  ...["//gateway.test/open", "/open/.", "/open/..", "/%2e/open", "/open%5c"].map((target) =>
    target === "//gateway.test/open"
      ? { given: target, text: legal(target), want: 404, code: "PATH_UNKNOWN" }
      : malformed(`target ${target}`, legal(target)),
  ),
  ...["wss://gateway.test/open", "gateway.test:80", "?a=1", "../open", "\\open"].map((target) =>
    malformed(`target ${target}`, legal(target)),
  ),
  ...[
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding:\tchunked",
    "Content-Length: +0",
    "Content-Length: 0, 0",
    "Content-Length: -1",
    "Content-Length: 0x0",
    "Expect: x",
    "Trailer: Host",
    "X-A: \x01",
    "X-A: \x7f",
    "X\x00A: 1",
    "X A: 1",
    "X(A): 1",
    ": 1",
    "Sec-WebSocket-Protocol: a;b",
    "Sec-WebSocket-Protocol: a\u00a0",
    "Sec-WebSocket-Protocol: ,",
    'Sec-WebSocket-Protocol: "a"',
    "Sec-WebSocket-Extensions:",
    "Sec-WebSocket-Extensions: ,",
    "Sec-WebSocket-Extensions: a b",
    "Sec-WebSocket-Extensions: a=b",
    "Sec-WebSocket-Extensions: permessage-deflate;",
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=",
    'Sec-WebSocket-Extensions: x; y="',
    'Sec-WebSocket-Extensions: x; y="a,b"',
    "Sec-WebSocket-Extensions: permessage-deflate, (",
  ].map((line) => malformed(`the line ${JSON.stringify(line)}`, legal("/open", [line]))),
  ...[
    "X-A:",
    "X-A: a\tb",
    "X-A: \u00e9",
    "Content-Type: text/plain",
    "Cache-Control: no-cache",
    "Forwarded: host=evil",
    "X-Forwarded-Host: evil",
    "X-HTTP-Method-Override: POST",
    "X-Original-URL: /admin",
    "Sec-WebSocket-Extensions: x; y=1, permessage-deflate",
    "Sec-WebSocket-Extensions: a,,b",
    'Sec-WebSocket-Extensions: x; y="1"',
    "TE: trailers",
    "Via: 1.1 proxy",
  ].map((line) => open(`the line ${JSON.stringify(line)}`, legal("/open", [line]))),
];

/** Further spellings of a handshake's parts. */
export const FORM_ROWS: readonly HandshakeRow[] = [
  ...HOSTS,
  ...UPGRADES,
  ...KEYS_AND_VERSIONS,
  ...REQUESTS,
];

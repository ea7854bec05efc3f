import { KEY, LEGAL_HEADERS, requestText } from "../helpers/raw-socket.ts";

/** One handshake and what must come back. */
export interface HandshakeRow {
  readonly given: string;
  readonly text: string;
  /** Status, or 101. */
  readonly want: number;
  /** Code of the problem document; null where there is none. */
  readonly code: string | null;
}

const LINE = "GET /open HTTP/1.1";

/** A legal handshake on a path, with further headers. */
export function legal(path: string, more: readonly string[] = []): string {
  return requestText(`GET ${path} HTTP/1.1`, [...LEGAL_HEADERS, ...more]);
}

/** The legal headers with one of them written otherwise, or left out. */
export function altered(name: string, ...lines: readonly string[]): string {
  const kept = LEGAL_HEADERS.filter((line) => !line.startsWith(`${name}:`));
  return requestText(LINE, [...kept, ...lines]);
}

function row(given: string, text: string, want: number, code: string | null): HandshakeRow {
  return { given, text, want, code };
}

const open = (given: string, text: string): HandshakeRow => row(given, text, 101, null);
const malformed = (given: string, text: string): HandshakeRow =>
  row(given, text, 400, "HANDSHAKE_MALFORMED");
const upgrade = (given: string, text: string): HandshakeRow =>
  row(given, text, 426, "UPGRADE_REQUIRED");
const unknown = (given: string, text: string): HandshakeRow =>
  row(given, text, 404, "PATH_UNKNOWN");

const key = (value: string): string => altered("Sec-WebSocket-Key", `Sec-WebSocket-Key: ${value}`);
const version = (...values: string[]): string =>
  altered("Sec-WebSocket-Version", ...values.map((value) => `Sec-WebSocket-Version: ${value}`));
const upgradeTo = (...values: string[]): string =>
  altered("Upgrade", ...values.map((value) => `Upgrade: ${value}`));
const connection = (...values: string[]): string =>
  altered("Connection", ...values.map((value) => `Connection: ${value}`));
const host = (...values: string[]): string =>
  altered("Host", ...values.map((value) => `Host: ${value}`));

const PATHS: readonly HandshakeRow[] = [
  open("a route", legal("/open")),
  open("a route with a query", legal("/open?a=1&b=2&a=3")),
  open("an escaped letter in a literal", legal("/%6Fpen")),
  unknown("an unknown path", legal("/nowhere")),
  unknown("the root, where nothing is", legal("/")),
  unknown("a trailing slash", legal("/open/")),
  unknown("two slashes", legal("//open")),
  unknown("another case", legal("/Open")),
  unknown("a segment too many", legal("/open/more")),
  unknown("an empty parameter", legal("/rooms/")),
  unknown("a path of the admin listener", legal("/healthz")),
  unknown("metrics", legal("/metrics")),
  open("a parameter", legal("/rooms/7")),
  open("a parameter with escapes", legal("/rooms/caf%C3%A9%20bar")),
  open("a literal beside a parameter", legal("/rooms/lobby")),
  malformed("an encoded slash", legal("/rooms/a%2Fb")),
  malformed("an encoded slash in lower case", legal("/rooms/a%2fb")),
  malformed("an encoded backslash", legal("/rooms/a%5Cb")),
  malformed("a backslash", legal("/rooms\\a")),
  malformed("a dot segment", legal("/rooms/../open")),
  malformed("a single dot segment", legal("/./open")),
  malformed("an encoded dot segment", legal("/rooms/%2e%2e/open")),
  malformed("a half-encoded dot segment", legal("/rooms/.%2e")),
  malformed("a dot segment as a parameter", legal("/rooms/..")),
  malformed("an encoded NUL", legal("/rooms/a%00b")),
  malformed("half an escape", legal("/rooms/a%2")),
  malformed("an escape of no byte", legal("/rooms/%zz")),
  malformed("an escape that is not UTF-8", legal("/rooms/%ff")),
  malformed("an overlong slash", legal("/rooms/%c0%af")),
  malformed("a raw byte above 127", legal("/rooms/\u00e9")),
  malformed("a fragment", legal("/open#top")),
  malformed("a bad escape in the query", legal("/open?a=%zz")),
  malformed("NUL in the query", legal("/open?a=%00")),
  malformed("an absolute target", legal("http://gateway.test/open")),
  malformed("an absolute ws target", legal("ws://gateway.test/open")),
  malformed("an asterisk", legal("*")),
  malformed("a target without slash", legal("open")),
  malformed("65 segments", legal(`/${Array(65).fill("a").join("/")}`)),
];

const METHODS: readonly HandshakeRow[] = ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]
  .map((method) =>
    row(
      `${method} with an upgrade`,
      requestText(`${method} /open HTTP/1.1`, LEGAL_HEADERS),
      405,
      "METHOD_NOT_ALLOWED",
    ),
  )
  .concat(
    row("POST", requestText("POST /open HTTP/1.1", ["Host: a"]), 405, "METHOD_NOT_ALLOWED"),
    row("POST elsewhere", requestText("POST /x HTTP/1.1", ["Host: a"]), 404, "PATH_UNKNOWN"),
    row("CONNECT", requestText("CONNECT a:80 HTTP/1.1", ["Host: a"]), 405, "METHOD_NOT_ALLOWED"),
    row(
      "a lower-case method",
      requestText("get /open HTTP/1.1", LEGAL_HEADERS),
      400,
      "HANDSHAKE_MALFORMED",
    ),
  );

const UPGRADES: readonly HandshakeRow[] = [
  upgrade("a plain GET", requestText(LINE, ["Host: a"])),
  unknown("a plain GET elsewhere", requestText("GET /healthz HTTP/1.1", ["Host: a"])),
  upgrade("no Upgrade", altered("Upgrade")),
  upgrade("h2c", upgradeTo("h2c")),
  upgrade("websocket with a version", upgradeTo("websocket/13")),
  upgrade("an empty Upgrade", upgradeTo("")),
  open("Upgrade in another case", upgradeTo("WebSocket")),
  malformed("two protocols in Upgrade", upgradeTo("websocket, h2c")),
  malformed("two protocols, ours last", upgradeTo("h2c, websocket")),
  malformed("two Upgrade lines", upgradeTo("websocket", "h2c")),
  malformed("the same Upgrade twice", upgradeTo("websocket", "websocket")),
  upgrade("no Connection", altered("Connection")),
  upgrade("Connection: close", connection("close")),
  open("Connection in lower case", connection("upgrade")),
  open("Connection with keep-alive, as Firefox sends it", connection("keep-alive, Upgrade")),
  open("Connection on two lines", connection("keep-alive", "Upgrade")),
  malformed("a Connection that nominates the key", connection("Upgrade, Sec-WebSocket-Key")),
  upgrade("a Connection that nominates the version", connection("Upgrade, Sec-WebSocket-Version")),
  upgrade("no version", version()),
  ...["8", "0", "12", "14", "013", "0xd", "1.3e1", "13.0", "+13", "13,8", "13, 13", "", "x"].map(
    (value) => upgrade(`version "${value}"`, version(value)),
  ),
  open("version 13 in blanks", version("  13  ")),
  malformed("two versions", version("13", "13")),
  malformed("two different versions", version("13", "8")),
];

const KEYS: readonly HandshakeRow[] = [
  malformed("no key", altered("Sec-WebSocket-Key")),
  malformed("an empty key", key("")),
  malformed("a key of 15 bytes", key("AAAAAAAAAAAAAAAAAAAA")),
  malformed("a key of 17 bytes", key("AAAAAAAAAAAAAAAAAAAAAAA=")),
  malformed("a key whose last bits are not zero", key("AAAAAAAAAAAAAAAAAAAAAB==")),
  malformed("a key without padding", key("AAAAAAAAAAAAAAAAAAAAAA")),
  malformed("a key in the URL alphabet", key("AAAA_AAAAAAAAAAAAAAAA-==")),
  malformed("a key with a blank inside", key("AAAAAAAAAAA AAAAAAAAAAA==")),
  malformed("a key with something behind it", key(`${KEY}, x`)),
  malformed(
    "two keys",
    altered("Sec-WebSocket-Key", `Sec-WebSocket-Key: ${KEY}`, `Sec-WebSocket-Key: ${KEY}`),
  ),
];

const FORM: readonly HandshakeRow[] = [
  malformed("no Host", host()),
  malformed("two Hosts", host("a", "b")),
  malformed("the same Host twice", host("a", "a")),
  malformed("an empty Host", host("")),
  malformed("a Host with a path", host("a/b")),
  malformed("a Host with a user", host("a@b")),
  malformed("a Host that is a list", host("a, b")),
  open("a Host with a port", host("a:8080")),
  open("a Host that is an IPv6 address", host("[::1]:8080")),
  malformed("HTTP/1.0", requestText("GET /open HTTP/1.0", LEGAL_HEADERS)),
  malformed("HTTP/2.0", requestText("GET /open HTTP/2.0", LEGAL_HEADERS)),
  malformed("HTTP/0.9", "GET /open\r\n\r\n"),
  malformed("Content-Length: 0", legal("/open", ["Content-Length: 0"])),
  malformed("a body", `${legal("/open", ["Content-Length: 5"])}hello`),
  malformed("two lengths", legal("/open", ["Content-Length: 0", "Content-Length: 5"])),
  malformed("a length of no number", legal("/open", ["Content-Length: x"])),
  malformed("a chunked body", `${legal("/open", ["Transfer-Encoding: chunked"])}0\r\n\r\n`),
  malformed("identity encoding", legal("/open", ["Transfer-Encoding: identity"])),
  malformed(
    "length and encoding",
    legal("/open", ["Content-Length: 3", "Transfer-Encoding: chunked"]),
  ),
  malformed("Expect", legal("/open", ["Expect: 100-continue"])),
  malformed("Trailer", legal("/open", ["Trailer: x-a"])),
  malformed("two Origins", legal("/open", ["Origin: http://a", "Origin: http://b"])),
  malformed(
    "two Authorizations",
    legal("/open", ["Authorization: Bearer a", "Authorization: Bearer b"]),
  ),
  malformed(
    "65 headers",
    legal(
      "/open",
      Array.from({ length: 60 }, (_, i) => `X-${i}: 1`),
    ),
  ),
  row(
    "17 KiB of headers",
    legal("/open", [`X-Long: ${"a".repeat(17 * 1024)}`]),
    431,
    "HANDSHAKE_MALFORMED",
  ),
  row("a target of 17 KiB", legal(`/open?${"a".repeat(17 * 1024)}`), 431, "HANDSHAKE_MALFORMED"),
  malformed("a header without colon", legal("/open", ["nonsense"])),
  malformed("a blank before the colon", legal("/open", ["X-A : 1"])),
  malformed("a folded header", legal("/open", ["X-A: 1", " 2"])),
  malformed("NUL in a header", legal("/open", ["X-A: a\0b"])),
  malformed("bare line feeds and garbage", "hello\n\n"),
  malformed("a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
  malformed("17 KiB of early data", legal("/open") + "\x81".repeat(17 * 1024)),
];

const SUBPROTOCOLS: readonly HandshakeRow[] = [
  open("an offer", legal("/open", ["Sec-WebSocket-Protocol: chat, superchat"])),
  malformed("an empty offer", legal("/open", ["Sec-WebSocket-Protocol:"])),
  malformed("an offer with a hole", legal("/open", ["Sec-WebSocket-Protocol: a,,b"])),
  malformed("an offer twice", legal("/open", ["Sec-WebSocket-Protocol: a, a"])),
  malformed("an offer that is no token", legal("/open", ["Sec-WebSocket-Protocol: a b"])),
  malformed(
    "17 offers",
    legal("/open", [
      `Sec-WebSocket-Protocol: ${Array.from({ length: 17 }, (_, i) => `p${i}`).join()}`,
    ]),
  ),
  open(
    "an extension, which is not negotiated",
    legal("/open", ["Sec-WebSocket-Extensions: permessage-deflate"]),
  ),
  open(
    "an extension called constructor",
    legal("/open", ["Sec-WebSocket-Extensions: constructor"]),
  ),
];

/** Every row that needs no policy of the route. */
export const HANDSHAKE_ROWS: readonly HandshakeRow[] = [
  ...PATHS,
  ...METHODS,
  ...UPGRADES,
  ...KEYS,
  ...FORM,
  ...SUBPROTOCOLS,
];

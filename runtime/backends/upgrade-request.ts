import { randomWord } from "../frames/random-words.ts";
import { Refusal } from "../refusals.ts";
import type { DialRequest } from "./dial-request.ts";

/** RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What a header's value may not hold (RFC 9110 section 5.5): a line end would begin a header of its own. */
const FORBIDDEN = /[^\t\x20-\x7e\x80-\xff]/;

/** Headers that are the handshake's own. */
const OWN = /^(?:host|upgrade|connection|content-length|transfer-encoding|sec-websocket-.*)$/i;

const keyBytes = Buffer.alloc(16);

/** A fresh key for `Sec-WebSocket-Key`: 16 random bytes in base64 (RFC 6455 section 4.1). */
export function newUpgradeKey(): string {
  for (let at = 0; at < 16; at += 4) keyBytes.writeInt32LE(randomWord(), at);
  return keyBytes.toString("base64");
}

/**
 * The text of a WebSocket handshake, as Latin-1 (RFC 6455 section 4.1). Throws HANDSHAKE_MALFORMED for a
 * header, path or subprotocol that could be read as something else than what it is.
 */
export function upgradeRequestText(request: DialRequest, key: string): string {
  const { url, headers, protocols } = request;
  const target = `${url.pathname}${url.search}`;
  if (!/^\/[\x21-\x7e]*$/.test(target)) throw unsafe("the path");
  let text =
    `GET ${target} HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n`;
  if (protocols.length > 0) {
    if (!protocols.every((name) => TOKEN.test(name))) throw unsafe("a subprotocol");
    text += `Sec-WebSocket-Protocol: ${protocols.join(", ")}\r\n`;
  }
  if (url.username !== "" || url.password !== "") text += headerLine("authorization", basic(url));
  for (const name of Object.keys(headers)) {
    const value = headers[name] ?? "";
    if (typeof value === "string") text += headerLine(name, value);
    else for (const one of value) text += headerLine(name, one);
  }
  return `${text}\r\n`;
}

function headerLine(name: string, value: string): string {
  if (!TOKEN.test(name) || OWN.test(name)) throw unsafe(`a header named "${name}"`);
  if (FORBIDDEN.test(value)) throw unsafe(`header "${name}"`);
  return `${name}: ${value}\r\n`;
}

/** User and password of a backend's URL (RFC 7617). */
function basic(url: URL): string {
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

function unsafe(what: string): Refusal {
  return new Refusal("HANDSHAKE_MALFORMED", { reason: `${what} cannot be forwarded to a backend` });
}

import { GATEWAY_LIMITS } from "../limits.ts";
import { Refusal } from "../refusals.ts";
import { type HandshakeRequest, listTokens, singleHeader } from "./request.ts";

/**
 * Headers of a handshake that may stand once only; two of them would let two programs read two
 * requests.
 */
const SINGLETONS = [
  "upgrade",
  "sec-websocket-key",
  "sec-websocket-version",
  "origin",
  "authorization",
  "content-length",
  "transfer-encoding",
] as const;

/**
 * What RFC 6455 section 4.2.1 and RFC 9112 ask of a handshake, read strictly, before any library
 * sees it. The order is the order of the answers: 405, then 426, then 400.
 */
export function checkUpgrade(request: HandshakeRequest, hasUpgrade: boolean): void {
  checkMethod(request);
  checkProtocol(request, hasUpgrade);
  checkDuplicates(request);
  checkNoBody(request);
  checkKey(request);
}

function checkMethod(request: HandshakeRequest): void {
  if (request.method !== "GET") {
    throw new Refusal("METHOD_NOT_ALLOWED", { method: request.method });
  }
}

function checkProtocol(request: HandshakeRequest, hasUpgrade: boolean): void {
  const upgrade = request.headers.get("upgrade") ?? [];
  if (listTokens(upgrade).length > 1) {
    throw malformed("Upgrade lists several protocols, expected websocket alone");
  }
  if (upgrade[0]?.toLowerCase() !== "websocket" || !hasUpgrade) {
    const reason = "expected Upgrade: websocket and Connection: Upgrade";
    throw new Refusal("UPGRADE_REQUIRED", { reason });
  }
  if (!listTokens(request.headers.get("connection") ?? []).includes("upgrade")) {
    throw new Refusal("UPGRADE_REQUIRED", { reason: "expected Connection: Upgrade" });
  }
  const versions = request.headers.get("sec-websocket-version") ?? [];
  if (versions.length < 2 && versions[0] !== "13") {
    throw new Refusal("UPGRADE_REQUIRED", { reason: "expected Sec-WebSocket-Version: 13" });
  }
}

function checkDuplicates(request: HandshakeRequest): void {
  if (request.headerCount > GATEWAY_LIMITS.requestHeaders) {
    throw malformed(`more than ${GATEWAY_LIMITS.requestHeaders} headers`);
  }
  for (const name of SINGLETONS) {
    if ((request.headers.get(name)?.length ?? 0) > 1) {
      throw malformed(`more than one ${name} header`);
    }
  }
}

function checkNoBody(request: HandshakeRequest): void {
  for (const name of ["content-length", "transfer-encoding", "trailer"]) {
    if (request.headers.has(name)) {
      throw malformed(`a handshake has no body, found ${name}`);
    }
  }
  if (request.headers.has("expect")) {
    throw malformed("a handshake has no body to expect");
  }
}

/**
 * The key is the canonical base64 of 16 bytes: 22 characters, the last of which holds two bits. Anything else was not
 * made by a WebSocket client.
 */
function checkKey(request: HandshakeRequest): void {
  const key = singleHeader(request, "sec-websocket-key");
  if (key === null) {
    throw malformed("no Sec-WebSocket-Key");
  }
  if (!/^[A-Za-z0-9+/]{21}[AQgw]==$/.test(key)) {
    throw malformed("Sec-WebSocket-Key is not 16 bytes in base64");
  }
}

function malformed(reason: string): Refusal {
  return new Refusal("HANDSHAKE_MALFORMED", { reason });
}

import type { Buffer } from "node:buffer";

/** Bytes that a backend's answer may have before its empty line. */
export const MAX_RESPONSE_HEAD_BYTES = 16 * 1024;

/** A backend's answer to a handshake, up to its empty line. */
export interface UpgradeResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** Where an answer's head ends, its empty line included; 0: not yet. */
export function endOfHead(bytes: Buffer): number {
  const at = bytes.indexOf("\r\n\r\n");
  return at === -1 ? 0 : at + 4;
}

/** Whether these first bytes can be an answer's. */
export function looksLikeAnswer(bytes: Buffer): boolean {
  return "HTTP/1.".startsWith(bytes.toString("latin1", 0, 7));
}

/** Reads a head strictly (RFC 9112 sections 4 and 5); a string says what is wrong with it. */
export function parseResponseHead(text: string): UpgradeResponse | string {
  const [statusLine = "", ...lines] = text.slice(0, -4).split("\r\n");
  const status = /^HTTP\/1\.([01]) ([1-5][0-9]{2})(?: [\t\x20-\x7e\x80-\xff]*)?$/.exec(statusLine);
  if (status === null) return "its answer is not HTTP/1.1";
  if (status[1] === "0" && status[2] === "101") return "its answer is not HTTP/1.1";
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(name)) return "its answer has a malformed header";
    if (/[^\t\x20-\x7e\x80-\xff]/.test(line)) return "its answer has a malformed header";
    const value = line.slice(colon + 1).trim();
    const others = headers.get(name);
    if (others === undefined) headers.set(name, [value]);
    else others.push(value);
  }
  return { status: Number(status[2]), headers };
}

/** What a 101 is checked against. */
export interface ExpectedUpgrade {
  /** `Sec-WebSocket-Accept` of our key. */
  readonly accept: string;
  /** Subprotocols that were offered. */
  readonly protocols: readonly string[];
}

/** What is wrong with a 101 (RFC 6455 section 4.1, the client's six checks); null: the WebSocket is open. */
export function upgradeFault(
  { headers }: UpgradeResponse,
  { accept, protocols }: ExpectedUpgrade,
): string | null {
  const upgrade = headers.get("upgrade") ?? [];
  if (upgrade.length !== 1 || upgrade[0]?.toLowerCase() !== "websocket") {
    return "its 101 does not say Upgrade: websocket";
  }
  const options = (headers.get("connection") ?? []).flatMap((line) => line.split(","));
  if (!options.some((option) => option.trim().toLowerCase() === "upgrade")) {
    return "its 101 does not say Connection: Upgrade";
  }
  const accepts = headers.get("sec-websocket-accept") ?? [];
  if (accepts.length !== 1 || accepts[0] !== accept) {
    return "its 101 has a wrong Sec-WebSocket-Accept";
  }
  if (headers.has("sec-websocket-extensions")) return "its 101 has an extension nobody offered";
  const selected = headers.get("sec-websocket-protocol") ?? [];
  if (selected.length > 1 || !selected.every((name) => protocols.includes(name))) {
    return "its 101 has a subprotocol nobody offered";
  }
  return null;
}

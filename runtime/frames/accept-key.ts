import * as crypto from "node:crypto";

/** One call from Node 20.12 on; a hash object, which is a stream, costs three times as much. */
const sha1: (text: string) => string =
  typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha1", text, "base64")
    : (text) => crypto.createHash("sha1").update(text).digest("base64");

/** `Sec-WebSocket-Accept` for a `Sec-WebSocket-Key` (RFC 6455 section 4.2.2, step 5.4). */
export function acceptKey(key: string): string {
  return sha1(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
}

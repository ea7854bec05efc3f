import { Buffer } from "node:buffer";

import { LEGAL_HEADERS, requestText } from "../../helpers/raw-socket.ts";
import { Dice } from "../acceptors/random.ts";

const REQUEST_LINES = [
  "GET /chat HTTP/1.1",
  "GET /chat HTTP/1.0",
  "GET /chat HTTP/2.0",
  "GET /chat",
  "POST /chat HTTP/1.1",
  "GET http://other.test/chat HTTP/1.1",
  "GET /chat/../../etc HTTP/1.1",
  "GET /%00%ff%zz HTTP/1.1",
  "CONNECT gateway.test:443 HTTP/1.1",
  "PRI * HTTP/2.0",
  "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
] as const;

/** Lines that do harm beside, or instead of, those of a legal request. */
const HEADERS = [
  "Host: second.test",
  "Content-Length: 5",
  "Content-Length: -1",
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: chunked, identity",
  "Connection: close",
  "Upgrade: h2c",
  "Sec-WebSocket-Version: 8",
  "Sec-WebSocket-Version: 13, 13",
  "Sec-WebSocket-Key: short",
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAB==",
  "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99",
  "Sec-WebSocket-Extensions: ,,;=",
  "Sec-WebSocket-Protocol: a, a, ,",
  "Expect: 100-continue",
  "No colon at all",
  ": no name",
  "Bad Name: x",
  "X-Null: a\u0000b",
  " folded: x",
  `X-Long: ${"x".repeat(17_000)}`,
  "Origin: https://evil.test",
  "Cookie: \u00ff\u00fe",
] as const;

/** Bytes that begin like a handshake and are none, or nearly one. */
export function malformedHandshake(seed: number): Buffer {
  const dice = new Dice(seed);
  const headers: string[] = [...LEGAL_HEADERS];
  let line: string = REQUEST_LINES[0];
  for (let changes = 1 + dice.below(3); changes > 0; changes -= 1) {
    switch (dice.below(4)) {
      case 0:
        line = dice.pick(REQUEST_LINES);
        break;
      case 1:
        headers.splice(dice.below(headers.length + 1), 0, dice.pick(HEADERS));
        break;
      case 2:
        headers.splice(dice.below(headers.length), 1);
        break;
      default:
        headers[dice.below(headers.length + 1)] = dice.pick(HEADERS);
    }
  }
  const text = Buffer.from(
    requestText(line, headers, dice.once(3) ? "\u0081\u0085early" : ""),
    "latin1",
  );
  if (dice.once(4)) text[dice.below(text.length)] = dice.below(256);
  return dice.once(6) ? text.subarray(0, 1 + dice.below(text.length)) : text;
}

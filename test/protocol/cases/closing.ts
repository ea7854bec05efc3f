import { Buffer } from "node:buffer";
import { pieces } from "../chunks.ts";
import type { CaseEnd, ProtocolCase } from "../protocol-case.ts";
import { binary, frameCase, joined, PROTOCOL_ERROR, text, TEXT_INVALID } from "../protocol-case.ts";
import { mayBeSent } from "../strict-reader.ts";
import { OPCODE, type WireFrame } from "../wire.ts";

/** Both sides of every border between classes of codes (RFC 6455 section 7.4). */
const BORDERS = [
  ...[0, 1, 999],
  ...Array.from({ length: 20 }, (_, index) => 1000 + index),
  ...[1100, 1999, 2000, 2001, 2999, 3000, 3001, 3999, 4000, 4001, 4999, 5000, 5001, 65_535],
];

const ALL_CODES = Array.from({ length: 5001 }, (_, code) => code);

/** Reasons: none, as long as can be, one byte longer, no UTF-8, cut within a character. */
const REASONS: Readonly<Record<string, Buffer>> = {
  none: Buffer.alloc(0),
  "1": Buffer.from("y"),
  "123": Buffer.from("é".repeat(61) + "!"),
  "124": Buffer.from("é".repeat(62)),
  "bad-utf8": Buffer.from([0x61, 0xc3, 0x28]),
  "cut-utf8": Buffer.from([0x61, 0xf0, 0x9f, 0x98]),
};

/** Close frames and what comes behind them (RFC 6455 sections 5.5.1 and 7). `isWide`: every code from 0 to 5000. */
export function closingCases(isWide: boolean): readonly ProtocolCase[] {
  const codes = isWide ? [...ALL_CODES, 5001, 65_535] : BORDERS;
  return [
    ...codes.flatMap(codeCases),
    ...[0x00, 0x03, 0x41, 0x80, 0xff].map((byte) =>
      frameCase(
        `closing/one-byte/${byte}`,
        `a close frame of the one byte ${byte}`,
        [{ opcode: OPCODE.close, payload: Buffer.from([byte]) }],
        { end: PROTOCOL_ERROR },
      ),
    ),
    ...handshakeCases(),
    ...lateCases(),
  ];
}

function codeCases(code: number): readonly ProtocolCase[] {
  return Object.entries(REASONS).map(([name, reason]) =>
    frameCase(
      `closing/code/${code}/${name}`,
      `close code ${code}, reason ${name}`,
      [{ opcode: OPCODE.close, payload: closePayload(code, reason) }],
      { end: endOf(code, name, reason) },
    ),
  );
}

function endOf(code: number, name: string, reason: Buffer): CaseEnd {
  if (name === "124" || !mayBeSent(code)) return PROTOCOL_ERROR;
  if (name.endsWith("-utf8")) return TEXT_INVALID;
  return { kind: "closes", code, reason: reason.toString("utf8") };
}

function closePayload(code: number, reason: Buffer): Buffer {
  const payload = Buffer.alloc(2 + reason.length);
  payload.writeUInt16BE(code);
  reason.copy(payload, 2);
  return payload;
}

const CLOSE: WireFrame = { opcode: OPCODE.close, payload: closePayload(3000, Buffer.from("why")) };
const CLOSED: CaseEnd = { kind: "closes", code: 3000, reason: "why" };
const LATE = Buffer.from("late");

/** Messages before a close are forwarded before it. */
function handshakeCases(): readonly ProtocolCase[] {
  const before = [text("a"), binary("b"), text(""), text("c".repeat(1000))];
  const frames = [...before.map(({ kind, payload }) => ({ opcode: OPCODE[kind], payload })), CLOSE];
  const wants = { forwarded: before, end: CLOSED };
  const empty: WireFrame = { opcode: OPCODE.close };
  return [
    frameCase("closing/after-messages", "messages and a close in one write", frames, wants),
    ...[1, 2, 3, 5, 7].map((size) =>
      frameCase(`closing/after-messages/${size}`, `the same in pieces of ${size}`, frames, {
        ...wants,
        writes: (role) => pieces(joined(frames, role), size),
      }),
    ),
    frameCase("closing/empty", "a close frame without a code", [empty], {
      end: { kind: "closes", code: null, reason: "" },
    }),
    frameCase("closing/empty/byte-by-byte", "the same byte by byte", [empty], {
      end: { kind: "closes", code: null, reason: "" },
      writes: (role) => pieces(joined([empty], role), 1),
    }),
  ];
}

/** What comes behind a close frame is nobody's, legal or not (section 5.5.1). */
function lateCases(): readonly ProtocolCase[] {
  const late: Readonly<Record<string, readonly WireFrame[]>> = {
    text: [{ opcode: OPCODE.text, payload: LATE }],
    binary: [{ opcode: OPCODE.binary, payload: LATE }],
    fragment: [{ opcode: OPCODE.text, fin: false, payload: LATE }],
    ping: [{ opcode: OPCODE.ping, payload: LATE }],
    pong: [{ opcode: OPCODE.pong, payload: LATE }],
    close: [{ opcode: OPCODE.close, payload: closePayload(4000, LATE) }],
    "bad-close": [{ opcode: OPCODE.close, payload: closePayload(1005, LATE) }],
    rsv: [{ opcode: OPCODE.text, rsv: 7, payload: LATE }],
    opcode: [{ opcode: 0x0b, payload: LATE }],
    utf8: [{ opcode: OPCODE.text, payload: Buffer.from([0xff]) }],
    huge: [{ opcode: OPCODE.binary, claimedLength: 1n << 62n }],
    flood: Array.from({ length: 50 }, () => ({ opcode: OPCODE.ping })),
  };
  return Object.entries(late).flatMap(([name, frames]) => {
    const before: WireFrame = { opcode: OPCODE.text, payload: Buffer.from("before") };
    const all = [before, CLOSE, ...frames];
    const wants = { forwarded: [text("before")], end: CLOSED };
    return [
      frameCase(`closing/late/${name}`, `${name} behind a close, in one write`, all, wants),
      frameCase(`closing/late/${name}/later`, `${name} behind a close, in a second write`, all, {
        ...wants,
        writes: (role) => [joined([before, CLOSE], role), joined(frames, role)],
      }),
    ];
  });
}

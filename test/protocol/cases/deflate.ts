import { Buffer } from "node:buffer";
import { constants, deflateRawSync, type ZlibOptions } from "node:zlib";
import { pieces, trickle } from "../chunks.ts";
import type { ProtocolCase } from "../protocol-case.ts";
import {
  binary,
  frameCase,
  joined,
  POLICY,
  PROTOCOL_ERROR,
  text,
  TEXT_INVALID,
  TOO_BIG,
} from "../protocol-case.ts";
import { OPCODE, type WireFrame } from "../wire.ts";
import { LIMIT_BYTES, noise } from "./lengths.ts";

/** Bit of RSV1, which says that a message is compressed (RFC 7692 section 6). */
export const RSV1 = 4;

/** Messages compressed by permessage-deflate, and what only looks like it. */
export function deflateCases(): readonly ProtocolCase[] {
  return [...sizeCases(), ...streamCases(), ...bitCases(), ...brokenCases(), ...bombCases()];
}

/** The offer of a client, and the answer of a server that grants all that may be asked. */
const GRANTED = {
  client: "permessage-deflate; client_max_window_bits",
  server: "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
} as const;

function deflated(
  id: string,
  says: string,
  frames: readonly WireFrame[],
  wants: Partial<ProtocolCase>,
): ProtocolCase {
  return frameCase(`deflate/${id}`, says, frames, { extension: GRANTED, ...wants });
}

/** Section 7.2.1: what a sync flush leaves, without its last four bytes. */
export function compress(payload: Buffer, options: ZlibOptions = {}): Buffer {
  const stream = deflateRawSync(payload, { ...options, finishFlush: constants.Z_SYNC_FLUSH });
  return stream.subarray(0, stream.length - 4);
}

function inFragments(opcode: number, payload: Buffer, count: number): readonly WireFrame[] {
  const parts = pieces(payload, Math.max(1, Math.ceil(payload.length / count)));
  return parts.map((part, index) => ({
    opcode: index === 0 ? opcode : OPCODE.continuation,
    rsv: index === 0 ? RSV1 : 0,
    fin: index === parts.length - 1,
    payload: part,
  }));
}

/** Words that compress to a third or so, far from a bomb. */
export function prose(length: number): Buffer {
  // Every word has four bytes or more with the blank behind it.
  const count = Math.ceil(length / 4) + 1;
  const words = Array.from({ length: count }, (_, index) => `é${(index * 7919) % 997}`).join(" ");
  const bytes = Buffer.from(words).subarray(0, length);
  const isCut = ((bytes.at(-1) ?? 0) & 0xc0) === 0xc0;
  return isCut ? Buffer.concat([bytes.subarray(0, -1), Buffer.from("e")]) : bytes;
}

function sizeCases(): readonly ProtocolCase[] {
  return [0, 1, 2, 125, 126, 1_023, 1_024, 4_096, 65_535, 65_536, LIMIT_BYTES].flatMap((length) =>
    ([text(prose(length)), binary(noise(length))] as const).flatMap((message) => {
      const payload = compress(message.payload);
      const opcode = OPCODE[message.kind];
      const wants = { forwarded: [message] };
      const id = `size/${message.kind}/${length}`;
      const says = `a compressed ${message.kind} message of ${length} bytes`;
      const whole = inFragments(opcode, payload, 1);
      return [
        deflated(id, says, whole, wants),
        deflated(`${id}/trickle`, `${says}, byte by byte`, whole, {
          ...wants,
          writes: (role) => trickle(joined(whole, role), 40),
        }),
        ...[2, 3, 12].map((count) =>
          deflated(
            `${id}/fragments-${count}`,
            `${says} in fragments`,
            [...inFragments(opcode, payload, count)],
            wants,
          ),
        ),
        deflated(
          `${id}/plain`,
          `the same message, not compressed`,
          [{ opcode, payload: message.payload }],
          wants,
        ),
      ];
    }),
  );
}

/** Every way to write a deflate stream, and the examples of RFC 7692 section 7.2.3. */
function streamCases(): readonly ProtocolCase[] {
  const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY } = constants;
  const payload = prose(3_000);
  const strategies = { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY };
  const of = (id: string, says: string, stream: Buffer, message: Buffer) =>
    deflated(`stream/${id}`, says, inFragments(OPCODE.text, stream, 1), {
      forwarded: [text(message)],
    });
  const hello = Buffer.from("Hello");
  const hex = (bytes: string): Buffer => Buffer.from(bytes, "hex");
  return [
    ...Object.entries(strategies).flatMap(([name, strategy]) =>
      [0, 1, 9].map((level) =>
        of(
          `${name}/${level}`,
          `${name} at level ${level}`,
          compress(payload, { strategy, level }),
          payload,
        ),
      ),
    ),
    ...[9, 10, 11, 12, 13, 14, 15].map((windowBits) =>
      of(
        `window/${windowBits}`,
        `a window of ${windowBits} bits`,
        compress(payload, { windowBits }),
        payload,
      ),
    ),
    of("rfc-7.2.3.1", "one block", hex("f248cdc9c90700"), hello),
    of("rfc-7.2.3.3", "a block without compression", hex("000500faff48656c6c6f00"), hello),
    of("rfc-7.2.3.4", "a block with BFINAL", hex("f348cdc9c9070000"), hello),
    of("rfc-7.2.3.5", "two blocks", hex("f248050000 00ffffcac9c90700".replaceAll(" ", "")), hello),
    of("rfc-7.2.3.6", "an empty message", hex("00"), Buffer.alloc(0)),
  ];
}

/** RSV1 where it does not belong (section 6). */
function bitCases(): readonly ProtocolCase[] {
  const end = PROTOCOL_ERROR;
  const stream = compress(prose(300));
  const [first, second] = [stream.subarray(0, 50), stream.subarray(50)];
  const open: WireFrame = { opcode: OPCODE.text, fin: false, rsv: RSV1, payload: first };
  const rest: WireFrame = { opcode: OPCODE.continuation, payload: second };
  const ping: WireFrame = { opcode: OPCODE.ping, payload: Buffer.from("?") };
  const controls = { ping: OPCODE.ping, pong: OPCODE.pong, close: OPCODE.close };
  return [
    deflated("bits/continuation", "RSV1 on a continuation", [open, { ...rest, rsv: RSV1 }], {
      end,
    }),
    ...Object.entries(controls).flatMap(([name, opcode]) => [
      deflated(`bits/${name}`, `RSV1 on a ${name}`, [{ opcode, rsv: RSV1 }], { end }),
      deflated(
        `bits/${name}/within`,
        `the same in a message`,
        [open, { opcode, rsv: RSV1 }, rest],
        {
          end,
        },
      ),
    ]),
    ...[1, 2, 3, 5, 6, 7].map((rsv) =>
      deflated(`bits/rsv-${rsv}`, `reserved bits ${rsv}`, [{ opcode: 1, rsv, payload: stream }], {
        end,
      }),
    ),
    deflated("bits/ping-between", "a ping between compressed fragments", [open, ping, rest], {
      forwarded: [text(prose(300))],
      pongs: [Buffer.from("?")],
    }),
    frameCase(
      "deflate/bits/not-negotiated",
      "RSV1 on a leg that has not negotiated it",
      [{ opcode: OPCODE.text, rsv: RSV1, payload: stream }],
      { end },
    ),
  ];
}

/** Streams that do not inflate, or to what is no text. */
function brokenCases(): readonly ProtocolCase[] {
  const payload = prose(3_000);
  const stream = compress(payload);
  const reused = compress(Buffer.concat([payload, payload])).subarray(-12);
  const broken: Readonly<Record<string, Buffer>> = {
    garbage: Buffer.from("ffffffffffffffff", "hex"),
    "reserved-block": Buffer.from("06", "hex"),
    "stored-length": Buffer.from("000500000048656c6c6f00", "hex"),
    "too-far-back": Buffer.from("4a04113000".padEnd(16, "0"), "hex"),
    "other-context": reused,
    "bad-utf8": compress(Buffer.from([0x61, 0xff, 0x62])),
    "cut-utf8": compress(Buffer.from([0x61, 0xe2, 0x82])),
  };
  const good: WireFrame = { opcode: OPCODE.text, rsv: RSV1, payload: stream };
  return Object.entries(broken).flatMap(([name, bytes]) => {
    const bad: WireFrame = { opcode: OPCODE.text, rsv: RSV1, payload: bytes };
    const says = `a compressed message whose stream is broken (${name})`;
    return [
      deflated(`broken/${name}`, says, [bad], { end: TEXT_INVALID }),
      deflated(`broken/${name}/second`, `a good one, then ${says}`, [good, bad, good], {
        forwarded: [text(payload)],
        end: TEXT_INVALID,
      }),
    ];
  });
}

/** Few bytes that inflate to many: over the limit of a message, or over 100 times of what was sent. */
function bombCases(): readonly ProtocolCase[] {
  const bomb = (length: number): WireFrame => ({
    opcode: OPCODE.binary,
    rsv: RSV1,
    payload: compress(Buffer.alloc(length)),
  });
  return [
    ...[LIMIT_BYTES + 1, 100_000, 1_000_000, 50_000_000].map((length) =>
      deflated(`bomb/${length}`, `a message that inflates to ${length} bytes`, [bomb(length)], {
        end: TOO_BIG,
      }),
    ),
    deflated("bomb/ratio", "65,000 bytes in 80", [bomb(65_000)], { end: POLICY }),
    deflated(
      "bomb/fragments",
      "a bomb in fragments",
      [...inFragments(OPCODE.binary, compress(Buffer.alloc(1_000_000)), 10)],
      { end: TOO_BIG },
    ),
  ];
}

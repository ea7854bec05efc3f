import { Buffer } from "node:buffer";
import type { CaseEnd } from "../protocol-case.ts";
import { POLICY, PROTOCOL_ERROR, TEXT_INVALID, TOO_BIG } from "../protocol-case.ts";
import { OPCODE, type WireFrame } from "../wire.ts";
import { LIMIT_BYTES } from "./lengths.ts";

/** Frames that no gateway may let pass, wherever they stand between whole messages. */
export interface BadFrames {
  readonly name: string;
  readonly says: string;
  readonly frames: readonly WireFrame[];
  readonly end: CaseEnd;
}

const X = Buffer.from("x");

function bad(
  name: string,
  says: string,
  frames: readonly WireFrame[],
  end: CaseEnd = PROTOCOL_ERROR,
): BadFrames {
  return { name, says, frames, end };
}

/** One of each kind. */
export const BAD_FRAMES: readonly BadFrames[] = [
  bad("rsv1", "RSV1 without an extension", [{ opcode: 1, rsv: 4, payload: X }]),
  bad("rsv2", "RSV2 without an extension", [{ opcode: 2, rsv: 2, payload: X }]),
  bad("rsv3", "RSV3 without an extension", [{ opcode: 1, rsv: 1 }]),
  bad("opcode-3", "a reserved data opcode", [{ opcode: 3, payload: X }]),
  bad("opcode-15", "a reserved control opcode", [{ opcode: 15 }]),
  bad("masking", "masking against its role", [{ opcode: 1, payload: X, isMaskedWrongly: true }]),
  bad("masking-empty", "masking against its role where nothing is to be masked", [
    { opcode: 2, isMaskedWrongly: true },
  ]),
  bad("continuation", "a continuation of nothing", [{ opcode: 0, payload: X }]),
  bad("continuation-open", "a continuation of nothing that goes on", [
    { opcode: 0, fin: false, payload: X },
  ]),
  bad("text-in-text", "a message within a message", [
    { opcode: 1, fin: false, payload: X },
    { opcode: 1, payload: X },
  ]),
  bad("binary-in-text", "a binary message within a text message", [
    { opcode: 1, fin: false, payload: X },
    { opcode: 2, payload: X },
  ]),
  bad("ping-126", "a ping of 126 bytes", [{ opcode: 9, payload: Buffer.alloc(126) }]),
  bad("ping-fragment", "a fragment of a ping", [{ opcode: 9, fin: false, payload: X }]),
  bad("pong-fragment", "a fragment of a pong", [{ opcode: 10, fin: false }]),
  bad("close-fragment", "a fragment of a close", [{ opcode: 8, fin: false }]),
  bad("close-1", "a close frame of one byte", [{ opcode: 8, payload: X }]),
  bad("close-1005", "a close code that is never sent", [
    { opcode: 8, payload: Buffer.from([0x03, 0xed]) },
  ]),
  bad(
    "close-reason",
    "a close reason that is not UTF-8",
    [{ opcode: 8, payload: Buffer.from([0x03, 0xe8, 0xc3, 0x28]) }],
    TEXT_INVALID,
  ),
  bad("length-16", "a short length in 16 bits", [{ opcode: 1, lengthBits: 16, payload: X }]),
  bad(
    "utf8",
    "text that is not UTF-8",
    [{ opcode: 1, payload: Buffer.from([0x61, 0xc0, 0xaf]) }],
    TEXT_INVALID,
  ),
  bad(
    "utf8-cut",
    "text that ends within a character",
    [{ opcode: 1, payload: Buffer.from([0x61, 0xe2, 0x82]) }],
    TEXT_INVALID,
  ),
  bad(
    "too-big",
    "a length over the limit",
    [{ opcode: 2, claimedLength: BigInt(LIMIT_BYTES + 1) }],
    TOO_BIG,
  ),
  bad("huge", "a length of 2^62", [{ opcode: 1, claimedLength: 1n << 62n }], TOO_BIG),
  bad(
    "flood",
    "eleven pongs",
    Array.from({ length: 11 }, () => ({ opcode: OPCODE.pong })),
    POLICY,
  ),
];

import type { FrameParts } from "./raw-peer.ts";

/** Frames that an engine refuses with `LIMITS` of the suite: the refusal and the code of the close frame. */
interface Refused {
  readonly given: string;
  readonly frames: readonly FrameParts[];
  readonly want: { readonly refused: string; readonly code: number };
}

/** One row for each thing that an engine looks at. */
export const REFUSED: readonly Refused[] = [
  {
    given: "a message one byte too long",
    frames: [{ payload: "x".repeat(1_001) }],
    want: { refused: "MESSAGE_TOO_BIG", code: 1009 },
  },
  {
    given: "fragments that add up to one byte too much",
    frames: [
      { payload: "x".repeat(600), fin: false },
      { opcode: 0, payload: "x".repeat(401) },
    ],
    want: { refused: "MESSAGE_TOO_BIG", code: 1009 },
  },
  {
    given: "a length of 2^52 that is only claimed",
    frames: [{ opcode: 2, claimedLength: 2 ** 52 }],
    want: { refused: "MESSAGE_TOO_BIG", code: 1009 },
  },
  {
    given: "text that is not UTF-8",
    frames: [{ payload: Buffer.from([0xc3, 0x28]) }],
    want: { refused: "TEXT_INVALID", code: 1007 },
  },
  {
    given: "one fragment too many",
    frames: [{ fin: false }, ...Array.from({ length: 4 }, () => ({ opcode: 0, fin: false }))],
    want: { refused: "POLICY", code: 1008 },
  },
  {
    given: "a reserved bit",
    frames: [{ rsv: 4, payload: "x" }],
    want: { refused: "PROTOCOL_ERROR", code: 1002 },
  },
  {
    given: "an unknown opcode",
    frames: [{ opcode: 3 }],
    want: { refused: "PROTOCOL_ERROR", code: 1002 },
  },
  {
    given: "a continuation of nothing",
    frames: [{ opcode: 0, payload: "x" }],
    want: { refused: "PROTOCOL_ERROR", code: 1002 },
  },
  {
    given: "a ping of 126 bytes",
    frames: [{ opcode: 9, payload: "x".repeat(126) }],
    want: { refused: "PROTOCOL_ERROR", code: 1002 },
  },
  {
    given: "a close code that is never sent",
    frames: [{ opcode: 8, payload: Buffer.from([0x03, 0xee]) }],
    want: { refused: "PROTOCOL_ERROR", code: 1002 },
  },
  {
    given: "the eleventh ping of a second",
    frames: Array.from({ length: 11 }, () => ({ opcode: 9 })),
    want: { refused: "POLICY", code: 1008 },
  },
];

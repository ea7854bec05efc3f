import { Buffer } from "node:buffer";
import type { ProtocolCase } from "../protocol-case.ts";
import { binary, frameCase, PROTOCOL_ERROR, text, TOO_BIG } from "../protocol-case.ts";
import { OPCODE, type WireFrame } from "../wire.ts";
import { LIMIT_BYTES } from "./lengths.ts";

/** Opcodes by name; the payload of a close begins with a code. */
const KINDS = Object.entries(OPCODE).filter(([name]) => name !== "continuation");

/** Lengths written against RFC 6455 section 5.2: in more bits than needed, with the top bit set, or monstrous. */
export function lengthEncodingCases(): readonly ProtocolCase[] {
  return [
    ...[0, 2, 3, 124, 125].flatMap((length) => longerCases(length, 16)),
    ...[0, 2, 125, 126, 127, 65_534, 65_535].flatMap((length) => longerCases(length, 64)),
    ...hugeCases(),
    ...overflowCases(),
  ];
}

/** The whole frame is sent, so that an engine that does not look would let it pass. */
function longerCases(length: number, lengthBits: 16 | 64): readonly ProtocolCase[] {
  const payload = Buffer.alloc(length, 0x0c);
  const end = PROTOCOL_ERROR;
  const says = `of ${length} bytes, its length in ${lengthBits} bits`;
  const of = (name: string): string => `length-encodings/${lengthBits}-bit/${name}/${length}`;
  return [
    ...KINDS.map(([name, opcode]) =>
      frameCase(of(name), `a ${name} frame ${says}`, [{ opcode, payload, lengthBits }], { end }),
    ),
    frameCase(
      of("continuation"),
      `a continuation ${says}`,
      [
        { opcode: OPCODE.text, fin: false, payload: Buffer.from("a") },
        { opcode: OPCODE.continuation, payload, lengthBits },
      ],
      { end },
    ),
  ];
}

/** Only headers: nobody may wait for what they claim, or make room for it. */
function hugeCases(): readonly ProtocolCase[] {
  const lengths = [
    BigInt(LIMIT_BYTES + 1),
    ...[17n, 24n, 31n, 32n, 40n, 52n, 53n, 62n, 63n].flatMap((bits) => [
      (1n << bits) - 1n,
      1n << bits,
      (1n << bits) + 5n,
    ]),
    (1n << 64n) - 1n,
  ];
  return lengths.flatMap((claimedLength) => {
    const hasTopBit = claimedLength >= 1n << 63n;
    const end = hasTopBit ? PROTOCOL_ERROR : TOO_BIG;
    const area = `length-encodings/${hasTopBit ? "top-bit" : "huge"}`;
    const says = `that claims ${claimedLength} bytes`;
    const of = (name: string): string => `${area}/${name}/${claimedLength}`;
    const text0: WireFrame = { opcode: OPCODE.text, claimedLength };
    const first: WireFrame = { opcode: OPCODE.binary, fin: false, payload: Buffer.from("a") };
    return [
      frameCase(of("text"), `a text frame ${says}`, [text0], { end }),
      frameCase(of("first-fragment"), `a first fragment ${says}`, [{ ...text0, fin: false }], {
        end,
      }),
      frameCase(
        of("continuation"),
        `a continuation ${says}`,
        [first, { opcode: OPCODE.continuation, claimedLength }],
        { end },
      ),
    ];
  });
}

/** Fragments whose sum passes the limit, or the range of a number. */
function overflowCases(): readonly ProtocolCase[] {
  const sums: readonly (readonly number[])[] = [
    [LIMIT_BYTES, 0],
    [0, LIMIT_BYTES],
    [LIMIT_BYTES, 1],
    [1, LIMIT_BYTES],
    [LIMIT_BYTES / 2, LIMIT_BYTES / 2],
    [LIMIT_BYTES / 2, LIMIT_BYTES / 2 + 1],
    [LIMIT_BYTES - 1, 1, 0],
    [LIMIT_BYTES - 1, 0, 1],
    [LIMIT_BYTES - 1, 1, 1],
    [40_000, 40_000, 40_000],
  ];
  const wraps = [(1n << 63n) - 1n, (1n << 62n) + 1n, (1n << 53n) - 1n, (1n << 32n) - 1n];
  return [
    ...sums.flatMap((lengths) => [sumCase("text", lengths), sumCase("binary", lengths)]),
    ...wraps.map((claimedLength) =>
      frameCase(
        `length-encodings/wrap/${claimedLength}`,
        `100 bytes and a continuation that claims ${claimedLength}`,
        [
          { opcode: OPCODE.binary, fin: false, payload: Buffer.alloc(100) },
          { opcode: OPCODE.continuation, claimedLength },
        ],
        { end: TOO_BIG },
      ),
    ),
  ];
}

function sumCase(kind: "text" | "binary", lengths: readonly number[]): ProtocolCase {
  const payloads = lengths.map((length, index) => Buffer.alloc(length, 0x61 + index));
  const frames = payloads.map((payload, index) => ({
    opcode: index === 0 ? OPCODE[kind] : OPCODE.continuation,
    fin: index === payloads.length - 1,
    payload,
  }));
  const whole = Buffer.concat(payloads);
  const message = kind === "text" ? text(whole) : binary(whole);
  return frameCase(
    `length-encodings/sum/${kind}/${lengths.join("+")}`,
    `${kind} fragments of ${lengths.join(", ")} bytes`,
    frames,
    whole.length > LIMIT_BYTES ? { end: TOO_BIG } : { forwarded: [message] },
  );
}

import { Buffer } from "node:buffer";
import { splitAt, trickle } from "../chunks.ts";
import type { ProtocolCase } from "../protocol-case.ts";
import { frameCase, TOO_BIG } from "../protocol-case.ts";
import type { WireMessage } from "../strict-reader.ts";
import { encodeFrame, encodeHeader, OPCODE, type WireFrame, type WireRole } from "../wire.ts";

/** `limits.messageBytes` of the suite's documents. */
export const LIMIT_BYTES = 70_000;

const LENGTHS = [
  0,
  1,
  125,
  126,
  127,
  128,
  65_535,
  65_536,
  LIMIT_BYTES - 1,
  LIMIT_BYTES,
  LIMIT_BYTES + 1,
];

/** Bytes of a masked header at most: 2, 8 of length, 4 of key (RFC 6455 section 5.2). */
const LONGEST_HEADER = 14;

/** Every length at which the header changes or a limit lies, in every way to cut it into TCP writes. */
export function lengthCases(): readonly ProtocolCase[] {
  return LENGTHS.flatMap((length) => [
    ...casesOf("text", letters(length)),
    ...casesOf("binary", noise(length)),
  ]);
}

function casesOf(kind: WireMessage["kind"], payload: Buffer): readonly ProtocolCase[] {
  const frame: WireFrame = { opcode: OPCODE[kind], payload };
  const isTooBig = payload.length > LIMIT_BYTES;
  const wants = isTooBig ? { end: TOO_BIG } : { forwarded: [{ kind, payload }] };
  const id = `lengths/${kind}/${payload.length}`;
  const says = `a ${kind} message of ${payload.length} bytes`;
  const longest = encodeHeader(frame, "client").length;
  return [
    frameCase(`${id}/one-write`, `${says} in one write`, [frame], wants),
    frameCase(`${id}/byte-by-byte`, `${says}, its header byte by byte`, [frame], {
      ...wants,
      writes: (role) => trickle(encodeFrame(frame, role), LONGEST_HEADER + 4),
    }),
    ...Array.from({ length: longest }, (_, index) =>
      frameCase(`${id}/split-${index + 1}`, `${says}, cut behind byte ${index + 1}`, [frame], {
        ...wants,
        writes: (role) => cutInHeader(frame, role, index + 1),
      }),
    ),
  ];
}

/** A server's header is shorter: there the cut goes on into the payload. */
function cutInHeader(frame: WireFrame, role: WireRole, at: number): readonly Buffer[] {
  return splitAt(encodeFrame(frame, role), at);
}

/** Text of one-byte characters in which no two neighbours are alike. */
export function letters(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => 0x21 + (index % 89)));
}

/** Bytes of all values, most of them no UTF-8. */
export function noise(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * 167 + (index >> 8)) & 0xff));
}

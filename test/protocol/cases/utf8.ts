import { Buffer } from "node:buffer";
import { pieces, splitAt } from "../chunks.ts";
import type { ProtocolCase } from "../protocol-case.ts";
import { binary, frameCase, joined, text, TEXT_INVALID } from "../protocol-case.ts";
import { encodeHeader, OPCODE, type WireFrame } from "../wire.ts";
import { STRESS_SEQUENCES, type StressSequence } from "./kuhn.ts";

/** `limits.fragments` of the suite's documents. */
export const LIMIT_FRAGMENTS = 12;

/** Text that is UTF-8 and text that is not, cut at every place (RFC 6455 sections 5.6 and 8.1). */
export function utf8Cases(): readonly ProtocolCase[] {
  return [
    ...STRESS_SEQUENCES.flatMap(stressCases),
    ...Object.entries(WORDS).flatMap(([name, word]) => splitCases(name, Buffer.from(word), true)),
    ...Object.entries(BROKEN).flatMap(([name, hex]) => splitCases(name, fromHex(hex), false)),
  ];
}

/** Characters of two, three and four bytes, alone and in company. */
const WORDS = {
  "two-bytes": "aéz",
  "three-bytes": "a€z",
  "four-bytes": "a😀z",
  kosme: "κόσμε",
  "all-lengths": "é€😀é",
  "byte-order-mark": "\ufeffa",
  nul: "a\u0000z",
} as const;

/** Text that is wrong only where two pieces meet, or at its very end. */
const BROKEN = {
  "cut-two": "61c3",
  "cut-three": "61e282",
  "cut-four": "61f09f98",
  surrogate: "61eda0807a",
  "beyond-unicode": "61f49080807a",
  "overlong-slash": "61c0af7a",
  "stray-continuation": "61807a",
  "autobahn-6.3": "cebae1bdb9cf83cebcceb5eda080656469746564",
} as const;

function stressCases({ section, hex, isValid }: StressSequence): readonly ProtocolCase[] {
  const payload = Buffer.concat([Buffer.from("<"), fromHex(hex), Buffer.from(">")]);
  const frame: WireFrame = { opcode: OPCODE.text, payload };
  const wants = isValid ? { forwarded: [text(payload)] } : { end: TEXT_INVALID };
  const id = `utf8/kuhn-${section}/${hex}`;
  const says = `${isValid ? "UTF-8" : "no UTF-8"}, section ${section} of the stress test`;
  const fragments = asFragments(pieces(payload, Math.ceil(payload.length / LIMIT_FRAGMENTS)));
  return [
    frameCase(id, says, [frame], wants),
    frameCase(`${id}/fragments`, `${says}, in fragments`, fragments, wants),
    frameCase(`${id}/chunks`, `${says}, byte by byte`, [frame], {
      ...wants,
      writes: (role) => pieces(joined([frame], role), 1),
    }),
    ...(isValid ? [] : [asBinary(id, says, payload)]),
  ];
}

/** What is no text may be bytes. */
function asBinary(id: string, says: string, payload: Buffer): ProtocolCase {
  return frameCase(`${id}/binary`, `${says}, as binary`, [{ opcode: OPCODE.binary, payload }], {
    forwarded: [binary(payload)],
  });
}

/** Every place to cut: into two fragments, into two writes, and into two fragments around a ping. */
function splitCases(name: string, payload: Buffer, isValid: boolean): readonly ProtocolCase[] {
  const frame: WireFrame = { opcode: OPCODE.text, payload };
  const wants = isValid ? { forwarded: [text(payload)] } : { end: TEXT_INVALID };
  return Array.from({ length: payload.length - 1 }, (_, index) => index + 1).flatMap((at) => {
    const id = `utf8/split/${name}/${at}`;
    const says = `${payload.toString("hex")} cut behind byte ${at}`;
    const [first, ...rest] = asFragments(splitAt(payload, at));
    const ping = { opcode: OPCODE.ping, payload: Buffer.from("?") };
    const around = first === undefined ? [] : [first, ping, ...rest];
    return [
      frameCase(
        `${id}/fragments`,
        `${says} into fragments`,
        asFragments(splitAt(payload, at)),
        wants,
      ),
      frameCase(`${id}/ping`, `${says} into fragments around a ping`, around, {
        ...wants,
        pongs: [ping.payload],
      }),
      frameCase(`${id}/chunks`, `${says} into writes`, [frame], {
        ...wants,
        writes: (role) => splitAt(joined([frame], role), encodeHeader(frame, role).length + at),
      }),
    ];
  });
}

/** One text message of these fragments. */
export function asFragments(payloads: readonly Buffer[]): readonly WireFrame[] {
  return payloads.map((payload, index) => ({
    opcode: index === 0 ? OPCODE.text : OPCODE.continuation,
    fin: index === payloads.length - 1,
    payload,
  }));
}

function fromHex(hex: string): Buffer {
  return Buffer.from(hex, "hex");
}

import { Buffer } from "node:buffer";
import { pieces, splitAt, trickle } from "../chunks.ts";
import type { CaseEnd, ProtocolCase } from "../protocol-case.ts";
import { frameCase, joined, text } from "../protocol-case.ts";
import { encodeFrame, encodeHeader, OPCODE, type WireFrame } from "../wire.ts";
import { BAD_FRAMES } from "./bad-frames.ts";
import { LIMIT_BYTES } from "./lengths.ts";
import { asFragments } from "./utf8.ts";

/** What the document `checked` refuses; it closes. */
const INVALID: CaseEnd = { kind: "refused", code: 4005, refusal: "MESSAGE_INVALID" };
const WRONG_KIND: CaseEnd = { kind: "refused", code: 1003, refusal: "FRAME_KIND_WRONG" };

/** Cases of the document `checked`: the frames that carry a message are one thing, what it says another. */
export function checkedMessageCases(): readonly ProtocolCase[] {
  return [...lengthCases(), ...splitCases(), ...badCases(), ...refusedCases()];
}

/** `{"text":"…"}` of this many bytes. */
function said(length: number): Buffer {
  return Buffer.from(JSON.stringify({ text: "x".repeat(length - 11) }));
}

function textFrame(payload: Buffer | string): WireFrame {
  return { opcode: OPCODE.text, payload: Buffer.from(payload) };
}

function lengthCases(): readonly ProtocolCase[] {
  return [11, 12, 125, 126, 127, 128, 4095, 65_535, 65_536, LIMIT_BYTES - 1000].flatMap(
    (length) => {
      const frame = textFrame(said(length));
      const wants = { forwarded: [text(said(length))] };
      const id = `checked/length/${length}`;
      const says = `a valid message of ${length} bytes`;
      return [
        frameCase(id, says, [frame], wants),
        frameCase(`${id}/byte-by-byte`, `${says}, byte by byte`, [frame], {
          ...wants,
          writes: (role) => trickle(encodeFrame(frame, role), 40),
        }),
        ...[1, 2, 7, 12].map((count) =>
          frameCase(
            `${id}/fragments-${count}`,
            `${says} in ${count} fragments`,
            asFragments(pieces(said(length), Math.ceil(length / count))),
            wants,
          ),
        ),
      ];
    },
  );
}

/** Text with spaces, escapes and numbers that a parser would write otherwise. */
const EXACT = '{ "serial" : 1.0e1 ,\t"text":"\\u00e9é€😀\\/" }';

/** A message cut at each of its bytes arrives with its very bytes. */
function splitCases(): readonly ProtocolCase[] {
  const payload = Buffer.from(EXACT);
  const frame = textFrame(payload);
  const wants = { forwarded: [text(EXACT)] };
  return Array.from({ length: payload.length - 1 }, (_, index) => index + 1).flatMap((at) => [
    frameCase(
      `checked/split/${at}/fragments`,
      `a valid message in two fragments, cut behind byte ${at}`,
      asFragments(splitAt(payload, at)),
      wants,
    ),
    frameCase(`checked/split/${at}/chunks`, `the same in two writes`, [frame], {
      ...wants,
      writes: (role) => splitAt(joined([frame], role), encodeHeader(frame, role).length + at),
    }),
  ]);
}

/** Valid messages, a bad frame, valid messages. */
function badCases(): readonly ProtocolCase[] {
  return BAD_FRAMES.flatMap((bad) =>
    [0, 1, 5, 40].map((place) => {
      const before = Array.from({ length: place }, (_, index) => said(11 + index * 9));
      const frames = [...before.map(textFrame), ...bad.frames, textFrame(said(20))];
      return frameCase(
        `checked/bad/${bad.name}/${place}`,
        `${bad.says} behind ${place} valid messages and before one`,
        frames,
        { forwarded: before.map((payload) => text(payload)), end: bad.end },
      );
    }),
  );
}

const REFUSED: Readonly<Record<string, readonly [string, CaseEnd]>> = {
  "no-json": ["{", INVALID],
  empty: ["", INVALID],
  "wrong-type": ['{"text":1}', INVALID],
  missing: ['{"serial":1}', INVALID],
  "too-much": ['{"text":"","more":1}', INVALID],
  "below-minimum": ['{"text":"","serial":-1}', INVALID],
  trailing: ['{"text":"a"}x', INVALID],
  "trailing-nul": ['{"text":"a"}\u0000', INVALID],
  deep: ["[".repeat(200), INVALID],
};

/** Whole, legal frames whose message the document refuses, among others that it accepts. */
function refusedCases(): readonly ProtocolCase[] {
  const good = said(30);
  const binary: WireFrame = { opcode: OPCODE.binary, payload: good };
  return [
    ...Object.entries(REFUSED).flatMap(([name, [message, end]]) =>
      [0, 1, 9].map((place) => {
        const before = Array.from({ length: place }, () => good);
        const frames = [...before, Buffer.from(message), good].map(textFrame);
        const says = `a message refused (${name}) behind ${place} valid ones and before one`;
        const forwarded = before.map((payload) => text(payload));
        return frameCase(`checked/refused/${name}/${place}`, says, frames, { forwarded, end });
      }),
    ),
    frameCase(
      "checked/refused/binary",
      "valid bytes in a binary frame",
      [textFrame(good), binary],
      {
        forwarded: [text(good)],
        end: WRONG_KIND,
      },
    ),
  ];
}

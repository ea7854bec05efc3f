import { Buffer } from "node:buffer";
import { pieces } from "../chunks.ts";
import type { ProtocolCase } from "../protocol-case.ts";
import { binary, frameCase, joined, POLICY, PROTOCOL_ERROR, text } from "../protocol-case.ts";
import { encodeFrame, OPCODE, type WireFrame } from "../wire.ts";
import { letters } from "./lengths.ts";
import { LIMIT_FRAGMENTS } from "./utf8.ts";

/** Messages in fragments, as many as are allowed and one more (RFC 6455 section 5.4). */
export function fragmentCases(): readonly ProtocolCase[] {
  const counts = Array.from({ length: LIMIT_FRAGMENTS + 1 }, (_, index) => index + 1);
  return [
    ...counts.flatMap((count) => [
      ...countCases("text", count, 3),
      ...countCases("binary", count, 3),
      ...countCases("text", count, 0),
      ...countCases("binary", count, 200),
    ]),
    ...emptyCases(),
    ...orderCases(),
  ];
}

function countCases(kind: "text" | "binary", count: number, size: number): readonly ProtocolCase[] {
  const whole = letters(count * size);
  const parts = Array.from({ length: count }, (_, at) =>
    whole.subarray(at * size, (at + 1) * size),
  );
  const frames = fragmentsOf(kind, parts);
  const message = kind === "text" ? text(whole) : binary(whole);
  const wants = count > LIMIT_FRAGMENTS ? { end: POLICY } : { forwarded: [message] };
  const id = `fragments/${kind}/${count}x${size}`;
  const says = `a ${kind} message in ${count} fragments of ${size} bytes`;
  return [
    frameCase(id, `${says}, in one write`, frames, wants),
    frameCase(`${id}/writes`, `${says}, a write each`, frames, {
      ...wants,
      writes: (role) => frames.map((frame) => encodeFrame(frame, role)),
    }),
    frameCase(`${id}/pieces`, `${says}, in pieces that fit none`, frames, {
      ...wants,
      writes: (role) => pieces(joined(frames, role), size < 100 ? 5 : 401),
    }),
  ];
}

/** Every way in which up to four fragments can be empty or not. */
function emptyCases(): readonly ProtocolCase[] {
  const patterns = ["0", "01", "10", "00", "010", "101", "001", "100", "0110", "1001", "0001"];
  return patterns.flatMap((pattern) =>
    (["text", "binary"] as const).map((kind) => {
      const parts = [...pattern].map((bit) => Buffer.from(bit === "1" ? "full" : ""));
      const whole = Buffer.concat(parts);
      return frameCase(
        `fragments/empty/${kind}/${pattern}`,
        `a ${kind} message whose fragments are empty at each 0 of ${pattern}`,
        fragmentsOf(kind, parts),
        { forwarded: [kind === "text" ? text(whole) : binary(whole)] },
      );
    }),
  );
}

const A: WireFrame = { opcode: OPCODE.text, fin: false, payload: Buffer.from("a") };
const B: WireFrame = { opcode: OPCODE.continuation, fin: false, payload: Buffer.from("b") };
const C: WireFrame = { opcode: OPCODE.continuation, payload: Buffer.from("c") };
const WHOLE: WireFrame = { opcode: OPCODE.binary, payload: Buffer.from("whole") };

/** Fragments in an order that is right or wrong. */
function orderCases(): readonly ProtocolCase[] {
  const end = PROTOCOL_ERROR;
  const abc = text("abc");
  const whole = binary("whole");
  const of = (name: string, frames: readonly WireFrame[], wants: Partial<ProtocolCase>) =>
    frameCase(`fragments/order/${name}`, `fragments in the order ${name}`, frames, wants);
  return [
    of("two-messages", [A, B, C, A, C], { forwarded: [abc, text("ac")] }),
    of("around-whole", [WHOLE, A, C, WHOLE], { forwarded: [whole, text("ac"), whole] }),
    of("unfinished", [WHOLE, A, B, B], { forwarded: [whole] }),
    of("end-of-nothing", [C], { end }),
    of("middle-of-nothing", [B, C], { end }),
    of("end-after-whole", [WHOLE, C], { forwarded: [whole], end }),
    of("middle-after-whole", [WHOLE, B, C], { forwarded: [whole], end }),
    of("end-twice", [A, C, C], { forwarded: [text("ac")], end }),
    of("begin-twice", [A, A], { end }),
    of("begin-twice-later", [A, B, B, A], { end }),
    of("whole-within", [A, WHOLE, C], { end }),
    of("whole-within-later", [A, C, A, B, WHOLE], { forwarded: [text("ac")], end }),
    of(
      "text-whole-within",
      [
        { ...A, opcode: OPCODE.binary },
        { ...A, fin: true },
      ],
      { end },
    ),
    of("full-then-full", [...full(), ...full()], { forwarded: [text(FULL), text(FULL)] }),
    of("full-then-over", [...full(), ...full(), A, ...over()], {
      forwarded: [text(FULL), text(FULL)],
      end: POLICY,
    }),
  ];
}

const FULL = "f".repeat(LIMIT_FRAGMENTS);

function full(): readonly WireFrame[] {
  return fragmentsOf(
    "text",
    [...FULL].map((letter) => Buffer.from(letter)),
  );
}

function over(): readonly WireFrame[] {
  return Array.from({ length: LIMIT_FRAGMENTS }, () => B);
}

function fragmentsOf(kind: "text" | "binary", parts: readonly Buffer[]): readonly WireFrame[] {
  return parts.map((payload, index) => ({
    opcode: index === 0 ? OPCODE[kind] : OPCODE.continuation,
    fin: index === parts.length - 1,
    payload,
  }));
}

import { Buffer } from "node:buffer";
import { pieces } from "../chunks.ts";
import type { ProtocolCase } from "../protocol-case.ts";
import { binary, frameCase, joined, text } from "../protocol-case.ts";
import type { WireMessage } from "../strict-reader.ts";
import { encodeFrame, OPCODE, type WireFrame } from "../wire.ts";
import { BAD_FRAMES } from "./bad-frames.ts";
import { letters, noise } from "./lengths.ts";

/** Many frames in one write, a bad one among them: those before it are forwarded, nothing after it is. */
export function batchCases(): readonly ProtocolCase[] {
  return [...goodCases(), ...badCases(), ...earlyCases(), ...cutCases()];
}

/** Good messages of many sizes, the way a busy peer sends them. */
function crowd(count: number): readonly WireMessage[] {
  return Array.from({ length: count }, (_, index) =>
    index % 3 === 0 ? binary(noise((index * 37) % 300)) : text(letters((index * 53) % 300)),
  );
}

function framesOf(messages: readonly WireMessage[]): readonly WireFrame[] {
  return messages.map(({ kind, payload }) => ({ opcode: OPCODE[kind], payload }));
}

function goodCases(): readonly ProtocolCase[] {
  return [2, 10, 100, 500].flatMap((count) => {
    const messages = crowd(count);
    const frames = framesOf(messages);
    const wants = { forwarded: messages };
    return [
      frameCase(`batches/good/${count}`, `${count} messages in one write`, frames, wants),
      ...[61, 1021, 16_381].map((size) =>
        frameCase(`batches/good/${count}/${size}`, `the same in pieces of ${size}`, frames, {
          ...wants,
          writes: (role) => pieces(joined(frames, role), size),
        }),
      ),
    ];
  });
}

function badCases(): readonly ProtocolCase[] {
  return BAD_FRAMES.flatMap((bad) =>
    [0, 1, 3, 20].flatMap((place) => {
      const before = crowd(place);
      const frames = [...framesOf(before), ...bad.frames, ...framesOf(crowd(5))];
      const wants = { forwarded: before, end: bad.end };
      const id = `batches/bad/${bad.name}/${place}`;
      const says = `${bad.says} behind ${place} messages and before five`;
      return [
        frameCase(id, `${says}, in one write`, frames, wants),
        frameCase(`${id}/writes`, `${says}, a write each`, frames, {
          ...wants,
          writes: (role) => frames.map((frame) => encodeFrame(frame, role)),
        }),
      ];
    }),
  );
}

/** Frames that come in one go with the handshake. */
function earlyCases(): readonly ProtocolCase[] {
  const messages = crowd(4);
  const frames = framesOf(messages);
  return [
    frameCase("batches/early/good", "four messages with the handshake", frames, {
      forwarded: messages,
      isEarly: true,
    }),
    frameCase("batches/early/half", "half a message with the handshake", frames, {
      forwarded: messages,
      isEarly: true,
      writes: (role) => pieces(joined(frames, role), 40),
    }),
    ...BAD_FRAMES.map((bad) =>
      frameCase(
        `batches/early/${bad.name}`,
        `four messages and ${bad.says} with the handshake`,
        [...frames, ...bad.frames],
        { forwarded: messages, end: bad.end, isEarly: true },
      ),
    ),
  ];
}

/** TCP that ends in the middle of something. */
function cutCases(): readonly ProtocolCase[] {
  const frames = [
    { opcode: OPCODE.text, payload: Buffer.from("whole") },
    { opcode: OPCODE.text, fin: false, payload: Buffer.from("begun") },
    { opcode: OPCODE.continuation, payload: letters(300) },
  ];
  return (["end", "reset"] as const).flatMap((how) =>
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 40, 299].map((left) =>
      frameCase(`batches/cut/${how}/${left}`, `TCP cut with ${left} bytes of a frame sent`, [], {
        forwarded: [text("whole")],
        end: { kind: "cut", how },
        writes: (role) => {
          const before = joined(frames.slice(0, 2), role);
          return [joined(frames, role).subarray(0, before.length + left)];
        },
      }),
    ),
  );
}

/** Streams of frames as a peer might send them: mostly legal, with one thing wrong near their end, or nothing. */
import { Buffer } from "node:buffer";
import fc from "fast-check";

import type { LegLimits } from "../../../runtime/frames/leg.ts";
import type { FuzzFrame, LengthForm } from "./frame-bytes.ts";
import { anyBytes, anyControlPayload, anyText } from "./payloads.ts";

/** How bytes are cut into chunks. */
export type Chunking = "whole" | "byte by byte" | "small" | "large" | "inside headers";

/** Everything that happens to one leg. */
export interface FuzzStream {
  readonly role: "client" | "backend";
  readonly limits: LegLimits;
  readonly frames: readonly FuzzFrame[];
  readonly chunking: Chunking;
  /** Bytes of the end that never come, because the peer goes. */
  readonly lostBytes: number;
  /** Decides masking keys, where chunks end and where reading pauses. */
  readonly seed: number;
  readonly pauses: boolean;
  /** The chunk after which we close, if there are as many. */
  readonly closesAfter: number | null;
}

const CONTROL_FRAMES = 10;

/** Limits at which short streams already go over. */
export const anyLimits: fc.Arbitrary<LegLimits> = fc.record({
  messageBytes: fc.constantFrom(200, 1_000, 1_000, 70_000),
  fragments: fc.constantFrom(4, 8),
  controlFramesPerSecond: fc.constant(CONTROL_FRAMES),
  lowWaterBytes: fc.constant(1_024),
});

function frame(opcode: number, payload: Buffer, fin = true): FuzzFrame {
  return { fin, rsv: 0, opcode, isMaskedRight: true, length: "shortest", payload };
}

const wholeText = anyText.map((payload) => [frame(1, payload)]);
const wholeBinary = anyBytes.map((payload) => [frame(2, payload)]);
const control = fc
  .tuple(fc.constantFrom(9, 10), anyControlPayload)
  .map(([opcode, payload]) => [frame(opcode, payload)]);

/** A message in up to five pieces, cut anywhere, with a ping or pong between them here and there. */
function fragmented(opcode: 1 | 2, bytes: fc.Arbitrary<Buffer>): fc.Arbitrary<FuzzFrame[]> {
  const cuts = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 4 });
  return fc.tuple(bytes, cuts, fc.option(control, { freq: 5 })).map(([payload, cuts, between]) => {
    const ends = cuts.map((cut) => Math.round((cut / 1_000) * payload.length)).sort(byValue);
    const pieces = [...ends, payload.length].map((end, index) =>
      frame(
        index === 0 ? opcode : 0,
        payload.subarray(ends[index - 1] ?? 0, end),
        index === ends.length,
      ),
    );
    return [...pieces.slice(0, 1), ...(between ?? []), ...pieces.slice(1)];
  });
}

const legal = fc.oneof(
  { weight: 8, arbitrary: wholeText },
  { weight: 4, arbitrary: wholeBinary },
  { weight: 1, arbitrary: control },
  { weight: 2, arbitrary: fragmented(1, anyText) },
  { weight: 1, arbitrary: fragmented(2, anyBytes) },
);

/** Codes around each boundary of RFC 6455 section 7.4. */
const CODES = [
  0, 999, 1000, 1001, 1003, 1004, 1005, 1006, 1007, 1011, 1014, 1015, 1016, 2999, 3000, 4999, 5000,
  65_535,
] as const;

const closePayload = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(Buffer.alloc(0), Buffer.from([3])) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...CODES), anyBytes)
      .map(([code, reason]) =>
        Buffer.concat([Buffer.from([code >> 8, code & 0xff]), reason.subarray(0, 123)]),
      ),
  },
);

const LENGTHS: readonly LengthForm[] = [
  "shortest",
  "shortest",
  "16 bits",
  "64 bits",
  "top bit",
  "2^40",
  "2^53",
];

/** Any header before any payload. */
const anyFrame: fc.Arbitrary<FuzzFrame> = fc.record({
  fin: fc.boolean(),
  rsv: fc.constantFrom(0, 0, 0, 1, 2, 4, 7),
  opcode: fc.oneof(fc.constantFrom(0, 1, 2, 8, 9, 10), fc.nat(15)),
  isMaskedRight: fc.constantFrom(true, true, true, false),
  length: fc.constantFrom(...LENGTHS),
  payload: anyBytes,
});

/** One field of a frame that was legal. */
const mutation: fc.Arbitrary<(frame: FuzzFrame) => FuzzFrame> = fc.oneof(
  fc.boolean().map((fin) => (frame: FuzzFrame) => ({ ...frame, fin })),
  fc.constantFrom(1, 2, 4).map((rsv) => (frame: FuzzFrame) => ({ ...frame, rsv })),
  fc.nat(15).map((opcode) => (frame: FuzzFrame) => ({ ...frame, opcode })),
  fc.constant((frame: FuzzFrame) => ({ ...frame, isMaskedRight: false })),
  fc.constantFrom(...LENGTHS).map((length) => (frame: FuzzFrame) => ({ ...frame, length })),
  anyBytes.map((payload) => (frame: FuzzFrame) => ({ ...frame, payload })),
);

/** The last thing that is looked at: something that ends the connection, or may. */
const ending: fc.Arbitrary<FuzzFrame[]> = fc.oneof(
  { weight: 3, arbitrary: closePayload.map((payload) => [frame(8, payload)]) },
  { weight: 4, arbitrary: anyFrame.map((one) => [one]) },
  { weight: 2, arbitrary: fragmented(1, anyBytes) },
  { weight: 1, arbitrary: anyBytes.map((payload) => [frame(1, payload)]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 2, max: 12 }), fc.constantFrom(9, 10), fc.boolean())
      .map(([count, opcode, isInMessage]) => [
        ...(isInMessage ? [frame(2, Buffer.from("begins"), false)] : []),
        ...Array.from({ length: count }, () => frame(opcode, Buffer.from("flood"))),
      ]),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 2, max: 10 })
      .map((count) =>
        Array.from({ length: count }, (_, index) =>
          frame(index === 0 ? 1 : 0, Buffer.from(index % 2 === 0 ? "" : "piece"), false),
        ),
      ),
  },
  { weight: 3, arbitrary: mutated() },
  {
    // More bytes than ws takes chunks, should each come by itself.
    weight: 1,
    arbitrary: fc.integer({ min: 1_020, max: 1_060 }).map((size) => [frame(2, Buffer.alloc(size))]),
  },
);

function mutated(): fc.Arbitrary<FuzzFrame[]> {
  return fc
    .tuple(legal, mutation, fc.nat(5))
    .map(([frames, change, at]) =>
      frames.map((one, index) => (index === at % frames.length ? change(one) : one)),
    );
}

/** Messages and control frames, each of which is legal but for limits. */
export const legalMessages: fc.Arbitrary<FuzzFrame[][]> = fc.array(legal, {
  minLength: 1,
  maxLength: 60,
  size: "max",
});

const anyFrames = fc.record({
  before: legalMessages,
  end: fc.option(ending, { freq: 8 }),
  /** The last frame is made so much longer than a message may be. */
  overLimit: fc.constantFrom(null, null, null, -1, 0, 1),
  after: fc.array(legal, { maxLength: 2 }),
});

/** Leaves out what the limits do not allow, so that most of a stream is looked at. */
export function withinLimits(
  messages: readonly (readonly FuzzFrame[])[],
  limits: LegLimits,
): readonly FuzzFrame[] {
  let controls = 0;
  return messages
    .filter((frames) => {
      const data = frames.filter(({ opcode }) => opcode < 8);
      const bytes = data.reduce((sum, { payload }) => sum + payload.length, 0);
      if (bytes > limits.messageBytes || data.length > limits.fragments) return false;
      if (data.length === frames.length) return true;
      controls += 1;
      return controls <= limits.controlFramesPerSecond;
    })
    .flat();
}

/** Makes the last of some frames so long that its message has `limit` bytes. */
function stretched(frames: readonly FuzzFrame[], limit: number): readonly FuzzFrame[] {
  const last = frames.at(-1);
  if (last === undefined || last.opcode >= 8) return frames;
  const before = frames.slice(0, -1).reduce((sum, { payload }) => sum + payload.length, 0);
  const payload = Buffer.alloc(Math.max(0, limit - before), "x");
  return [...frames.slice(0, -1), { ...last, payload }];
}

export const anyChunking: fc.Arbitrary<Chunking> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Chunking>("whole") },
  { weight: 1, arbitrary: fc.constant<Chunking>("byte by byte") },
  { weight: 3, arbitrary: fc.constant<Chunking>("small") },
  { weight: 3, arbitrary: fc.constant<Chunking>("large") },
  { weight: 2, arbitrary: fc.constant<Chunking>("inside headers") },
);

/** Any stream towards any leg. */
export const anyStream: fc.Arbitrary<FuzzStream> = fc
  .record({
    role: fc.constantFrom("client", "backend"),
    limits: anyLimits,
    parts: anyFrames,
    chunking: anyChunking,
    lostBytes: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(14)),
    seed: fc.nat(),
    pauses: fc.boolean(),
    closesAfter: fc.oneof({ weight: 14, arbitrary: fc.constant(null) }, fc.nat(20)),
  })
  .map(({ parts: { before, end, overLimit, after }, ...stream }) => {
    const ending = end ?? [];
    const last =
      overLimit === null ? ending : stretched(ending, stream.limits.messageBytes + overLimit);
    const { limits, lostBytes } = stream;
    // What is lost is lost of the thing that matters.
    const behind = lostBytes === 0 ? after.flat() : [];
    return {
      ...stream,
      // Closing while bytes wait behind a pause: who has seen how many of them is not the same, nor has to be.
      pauses: stream.pauses && stream.closesAfter === null,
      frames: [...withinLimits(before, limits), ...last, ...behind],
    };
  });

function byValue(first: number, second: number): number {
  return first - second;
}

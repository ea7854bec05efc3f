import { createRequire } from "node:module";
import type { Writable } from "node:stream";
import fc from "fast-check";
import { expect, it } from "vitest";

import { FrameReader } from "../../runtime/frames/frame-reader.ts";
import { WriteBatch } from "../../runtime/frames/write-batch.ts";
import { type FrameParts, frameBytes } from "./raw-peer.ts";
import { turns } from "./turns.ts";

const LIMITS = {
  messageBytes: 300,
  fragments: 3,
  controlFramesPerSecond: 10,
  lowWaterBytes: 1_000,
};

/** What a reader made of a stream: one line a message or control frame, and how it ended. */
type Story = readonly string[];

type ReceiverClass = new (options: Readonly<Record<string, unknown>>) => Writable;

// The types of ws do not tell that it exports its receiver.
const loaded: unknown = createRequire(import.meta.url)("ws");
const Receiver = receiverOf(loaded);

function receiverOf(module: unknown): ReceiverClass {
  const isModule = (value: unknown): value is { readonly Receiver: ReceiverClass } =>
    typeof value === "function" && "Receiver" in value;
  if (!isModule(module)) throw new Error("ws exports no receiver");
  return module.Receiver;
}

async function toldByWs(chunks: readonly Buffer[], masks: boolean): Promise<Story> {
  const story: string[] = [];
  const receiver = new Receiver({
    isServer: masks,
    maxPayload: LIMITS.messageBytes,
    maxFragments: LIMITS.fragments,
    allowSynchronousEvents: true,
  });
  receiver.on("message", (data: Buffer, isBinary: boolean) =>
    story.push(`${isBinary ? 2 : 1} ${data.toString("hex")}`),
  );
  receiver.on("ping", (data: Buffer) => story.push(`9 ${data.toString("hex")}`));
  receiver.on("pong", (data: Buffer) => story.push(`10 ${data.toString("hex")}`));
  receiver.on("error", (error: Error & { code?: string }) => story.push(refusalOf(error.code)));
  for (const chunk of chunks) receiver.write(Buffer.from(chunk));
  // A stream tells of its error in a later turn.
  await turns(1);
  return story;
}

function refusalOf(code = ""): string {
  if (code.includes("MESSAGE_LENGTH") || code.includes("DATA_PAYLOAD_LENGTH")) {
    return "refused MESSAGE_TOO_BIG";
  }
  if (code === "WS_ERR_INVALID_UTF8") return "refused TEXT_INVALID";
  return code.includes("TOO_MANY") ? "refused POLICY" : "refused PROTOCOL_ERROR";
}

function toldByUs(chunks: readonly Buffer[], masks: boolean): Story {
  const story: string[] = [];
  const hold = { isHeld: false };
  const reader = new FrameReader({
    sink: {
      message: (kind, payload) =>
        story.push(`${kind === "text" ? 1 : 2} ${payload.toString("hex")}`),
      control: (opcode, payload) => story.push(`${opcode} ${payload.toString("hex")}`),
      broken(code) {
        hold.isHeld = true;
        story.push(`refused ${code}`);
      },
    },
    limits: LIMITS,
    maskBit: masks ? 0x80 : 0,
    batch: new WriteBatch(),
    hold,
  });
  for (const chunk of chunks) {
    if (!hold.isHeld) reader.read(Buffer.from(chunk), 0);
  }
  reader.release();
  return story;
}

const TEXT = fc.string({ unit: "binary", maxLength: 60 }).map((text) => Buffer.from(text));
const BAD_TEXT = fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes));
const LONG = fc.integer({ min: 100, max: 310 }).map((length) => Buffer.alloc(length, "x"));

/** Legal frames, whole messages and fragments. */
const LEGAL = fc.oneof(
  fc.record({ payload: fc.oneof(TEXT, LONG), opcode: fc.constantFrom(1, 2) }).map((one) => [one]),
  fc.record({ payload: BAD_TEXT, opcode: fc.constant(1) }).map((one) => [one]),
  fc
    .record({ payload: TEXT, opcode: fc.constantFrom(9, 10) })
    .map(({ payload, opcode }) => [{ payload: payload.subarray(0, 125), opcode }]),
  fc
    .record({ text: TEXT, cuts: fc.array(fc.nat(60), { minLength: 1, maxLength: 4 }) })
    .map(inFragments),
);

function inFragments({ text, cuts }: { text: Buffer; cuts: readonly number[] }): FrameParts[] {
  const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length].toSorted(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => ({
    opcode: index === 0 ? 1 : 0,
    fin: index === at.length - 2,
    payload: text.subarray(at[index], end),
  }));
}

/** A frame with something wrong in its header, or not, for it may fit by chance. */
const ODD = fc
  .record({
    opcode: fc.integer({ min: 0, max: 15 }).filter((opcode) => opcode !== 8),
    fin: fc.boolean(),
    rsv: fc.constantFrom(0, 0, 0, 1, 2, 4),
    payload: fc.oneof(fc.constant(Buffer.alloc(0)), fc.constant(Buffer.alloc(130, "y"))),
  })
  .map((one): FrameParts[] => [one]);

const STREAM = fc.record({
  frames: fc.array(fc.oneof({ weight: 8, arbitrary: LEGAL }, { weight: 1, arbitrary: ODD }), {
    maxLength: 8,
  }),
  masks: fc.boolean(),
  wrongMask: fc.nat(40),
  sizes: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }),
});

it("our engine and ws tell the same of the same bytes, wherever they are cut", async () => {
  await fc.assert(
    fc.asyncProperty(STREAM, async ({ frames, masks, wrongMask, sizes }) => {
      const parts = frames.flat();
      const bytes = Buffer.concat(
        parts.map((part, index) => frameBytes(part, index === wrongMask ? !masks : masks)),
      );
      const chunks: Buffer[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }

      expect(toldByUs(chunks, masks)).toEqual(await toldByWs(chunks, masks));
    }),
    { numRuns: 5_000 },
  );
});

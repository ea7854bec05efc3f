import { describe, expect, it } from "vitest";

import type { EngineRefusal } from "../../runtime/frames/frame-sink.ts";
import { FrameReader } from "../../runtime/frames/frame-reader.ts";
import { createUnfinishedBudget } from "../../runtime/frames/unfinished-budget.ts";
import { WriteBatch } from "../../runtime/frames/write-batch.ts";
import { frameBytes } from "./raw-peer.ts";

const LIMITS = {
  messageBytes: 1_000_000,
  fragments: 100,
  controlFramesPerSecond: 10,
  lowWaterBytes: 1_000,
};

function reader(limitBytes: number) {
  const budget = createUnfinishedBudget(limitBytes);
  const refused: EngineRefusal[] = [];
  const messages: number[] = [];
  const hold = { isHeld: false };
  const sink = {
    message: (_: unknown, payload: Buffer) => messages.push(payload.length),
    control: () => undefined,
    broken(code: EngineRefusal) {
      hold.isHeld = true;
      refused.push(code);
    },
  };
  const batch = new WriteBatch();
  const options = { sink, limits: LIMITS, maskBit: 0x80, batch, hold, budget };
  return { reader: new FrameReader(options), budget, refused, messages };
}

describe("an unfinished message", () => {
  it("costs what has come of it, whatever its header says will come", () => {
    const { reader: one, budget } = reader(10_000_000);
    const frame = frameBytes({ claimedLength: 900_000, payload: "x".repeat(1_000) }, true);

    one.read(frame, 0);

    expect(budget.takenBytes).toBeGreaterThanOrEqual(frame.length);
    expect(budget.takenBytes).toBeLessThanOrEqual(2 * frame.length);
  });

  it("costs nothing when it is whole, or given up", () => {
    const { reader: one, budget, messages } = reader(10_000_000);
    const frames = Buffer.concat([
      frameBytes({ payload: "x".repeat(5_000), fin: false }, true),
      frameBytes({ payload: "y".repeat(5_000), opcode: 0 }, true),
    ]);

    for (let at = 0; at < frames.length; at += 333) one.read(frames.subarray(at, at + 333), 0);
    expect(messages).toEqual([10_000]);
    expect(budget.takenBytes).toBe(0);
    one.read(frameBytes({ payload: "x".repeat(5_000), fin: false }, true), 0);
    expect(budget.takenBytes).toBeGreaterThan(0);
    one.release();

    expect(budget.takenBytes).toBe(0);
  });

  it.each([
    {
      given: "a frame",
      bytes: frameBytes({ payload: "x".repeat(9_000), claimedLength: 9_001 }, true),
    },
    { given: "fragments", bytes: frameBytes({ payload: "x".repeat(9_000), fin: false }, true) },
  ])("that the budget has no room for is refused: $given", ({ bytes }) => {
    const { reader: one, budget, refused } = reader(5_000);

    one.read(bytes, 0);

    expect(refused).toEqual(["POLICY"]);
    expect(budget.takenBytes).toBe(0);
  });
});

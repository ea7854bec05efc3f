/** Engines with a defect of each kind are found out: fuzzing that finds nothing would prove nothing. */
import type { Buffer } from "node:buffer";
import { afterEach, expect, it, vi } from "vitest";

import type * as expressRun from "../../runtime/frames/express-run.ts";
import type * as frameWriter from "../../runtime/frames/frame-writer.ts";
import type * as masking from "../../runtime/frames/masking.ts";
import type * as messageAssembly from "../../runtime/frames/message-assembly.ts";

const FRAMES = 60_000;

afterEach(() => {
  vi.doUnmock(ASSEMBLY);
  vi.doUnmock(WRITER);
  vi.doUnmock(MASKING);
  vi.doUnmock(EXPRESS);
});

const ASSEMBLY = "../../runtime/frames/message-assembly.ts";
const WRITER = "../../runtime/frames/frame-writer.ts";
const MASKING = "../../runtime/frames/masking.ts";
const EXPRESS = "../../runtime/frames/express-run.ts";

it("an engine that does not look at UTF-8 across fragments", async () => {
  vi.doMock(ASSEMBLY, async (original: () => Promise<typeof messageAssembly>) => ({
    MessageAssembly: class extends (await original()).MessageAssembly {
      override isStillText(): boolean {
        return true;
      }
    },
  }));

  expect(await foundOut(compareEngines)).toMatch(/the engines differ/);
});

it("an engine that counts fragments wrong by one", async () => {
  vi.doMock(ASSEMBLY, async (original: () => Promise<typeof messageAssembly>) => ({
    MessageAssembly: class extends (await original()).MessageAssembly {
      override fragments = -1;
    },
  }));

  expect(await foundOut(compareEngines)).toMatch(/the engines differ/);
});

it("an engine that masks words wrong where they are cut in one way", async () => {
  vi.doMock(MASKING, async (original: () => Promise<typeof masking>) => {
    const real = await original();
    const maskInPlace: typeof masking.maskInPlace = (masked, start, end, key) => {
      real.maskInPlace(masked, start, end, key);
      if (end - start === 17 && ((masked.offset + start) & 3) === 3) {
        masked.bytes[end - 1] = (masked.bytes[end - 1] ?? 0) ^ 1;
      }
    };
    return { ...real, maskInPlace };
  });

  expect(await foundOut(compareEngines)).toMatch(/the engines differ/);
});

it("an engine whose runs are overtaken by what is sent behind them", async () => {
  vi.doMock(WRITER, async (original: () => Promise<typeof frameWriter>) => ({
    FrameWriter: class extends (await original()).FrameWriter {
      override frames(bytes: Buffer): void {
        process.nextTick(() => super.frames(bytes));
      }
    },
  }));

  expect(await foundOut(compareExpress)).toMatch(/messages that arrive differ|faults differ/);
});

it("an engine that forwards from a run what it was held up before", async () => {
  vi.doMock(EXPRESS, async (original: () => Promise<typeof expressRun>) => ({
    ExpressRun: class extends (await original()).ExpressRun {
      constructor(options: expressRun.ExpressRunOptions) {
        super({ ...options, reader: { isHeld: false } });
      }
    },
  }));

  expect(await foundOut(compareExpress)).toMatch(/messages that arrive differ|faults differ/);
});

/** What fast-check found out, before it tells how; empty: nothing. */
async function foundOut(compare: () => Promise<unknown>): Promise<string> {
  try {
    await compare();
    return "";
  } catch (thrown) {
    return thrown instanceof Error ? String(thrown.cause) : "";
  }
}

/** The modules anew, with the engine as it is mocked. */
async function compareEngines(): Promise<unknown> {
  vi.resetModules();
  const { compareEngines } = await import("./engine/against-ws.ts");
  return compareEngines({ frames: FRAMES, seed: 1, shrinks: false });
}

async function compareExpress(): Promise<unknown> {
  vi.resetModules();
  const { compareExpress } = await import("./engine/express-order.ts");
  return compareExpress({ frames: FRAMES, seed: 1, shrinks: false });
}

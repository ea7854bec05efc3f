import { expect, it } from "vitest";

import { compareExpress } from "./engine/express-order.ts";
import { watchProcess } from "./engine/watch-process.ts";

it("the frame engine relays 300,000 frames in order, byte for byte, whichever of them go the short way", async () => {
  const watch = await watchProcess();

  const tally = await compareExpress({ frames: 300_000, seed: 6_455 });

  expect(tally.messages).toBeGreaterThan(tally.frames / 4);
  expect(tally.expressed / tally.messages).toBeGreaterThan(0.3);
  expect(await watch.drift()).toEqual({ memory: "flat", handles: "flat" });
}, 240_000);

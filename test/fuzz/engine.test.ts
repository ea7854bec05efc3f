import { describe, expect, it } from "vitest";

import { compareEngines } from "./engine/against-ws.ts";
import { DIFFERENCES } from "./engine/differences.ts";
import { watchProcess } from "./engine/watch-process.ts";

const SECONDS = 1_000;

describe("the frame engine", () => {
  it(
    "makes of 700,000 frames what ws makes of them, but for a closed table of differences",
    async () => {
      const watch = await watchProcess();

      const tally = await compareEngines({ frames: 700_000, seed: 6_455 });

      expect([...tally.differences.keys()].sort()).toEqual(
        DIFFERENCES.map(({ name }) => name).sort(),
      );
      expect([...tally.ends.keys()].sort()).toEqual(expect.arrayContaining(ENDS));
      expect(tally.messages).toBeGreaterThan(tally.frames / 3);
      expect(await watch.drift()).toEqual({ memory: "flat", handles: "flat" });
    },
    240 * SECONDS,
  );
});

/** Streams end in each of these ways. */
const ENDS = [
  "closed 1000",
  "closed 1005",
  "closed 1006",
  "closed 3000",
  "closed 4999",
  "refused MESSAGE_TOO_BIG",
  "refused POLICY",
  "refused PROTOCOL_ERROR",
  "refused TEXT_INVALID",
];

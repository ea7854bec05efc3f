import { expect, test } from "vitest";
import { runChaos } from "./run.ts";

test("through cut, half-open, slow and twice closed connections and a killed gateway every promise settles, nothing is sent twice and nothing lost in silence", async () => {
  const report = await runChaos(60, 20_261);

  expect(report.problems).toEqual([]);
  expect(report.rounds).toBe(60);
  expect(report.outcomes.get("done")).toBeGreaterThan(100);
  expect(report.outcomes.get("CONNECTION_LOST")).toBeGreaterThan(0);
}, 120_000);

import { expect, test } from "vitest";

import { createRestartPause } from "../../runtime/cluster/restart-pause.ts";

test("a worker that dies once is replaced at once, one that dies as it comes up after a second", () => {
  expect(createRestartPause()(0, 5000)).toBe(0);
  expect(createRestartPause()(0, 10)).toBe(1000);
});

test("workers that die again and again are replaced ever more slowly, up to ten seconds", () => {
  const pause = createRestartPause();

  const pauses = Array.from({ length: 7 }, (_, index) => pause(index * 2000, 2000));

  expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 8000, 10_000]);
  expect(pause(100_000, 2000)).toBe(0);
});

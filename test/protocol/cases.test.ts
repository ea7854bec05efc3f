import { expect, test } from "vitest";
import { allAreas } from "./cases/index.ts";
import { KNOWN_DEVIATIONS } from "./known-deviations.ts";

const CASES = allAreas(false).flatMap(({ cases }) => cases);

test("there are 1,200 cases or more, each with an id of its own", () => {
  process.stdout.write(`protocol suite: ${CASES.length} cases for each leg of each engine\n`);

  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
  expect(CASES.length).toBeGreaterThanOrEqual(1_200);
});

test("every known deviation names cases that there are", () => {
  const begins = Object.values(KNOWN_DEVIATIONS).flatMap((all) =>
    all.flatMap(({ cases }) => cases),
  );

  expect(begins.filter((begin) => !CASES.some(({ id }) => id.startsWith(begin)))).toEqual([]);
});

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";

import {
  scratchBytes,
  SCRATCH_WORDS_AT,
  SCRATCH_WORDS_BYTES,
} from "../../runtime/frames/scratch.ts";
import { reserveTables, type TablePlace } from "../../runtime/frames/scratch-tables.ts";

const ROOM = scratchBytes.length - SCRATCH_WORDS_AT - SCRATCH_WORDS_BYTES;

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}

/** Held as long as the array is. */
function reserved(names: string, size: number): TablePlace[] {
  return [...names].flatMap((name) => reserveTables(name, size) ?? []);
}

it("the same tables have the same place, other ones another, and none lies beyond the scratch", () => {
  const [first, again, other] = reserved("aab", 100);

  expect(again).toBe(first);
  expect(other?.at).toBe((first?.at ?? 0) + 112);
  expect(reserveTables("too large", ROOM)).toBeNull();
});

it("a place that nobody holds any more is free for others, joined with what is free beside it", async () => {
  const half = Math.floor(ROOM / 4);
  let places = reserved("123", half);
  expect(places).toHaveLength(3);
  expect(reserveTables("all", 3 * half)).toBeNull();

  places = [];

  await expect
    .poll(() => {
      collectGarbage();
      return reserveTables("all", 3 * half);
    })
    .not.toBeNull();
  expect(places).toEqual([]);
});

import { expect, test } from "vitest";
import { resolveBackend, type ResolvedBackend } from "../../runtime/backends/backend-url.ts";
import { orderBackends } from "../../runtime/backends/choose.ts";
import { backend } from "../helpers/api-document.ts";

const member = (changes: Parameters<typeof backend>[0]): ResolvedBackend =>
  resolveBackend(backend({ pool: "a", ...changes }), { overrides: {}, variables: {} });

const ids = (backends: readonly ResolvedBackend[]): readonly string[] =>
  backends.map(({ id }) => id);

test("without a pool the first backend serves alone", () => {
  expect(
    ids(orderBackends([member({ id: "x", pool: null }), member({ id: "y", pool: null })])),
  ).toEqual(["x"]);
});

test("members of another pool or environment are never tried", () => {
  const others = [
    member({ id: "other", pool: "b" }),
    member({ id: "sandbox", environment: "sandbox" }),
    member({ id: "none", pool: null }),
  ];

  expect(ids(orderBackends([member({ id: "first" }), ...others]))).toEqual(["first"]);
});

test("a lower priority number comes first, whatever the draw", () => {
  const pool = [member({ id: "second", priority: 2 }), member({ id: "first", priority: 1 })];

  expect(ids(orderBackends(pool, () => 0.5))).toEqual(["first", "second"]);
});

test("within a priority the heavier one is drawn in proportion to its weight", () => {
  const pool = [member({ id: "light", weight: 1 }), member({ id: "heavy", weight: 3 })];
  const draws = Array.from({ length: 2000 }, (_, i) => halton(i + 1));

  const first = draws.map(([u, v]) => {
    const values = [u, v];
    return orderBackends(pool, () => values.shift() ?? 0)[0]?.id;
  });

  const share = first.filter((id) => id === "heavy").length / first.length;
  expect(share).toBeGreaterThan(0.73);
  expect(share).toBeLessThan(0.77);
});

test("a member without weight is tried last", () => {
  const pool = [member({ id: "none", weight: 0 }), member({ id: "some" })];

  expect(ids(orderBackends(pool, () => 0.01))).toEqual(["some", "none"]);
});

/** Evenly spread pairs in the unit square (Halton, bases 2 and 3): a draw without chance. */
function halton(index: number): readonly [number, number] {
  return [radicalInverse(index, 2), radicalInverse(index, 3)];
}

function radicalInverse(index: number, base: number): number {
  let result = 0;
  for (let i = index, digit = 1 / base; i > 0; i = Math.floor(i / base), digit /= base) {
    result += (i % base) * digit;
  }
  return result;
}

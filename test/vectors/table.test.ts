import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { REFUSALS } from "../../runtime/refusals.ts";
import { IMPOSSIBLE, IMPOSSIBLE_VECTORS } from "./impossible.ts";
import { loadVectors } from "./load-vectors.ts";

const vectors = loadVectors().flatMap((file) => file.vectors);
const steps = vectors.flatMap((vector) => vector.steps);

describe("the table of what is not played", () => {
  test.each(IMPOSSIBLE)("has a step that $why", ({ is }) => {
    expect(steps.some(is)).toBe(true);
  });

  test.each(IMPOSSIBLE_VECTORS)("has a vector of which is true: $why", ({ is }) => {
    expect(vectors.some(is)).toBe(true);
  });
});

describe("the vectors", () => {
  test.each(Object.keys(REFUSALS))("say what comes of %s", (code) => {
    const closes = steps.map((step) => (step.do === "close" ? step.wire : "cut"));

    expect(closes.some((wire) => wire !== "cut" && wire.reason?.includes(`"${code}"`))).toBe(true);
  });

  test("have each name once in a file", () => {
    for (const { vectors: own } of loadVectors()) {
      const names = own.map(({ name, route }) => `${route} ${name}`);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  test("use every document of their folder", () => {
    const used = new Set(vectors.map(({ document }) => document));
    const there = readdirSync("specs/vectors/documents").map((one) => `vectors/documents/${one}`);

    expect(there.filter((one) => !used.has(one))).toEqual([]);
  });

  test("do not end with something of which nobody could tell that it did not arrive", () => {
    const silent = vectors.filter(({ steps: own }) => {
      const last = own.at(-1);
      return (
        (last?.do === "receive" && last.refused !== undefined) ||
        ((last?.do === "send" || last?.do === "raw") &&
          last.refused !== undefined &&
          last.refused.closes === undefined)
      );
    });

    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

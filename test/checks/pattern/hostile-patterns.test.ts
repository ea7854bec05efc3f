/**
 * Whatever pattern a document has, its compiler refuses it or the worst text costs a bounded number
 * of steps. The same texts stall the engine's matcher, which shows that they are attacks.
 */
import { createContext, runInContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patternFlags, patternPlan } from "../../../generator/checks/pattern/plan.ts";
import { FUEL, LEAST_FUEL, paid, withFuel } from "../../../runtime/contract/fuel.ts";
import { compilePattern } from "../../../runtime/contract/pattern.ts";
import { anyPattern } from "./any-pattern.ts";
import { EVIL_PATTERNS, FRAME } from "./evil-patterns.ts";

/** Far more than any of this takes on a slow machine, far less than an attack does. */
const STALLED_MS = 2000;

/** Does the engine's own matcher need longer than that for this text? */
function stalls(pattern: string, text: string, timeout: number): boolean {
  const context = createContext({ test: new RegExp(pattern, patternFlags(pattern)), text });
  try {
    runInContext("test.test(text)", context, { timeout });
    return false;
  } catch {
    return true;
  }
}

/** What is left of a frame's allowance after a text was matched; negative: it was cut. */
function fuelLeft(pattern: string, text: string): number {
  const plan = patternPlan(pattern);
  const machine = plan.kind === "linear" ? plan.machine : null;
  const { test } = compilePattern(pattern, machine);
  const check = paid<string, unknown, boolean>(test, () => false);
  return withFuel(FRAME, () => {
    check(text);
    return FUEL.left;
  });
}

describe("patterns that stall a matcher which tries one way after the other", () => {
  it("are never run by it", () => {
    const kinds = EVIL_PATTERNS.map(({ pattern }) => [pattern, patternPlan(pattern).kind]);

    expect(kinds).toHaveLength(200);
    expect(kinds.filter(([, kind]) => kind !== "linear")).toEqual([]);
  });

  it("really stall it", { timeout: 120_000 }, () => {
    const harmless = EVIL_PATTERNS.filter(({ pattern, attack }) => !stalls(pattern, attack, 25));

    expect(harmless.map(({ pattern }) => pattern)).toEqual([]);
  });

  it("cost a frame less than its allowance", () => {
    const cut = EVIL_PATTERNS.filter(({ pattern, attack }) => fuelLeft(pattern, attack) < 0);

    expect(cut.map(({ pattern }) => pattern)).toEqual([]);
  });
});

describe("1,800 patterns of all kinds", () => {
  /** A frame of texts that the letters of a pattern suggest, which end in something else. */
  const attackOf = (pattern: string): string => {
    const letters = [...new Set(pattern.replaceAll(/\\.|[^\p{L}\d ]/gu, ""))].join("") || "a";
    return `${letters.repeat(FRAME / 8 / letters.length)}\n!`;
  };

  it(
    "are proven linear, run by a machine or refused, and hold up nobody",
    { timeout: 60_000 },
    () => {
      const patterns = fc.sample(anyPattern, { numRuns: 1800, seed: 18 });
      const plans = patterns.map((pattern) => ({ pattern, plan: patternPlan(pattern) }));
      const stalled = plans.filter(
        ({ pattern, plan }) =>
          plan.kind === "native" && stalls(pattern, attackOf(pattern), STALLED_MS),
      );
      const overdrawn = plans.filter(
        ({ pattern, plan }) =>
          plan.kind === "linear" && fuelLeft(pattern, attackOf(pattern)) < -LEAST_FUEL / 10,
      );

      expect(stalled).toEqual([]);
      expect(overdrawn).toEqual([]);
      expect(new Set(plans.map(({ plan }) => plan.kind))).toContain("native");
    },
  );
});

describe("patterns that are refused", () => {
  it.each([
    ["(a)\\1", "refers back to a group, which takes more than linear time"],
    ["(?<x>a)\\k<x>", "refers back to a group, which takes more than linear time"],
    ["(?:a{1,1000}){1,1000}b", "is too large, with its repeats written out"],
    ["(?=a)(?=b)(?=c)(?=d)(?=e)(?=f)(?=g)(?=h)(?=i)", "is too large, with its repeats written out"],
    ["a".repeat(10_001), "is longer than 10000 characters"],
    [`${"(".repeat(300)}a+${")".repeat(300)}+`, "is nested too deeply"],
    ["(", "is no regular expression of ECMAScript"],
  ])("say why: %s", (pattern, reason) => {
    expect(patternPlan(pattern)).toMatchObject({ kind: "refused", reason });
  });
});

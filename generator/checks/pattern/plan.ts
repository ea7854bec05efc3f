import type { PatternMachine } from "../../../runtime/contract/v1.ts";
import { isLinearBacktracking } from "./backtracking.ts";
import { machineOf } from "./machine.ts";
import { parsePattern } from "./parse.ts";
import type { Unread } from "./parse.ts";
import type { PatternNode } from "./tree.ts";

/**
 * How a `pattern` of a schema is run in time linear in the text.
 *
 * - `native`: by `new RegExp(pattern, flags)`, which was proven not to go back far;
 * - `linear`: by our own machine (`runtime/contract/pattern-machine.ts`), with the same verdicts;
 * - `refused`: not at all, `reason` says why.
 *
 * `tree` is what either matches, over code points (`unicode`) or UTF-16 units: whoever makes
 * another matcher of a pattern, such as one over bytes, makes it of the tree. A pattern may match
 * anywhere in the text, unless the tree has `start` and `end`.
 */
export type PatternPlan =
  | {
      readonly kind: "native";
      readonly flags: "u" | "";
      readonly unicode: boolean;
      readonly tree: PatternNode;
    }
  | {
      readonly kind: "linear";
      readonly machine: PatternMachine;
      readonly unicode: boolean;
      readonly tree: PatternNode;
    }
  | {
      readonly kind: "refused";
      readonly rule: "schema-not-checkable" | "pattern-not-linear";
      /** Behind the pattern, in a sentence: `is nested too deeply`. */
      readonly reason: string;
    };

/** Longest pattern that is read, in UTF-16 units. */
const MAX_PATTERN = 10_000;

const UNREAD: Readonly<Record<Unread, string>> = {
  "back-reference": "refers back to a group, which takes more than linear time",
  "old escape": "has an escape that the u flag forbids",
  "nested too deeply": "is nested too deeply",
};

/**
 * Plans a pattern: as Unicode, which JSON Schema asks for, else as ECMAScript without the `u` flag.
 * The plan of one pattern is always the same; it takes microseconds, some 30 ms where a `\p{…}` is
 * met.
 */
export function patternPlan(pattern: string): PatternPlan {
  if (pattern.length > MAX_PATTERN) {
    return refused(`is longer than ${MAX_PATTERN} characters`);
  }
  const flags = patternFlags(pattern);
  const unicode = flags === "u";
  if (flags === undefined) {
    const reason = "is no regular expression of ECMAScript";
    return { kind: "refused", rule: "schema-not-checkable", reason };
  }
  const tree = parsePattern(pattern, unicode);
  if (typeof tree === "string") {
    return refused(UNREAD[tree]);
  }
  if (isLinearBacktracking(tree)) {
    return { kind: "native", flags, unicode, tree };
  }
  const machine = machineOf(tree, unicode);
  return machine === null
    ? refused("is too large, with its repeats written out")
    : { kind: "linear", machine, unicode, tree };
}

/**
 * The machine that a pattern needs; null: none, the engine's own matcher will do. That of a refused
 * pattern matches nothing.
 */
export function patternMachine(pattern: string): PatternMachine | null {
  const plan = patternPlan(pattern);
  switch (plan.kind) {
    case "native":
      return null;
    case "linear":
      return plan.machine;
    case "refused":
      return machineOf({ kind: "set", set: [] }, true);
  }
}

function refused(reason: string): PatternPlan {
  return { kind: "refused", rule: "pattern-not-linear", reason };
}

/** The flags a pattern compiles with: Unicode where it can be; undefined: it does not compile. */
export function patternFlags(pattern: string): "u" | "" | undefined {
  return (["u", ""] as const).find((flags) => compiles(pattern, flags));
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags).flags === flags;
  } catch {
    return false;
  }
}

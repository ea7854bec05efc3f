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
  | { readonly kind: "refused"; readonly reason: string };

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
    return { kind: "refused", reason: `is longer than ${MAX_PATTERN} characters` };
  }
  const unicode = compiles(pattern, "u");
  if (!unicode && !compiles(pattern, "")) {
    return { kind: "refused", reason: "is no regular expression of ECMAScript" };
  }
  const tree = parsePattern(pattern, unicode);
  if (typeof tree === "string") {
    return { kind: "refused", reason: UNREAD[tree] };
  }
  if (isLinearBacktracking(tree)) {
    return { kind: "native", flags: unicode ? "u" : "", unicode, tree };
  }
  const machine = machineOf(tree, unicode);
  return machine === null
    ? { kind: "refused", reason: "is too large, with its repeats written out" }
    : { kind: "linear", machine, unicode, tree };
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags).flags === flags;
  } catch {
    return false;
  }
}

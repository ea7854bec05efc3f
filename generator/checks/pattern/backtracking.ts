/**
 * Which patterns the engine's own matcher, which goes back and tries again, runs in linear time: at
 * every place of a text at most one step can go on. Then each step is tried at most once at each
 * place. Sufficient, far from necessary (R. Book et al., "Ambiguity in graphs and expressions",
 * 1971; A. Brüggemann-Klein and D. Wood, "One-unambiguous regular languages", 1998).
 */
import { runsOf } from "./code-set.ts";
import type { CodeSet } from "./code-set.ts";
import { factored } from "./factor.ts";
import { ASSERTION, stepsOf } from "./machine.ts";
import type { Step, Steps } from "./machine.ts";
import type { PatternNode } from "./tree.ts";

/** Longest match of a pattern that may begin anywhere: it is tried anew at each place. */
const MAX_FLOATING = 32;

/** Sets that are looked at of one pattern; one with more of them counts as not proven. */
const MAX_LOOKED = 20_000;

/** Is the work of backtracking bounded by the text's length times the pattern's? */
export function isLinearBacktracking(pattern: PatternNode): boolean {
  const tree = factored(pattern);
  const exact = stepsOf(tree, { reversed: false, collapsed: false });
  return (
    (exact !== null && isDeterministic(exact, tree)) ||
    isDeterministic(stepsOf(tree, { reversed: false, collapsed: true }), tree)
  );
}

function isDeterministic(built: Steps | null, tree: PatternNode): boolean {
  if (built === null || built.looks.length > 0) {
    return false;
  }
  const { steps, start } = built;
  const isAnchored = frontier(start, steps, true)?.length === 0;
  if (!isAnchored && longest(tree) > MAX_FLOATING) {
    return false;
  }
  const sources = new Set([start]);
  for (const step of steps) {
    if (step.kind === "read") {
      sources.add(step.next);
    }
  }
  let looked = 0;
  return [...sources].every((source) => {
    const sets = frontier(source, steps, false);
    looked += sets?.length ?? 0;
    return sets !== null && looked <= MAX_LOOKED && areApart(sets);
  });
}

/**
 * What can be read next from a step on, without reading; null where two ways lead to one step, or
 * an assertion looks at words. With `stopAtStart`, ways end at `^`, and a match counts as a read.
 */
function frontier(
  source: number,
  steps: readonly Step[],
  stopAtStart: boolean,
): readonly CodeSet[] | null {
  const sets: CodeSet[] = [];
  const seen = new Set<number>();
  const pending = [source];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const step = steps[index];
    if (step === undefined || seen.has(index)) {
      return null;
    }
    seen.add(index);
    if (step.kind === "read") {
      sets.push(step.set);
    } else if (step.kind === "fork") {
      pending.push(...step.nexts);
    } else if (step.kind === "match") {
      sets.push([]);
    } else if (step.assertion > ASSERTION.end) {
      return null;
    } else if (!stopAtStart || step.assertion !== ASSERTION.start) {
      pending.push(step.next);
    }
  }
  return stopAtStart ? sets : sets.filter((set) => set.length > 0);
}

/** No code point is in two of the sets. */
function areApart(sets: readonly CodeSet[]): boolean {
  const runs = sets.flatMap(runsOf).toSorted(([a], [b]) => a - b);
  return runs.every(([, last], index) => last < (runs[index + 1]?.[0] ?? Infinity));
}

/** Most characters that a match can have. */
function longest(node: PatternNode): number {
  switch (node.kind) {
    case "set":
      return 1;
    case "sequence":
      return node.parts.reduce((sum, part) => sum + longest(part), 0);
    case "choice":
      return Math.max(...node.options.map(longest));
    case "repeat": {
      const once = longest(node.body);
      return once === 0 ? 0 : once * node.max;
    }
    default:
      return 0;
  }
}

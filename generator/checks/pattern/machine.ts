/**
 * Patterns as machines that step through a text once (K. Thompson, "Regular expression search
 * algorithm", 1968). A look-around is a machine of its own, which marks the places where it holds
 * before the rest is run; so everything but back-references takes time linear in the text.
 */
import type { PatternMachine } from "../../../runtime/contract/v1.ts";
import { runsOf } from "./code-set.ts";
import type { CodeSet } from "./code-set.ts";
import type { LookNode, PatternNode, RepeatNode } from "./tree.ts";

/** One step of a machine, by index. */
export type Step =
  | { readonly kind: "read"; readonly set: CodeSet; readonly next: number }
  | { readonly kind: "fork"; readonly nexts: readonly number[] }
  | { readonly kind: "assert"; readonly assertion: number; readonly next: number }
  | { readonly kind: "match" };

/** Steps, where the machine begins, and the look-arounds that its assertions name. */
export interface Steps {
  readonly steps: readonly Step[];
  readonly start: number;
  readonly looks: readonly LookNode[];
}

/** Assertions by number; look-around number `n` is `LOOK + 2 * n`, one more where it must not hold. */
export const ASSERTION = { start: 0, end: 1, boundary: 2, noBoundary: 3 } as const;
const LOOK = 4;

/** Most steps of one machine; a pattern with more is refused. */
export const MAX_STEPS = 5000;
/** Most look-arounds of one machine, each of which is one bit of what is known at a place. */
const MAX_LOOKS = 8;

interface Building {
  readonly steps: Step[];
  readonly looks: LookNode[];
  readonly reversed: boolean;
  readonly collapsed: boolean;
}

/** How steps are made. */
export interface StepOptions {
  /** To be run from the end of the text to its start. */
  readonly reversed: boolean;
  /** A counted repeat is one step around its body: more texts match, and no way to match is lost. */
  readonly collapsed: boolean;
}

/** The steps of a pattern; null: they would be too many. */
export function stepsOf(tree: PatternNode, options: StepOptions): Steps | null {
  const building: Building = { steps: [{ kind: "match" }], looks: [], ...options };
  const start = build(tree, 0, building);
  return start === null || building.looks.length > MAX_LOOKS
    ? null
    : { steps: building.steps, start, looks: building.looks };
}

/** Adds the steps of `node`, which go on at `next`; where they begin, null: too many. */
function build(node: PatternNode, next: number, building: Building): number | null {
  switch (node.kind) {
    case "set":
      return add({ kind: "read", set: node.set, next }, building);
    case "sequence":
      return buildSequence(node.parts, next, building);
    case "choice": {
      const nexts = node.options.map((option) => build(option, next, building));
      const made = nexts.filter((start) => start !== null);
      return made.length < nexts.length ? null : add({ kind: "fork", nexts: made }, building);
    }
    case "repeat":
      return buildRepeat(node, next, building);
    case "start":
    case "end":
      return add({ kind: "assert", assertion: ASSERTION[node.kind], next }, building);
    case "boundary": {
      const assertion = node.negative ? ASSERTION.noBoundary : ASSERTION.boundary;
      return add({ kind: "assert", assertion, next }, building);
    }
    case "look": {
      const number = building.looks.push(node) - 1;
      const assertion = LOOK + 2 * number + (node.negative ? 1 : 0);
      return add({ kind: "assert", assertion, next }, building);
    }
  }
}

function add(step: Step, { steps }: Building): number | null {
  return steps.length >= MAX_STEPS ? null : steps.push(step) - 1;
}

function buildSequence(
  parts: readonly PatternNode[],
  next: number,
  building: Building,
): number | null {
  let start: number | null = next;
  for (const part of building.reversed ? parts : parts.toReversed()) {
    start = start === null ? null : build(part, start, building);
  }
  return start;
}

function buildRepeat(node: RepeatNode, next: number, building: Building): number | null {
  const { body } = node;
  const isCounted = node.max !== Infinity || node.min > 1;
  const isSmall = node.max === 1;
  const collapse = building.collapsed && isCounted && !isSmall;
  const min = collapse ? Math.min(node.min, 1) : node.min;
  const max = collapse ? Infinity : node.max;
  let start: number | null = next;
  if (max === Infinity) {
    start = buildLoop(body, next, building);
    if (min === 1 && start !== null) {
      return loopBody(start, building); // one round at least: in by the body, out by the fork
    }
  } else {
    for (let copy = min; copy < max && start !== null; copy += 1) {
      const inside: number | null = build(body, start, building);
      start = inside === null ? null : add({ kind: "fork", nexts: [inside, next] }, building);
    }
  }
  for (let copy = 0; copy < min && start !== null; copy += 1) {
    start = build(body, start, building);
  }
  return start;
}

/** A fork into the body, which leads back to it, or on. */
function buildLoop(body: PatternNode, next: number, building: Building): number | null {
  const fork = add({ kind: "fork", nexts: [next] }, building);
  const inside = fork === null ? null : build(body, fork, building);
  if (fork === null || inside === null) {
    return null;
  }
  building.steps[fork] = { kind: "fork", nexts: [inside, next] };
  return fork;
}

function loopBody(fork: number, { steps }: Building): number {
  const step = steps[fork];
  return (step?.kind === "fork" ? step.nexts[0] : undefined) ?? fork;
}

/** The machine that the gateway runs; null: it would be too large. */
export function machineOf(tree: PatternNode, unicode: boolean): PatternMachine | null {
  return machine(tree, { unicode, reversed: false });
}

interface Running {
  readonly unicode: boolean;
  readonly reversed: boolean;
}

function machine(tree: PatternNode, { unicode, reversed }: Running): PatternMachine | null {
  const built = stepsOf(tree, { reversed, collapsed: false });
  if (built === null) {
    return null;
  }
  const looks: PatternMachine[] = [];
  for (const { behind, body } of built.looks) {
    const inner = machine(body, { unicode, reversed: !behind });
    if (inner === null) {
      return null;
    }
    looks.push(inner);
  }
  const sets = [
    ...new Set(built.steps.flatMap((step) => (step.kind === "read" ? [step.set] : []))),
  ];
  const { bounds, members } = classesOf(sets);
  const numberOf = new Map(sets.map((set, index) => [set, index] as const));
  const steps = built.steps.map((step) => encode(step, numberOf));
  return { unicode, reversed, start: built.start, steps, bounds, members, looks };
}

function encode(step: Step, numberOf: ReadonlyMap<CodeSet, number>): readonly number[] {
  switch (step.kind) {
    case "match":
      return [0];
    case "read":
      return [1, numberOf.get(step.set) ?? 0, step.next];
    case "fork":
      return [2, ...step.nexts];
    case "assert":
      return [3, step.assertion, step.next];
  }
}

interface Classes {
  readonly bounds: readonly number[];
  readonly members: readonly (readonly number[])[];
}

/** Cuts all code points where some set begins or ends; each set is then a list of whole pieces. */
function classesOf(sets: readonly CodeSet[]): Classes {
  const cuts = new Set([0]);
  for (const [from, to] of sets.flatMap(runsOf)) {
    cuts.add(from);
    cuts.add(to + 1);
  }
  const bounds = [...cuts].toSorted((a, b) => a - b);
  const pieceOf = new Map(bounds.map((bound, index) => [bound, index] as const));
  const members = sets.map((set) =>
    runsOf(set).flatMap(([from, to]) => {
      const first = pieceOf.get(from) ?? 0;
      const behind = pieceOf.get(to + 1) ?? bounds.length;
      return Array.from({ length: behind - first }, (_item, index) => first + index);
    }),
  );
  return { bounds, members };
}

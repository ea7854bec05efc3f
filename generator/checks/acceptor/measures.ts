import { membersOfCircles } from "./circles.ts";
import type { PlanId, Plans, ValuePlan } from "./plan.ts";

/** Ways that one value may be tried at most, all unions inside each other together. */
const MAX_TRIALS = 16;

/** What is asked of plans as a graph. */
export class Measures {
  readonly #plans: Plans;
  readonly #limit: number;
  readonly #heights = new Map<PlanId, number>();
  readonly #trials = new Map<PlanId, number>();
  #endless: ReadonlySet<PlanId> | null = null;
  #recursive: ReadonlySet<PlanId> | null = null;

  constructor(plans: Plans, limit: number) {
    this.#plans = plans;
    this.#limit = limit;
  }

  /** May its values hold more containers inside each other than are allowed? Then they are counted. */
  isDeep(id: PlanId): boolean {
    return this.height(id) > this.#limit;
  }

  /** Containers inside each other, itself included; `Infinity`: without end. */
  height(id: PlanId): number {
    const known = this.#heights.get(id);
    if (known !== undefined) {
      return known;
    }
    this.#heights.set(id, Infinity); // whoever comes back here is part of itself
    const plan = this.#plans.values[id];
    const below = Math.max(0, ...childrenOf(plan).map((child) => this.height(child)));
    const own = plan?.kind === "anything" ? Infinity : isContainer(plan) ? 1 : 0;
    this.#heights.set(id, own + below);
    return own + below;
  }

  /** Height of those of its children that are not counted: so many containers must still be allowed. */
  uncounted(id: PlanId): number {
    const heights = childrenOf(this.#plans.values[id]).map((child) => this.height(child));
    return Math.max(0, ...heights.filter((height) => height <= this.#limit));
  }

  /** Does a union lead back to itself before anything is read? No text is such a value. */
  isEndless(id: PlanId): boolean {
    this.#endless ??= membersOfCircles(this.#plans, candidatesOf);
    return this.#endless.has(id);
  }

  /** Is it part of itself? */
  isRecursive(id: PlanId): boolean {
    this.#recursive ??= membersOfCircles(this.#plans, childrenOf);
    return this.#recursive.has(id);
  }

  /** How many of `count` candidates may be tried at the union `id`, so that work stays linear in the text. */
  tries(id: PlanId, count: number): number {
    if (count < 2 || this.isRecursive(id)) {
      return Math.min(count, 1);
    }
    const inside = Math.max(1, ...childrenOf(this.#plans.values[id]).map((c) => this.#trialsOf(c)));
    return Math.max(1, Math.min(count, Math.floor(MAX_TRIALS / inside)));
  }

  #trialsOf(id: PlanId): number {
    const known = this.#trials.get(id);
    if (known !== undefined) {
      return known;
    }
    this.#trials.set(id, 1); // a union that is part of itself tries one candidate
    const plan = this.#plans.values[id];
    const inside = Math.max(1, ...childrenOf(plan).map((child) => this.#trialsOf(child)));
    const own = plan?.kind === "union" ? this.tries(id, plan.candidates.length) : 1;
    this.#trials.set(id, inside * own);
    return inside * own;
  }
}

function isContainer(plan: ValuePlan | undefined): boolean {
  return plan?.kind === "value" && (plan.array !== null || plan.object !== null);
}

function candidatesOf(plan: ValuePlan | undefined): readonly PlanId[] {
  return plan?.kind === "union" ? plan.candidates.map((candidate) => candidate.plan) : [];
}

/** Plans that a plan leads to. */
export function childrenOf(plan: ValuePlan | undefined): readonly PlanId[] {
  if (plan?.kind === "union") {
    return candidatesOf(plan);
  }
  if (plan?.kind !== "value") {
    return [];
  }
  const { array, object } = plan;
  return [
    ...(array === null ? [] : [...array.first, array.rest]),
    ...(object === null ? [] : [...object.members.map(({ value }) => value), ...object.rest]),
  ];
}

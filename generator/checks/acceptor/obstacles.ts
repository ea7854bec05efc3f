/** What keeps an acceptor from saying anything of a message although its schema can be read. */
import type { Choice } from "../decide.ts";
import type { GroupPlan } from "./groups.ts";
import { MAX_TOGETHER } from "./groups.ts";
import type { Lowerer } from "./lowerer.ts";
import type { PlanId, ValuePlan } from "./plan.ts";
import { refuter } from "./refuter.ts";

/** All leaves that a choice leads to. */
export function leavesOf(choice: Choice): readonly (readonly number[])[] {
  const leaves = new Map<string, readonly number[]>();
  const seen = new Set([choice]);
  for (const one of seen) {
    if (one.kind === "leaf") {
      leaves.set(one.indices.join(","), one.indices);
      continue;
    }
    for (const next of [one.foreign, one.missing, ...one.values.values()]) {
      seen.add(next);
    }
    Object.values(one.kinds).forEach((next) => seen.add(next));
  }
  return [...leaves.values()];
}

/** How an entry stands among others that nothing tells it from. */
export interface Crowd {
  /** Different messages, more than are tried. */
  readonly messages: number;
  /** Is it nowhere in a smaller crowd? */
  readonly isAlways: boolean;
}

/** The largest crowd that an entry is in; null: it is in none. */
export function crowdOf({ choice, entries }: GroupPlan, index: number): Crowd | null {
  const sizes = leavesOf(choice)
    .filter((indices) => indices.includes(index))
    .map((indices) => new Set(indices.map((at) => entries[at]?.plan)).size);
  const large = sizes.filter((size) => size > MAX_TOGETHER);
  return large.length === 0
    ? null
    : { messages: Math.max(...large), isAlways: large.length === sizes.length };
}

/** Is it a `oneOf` of which it cannot always be proven that a value fits no second branch? */
export function isUnproven(plan: ValuePlan, id: PlanId, lowering: Lowerer): boolean {
  if (plan.kind !== "union" || !plan.isExclusive) {
    return false;
  }
  return leavesOf(plan.choice).some(
    (indices) =>
      indices.length > 1 &&
      (lowering.measures.tries(id, indices.length) < indices.length ||
        indices.some((at) => {
          const candidate = plan.candidates[at];
          return candidate === undefined || refuter(candidate.shape, lowering) === null;
        })),
  );
}

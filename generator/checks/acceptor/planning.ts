import type { Keywords } from "./keywords.ts";
import type { PlanId, ValuePlan } from "./plan.ts";

/** What the parts of a planner need of it. */
export interface Planning {
  /** The plan for what fits all of the schemas. */
  planOf(schemas: readonly unknown[]): PlanId;
  readonly plan: (id: PlanId) => ValuePlan;
  /** Notes that a part of the schema, where it is used, cannot be read. */
  readonly report: (part: Keywords, keyword: string) => void;
}

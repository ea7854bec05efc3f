/**
 * Plans what bytes must be to fit schemas. A plan stands for all schemas that must hold at one place together, so
 * that `allOf`, references and alternatives need no code of their own: they add schemas to the place.
 */
import type { JsonSchema } from "../../model/api.ts";
import { decide } from "../decide.ts";
import type { Choice } from "../decide.ts";
import { createPartReader } from "../schema-shape.ts";
import { ANY, meet } from "../shape.ts";
import type { Shape } from "../shape.ts";
import { SchemaReader } from "./keywords.ts";
import type { Alternatives, Gap, Keywords } from "./keywords.ts";
import type { ByKind, PlanId, Plans, ValuePlan } from "./plan.ts";
import { readArray } from "./plan-array.ts";
import { kindsOf } from "./plan-kinds.ts";
import { readNumber } from "./plan-number.ts";
import { readObject } from "./plan-object.ts";
import type { Planning } from "./planning.ts";
import { readText } from "./plan-text.ts";

const NEVER: ValuePlan = { kind: "never" };
/** Plans of one API: beyond it nothing more is accepted. */
const MAX_PLANS = 8000;
/** Plans inside each other: no message is nested half as deep. */
const MAX_NESTING = 200;
/** Alternatives of one schema that are looked at. */
const MAX_ALTERNATIVES = 64;

export class Planner implements Plans {
  readonly values: ValuePlan[] = [];
  readonly #reader: SchemaReader;
  readonly #known = new Map<string, PlanId>();
  readonly #gaps = new Map<PlanId, Gap[]>();
  readonly #unions = new Map<PlanId, Gap>();
  #nesting = 0;
  readonly #shapeOf: (schema: unknown) => Shape;

  constructor(schemas: Readonly<Record<string, JsonSchema>>) {
    this.#reader = new SchemaReader(schemas);
    this.#shapeOf = createPartReader(schemas);
  }

  /** What kept the plan itself, not those that it leads to, from accepting more. */
  gapsOf(id: PlanId): readonly Gap[] {
    return this.#gaps.get(id) ?? [];
  }

  /** Where the alternatives of a union stand; null: it is none. */
  unionAt(id: PlanId): Gap | null {
    return this.#unions.get(id) ?? null;
  }

  planOf(schemas: readonly unknown[]): PlanId {
    const gaps: Gap[] = [];
    const parts = this.#reader.flatten(schemas, (gap) => gaps.push(gap));
    const name = parts === null ? "never" : this.#reader.nameOf(parts);
    const isTooDeep = this.#nesting >= MAX_NESTING;
    const isSettled = gaps.length === 0 && !isTooDeep;
    const known = isSettled ? this.#known.get(name) : undefined;
    if (known !== undefined) {
      return known;
    }
    const id = this.values.length;
    if (isSettled) {
      this.#known.set(name, id);
    }
    this.values.push(NEVER);
    this.#gaps.set(id, gaps);
    if (parts !== null && !isTooDeep && this.values.length <= MAX_PLANS) {
      this.#nesting += 1;
      this.values[id] = this.#read(parts, id);
      this.#nesting -= 1;
    }
    return id;
  }

  #read(parts: readonly Keywords[], id: PlanId): ValuePlan {
    const found = this.#reader.alternativesOf(parts);
    return found === null
      ? this.#byKind(parts, id)
      : this.#union(parts.with(found.at, found.alternatives.rest), found.alternatives, id);
  }

  #union(base: readonly Keywords[], alternatives: Alternatives, id: PlanId): ValuePlan {
    const { list, isExclusive, keyword, rest } = alternatives;
    if (list.length > MAX_ALTERNATIVES) {
      return this.#unread(rest, keyword, id);
    }
    this.#unions.set(id, { schema: this.#reader.sourceOf(rest), keyword });
    const common = base.map(this.#shapeOf).reduce(meet, ANY);
    const options = list
      .map((option) => ({ option, shape: meet(common, this.#shapeOf(option)) }))
      .filter(({ shape }) => shape.kinds !== 0);
    const [first, ...others] = options;
    if (first === undefined) {
      return NEVER;
    }
    const choice: Choice =
      others.length === 0
        ? { kind: "leaf", indices: [0] }
        : decide(
            options.map(({ shape }) => shape),
            () => false,
          );
    const candidates = options.map(({ option, shape }) => ({
      plan: this.planOf([...base, option]),
      shape,
    }));
    return { kind: "union", choice, candidates, isExclusive };
  }

  shapeOf(schema: unknown): Shape {
    return this.#shapeOf(schema);
  }

  #unread(part: Keywords, keyword: string, id: PlanId): ValuePlan {
    this.#gaps.get(id)?.push({ schema: this.#reader.sourceOf(part), keyword });
    return NEVER;
  }

  plan = (id: PlanId): ValuePlan => this.values[id] ?? NEVER;

  #byKind(parts: readonly Keywords[], id: PlanId): ValuePlan {
    if (parts.length === 0) {
      return { kind: "anything" };
    }
    const planning: Planning = {
      planOf: (schemas) => this.planOf(schemas),
      plan: this.plan,
      report: (part, keyword) => this.#unread(part, keyword, id),
    };
    const { kinds, isInteger, values } = kindsOf(parts);
    const plan: ByKind = {
      kind: "value",
      words: kinds.words,
      number: kinds.number ? readNumber(parts, { isInteger, values, planning }) : null,
      text: kinds.string ? readText(parts, values, planning) : null,
      array: kinds.array ? readArray(parts, planning) : null,
      object: kinds.object ? readObject(parts, planning) : null,
    };
    const isNothing =
      plan.words.length === 0 &&
      [plan.number, plan.text, plan.array, plan.object].every((part) => part === null);
    return isNothing ? NEVER : plan;
  }
}

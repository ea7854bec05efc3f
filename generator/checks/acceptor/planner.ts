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
import { alternativesOf } from "./alternatives.ts";
import type { Alternatives } from "./alternatives.ts";
import { DerivedSchemas } from "./derived-schemas.ts";
import type { Gap, Keywords } from "./keywords.ts";
import type { ByKind, PlanId, Plans, ValuePlan } from "./plan.ts";
import { readArray } from "./plan-array.ts";
import { kindsOf } from "./plan-kinds.ts";
import { readNumber } from "./plan-number.ts";
import { readObject } from "./plan-object.ts";
import type { Planning } from "./planning.ts";
import { PlanningWork } from "./planning-work.ts";
import { readText } from "./plan-text.ts";
import { SchemaReader } from "./schema-reader.ts";

const NEVER: ValuePlan = { kind: "never" };
/** Plans of one API: beyond it nothing more is accepted. */
const MAX_PLANS = 8000;
/** Plans inside each other: no message is nested half as deep. */
const MAX_NESTING = 200;
/** Alternatives of one schema that are looked at. */
const MAX_ALTERNATIVES = 64;

/** Makes the plans of one API; the same schemas together have one plan. */
export class Planner implements Plans {
  readonly values: ValuePlan[] = [];
  /** What can be said cheaply of the values that fit a schema. */
  readonly shapeOf: (schema: unknown) => Shape;
  readonly #derived = new DerivedSchemas();
  readonly #reader: SchemaReader;
  readonly #known = new Map<string, PlanId>();
  readonly #gaps = new Map<PlanId, Gap[]>();
  readonly #unions = new Map<PlanId, Gap>();
  readonly #work = new PlanningWork();
  #nesting = 0;

  constructor(schemas: Readonly<Record<string, JsonSchema>>) {
    this.#reader = new SchemaReader(schemas, this.#derived);
    this.shapeOf = createPartReader(schemas);
  }

  plan = (id: PlanId): ValuePlan => this.values[id] ?? NEVER;

  /** What kept the plan itself, not those that it leads to, from accepting more. */
  gapsOf(id: PlanId): readonly Gap[] {
    return this.#gaps.get(id) ?? [];
  }

  /** Where the alternatives of a union stand; null: it is none. */
  unionAt(id: PlanId): Gap | null {
    return this.#unions.get(id) ?? null;
  }

  /** Work of all plans so far, those that were given up included; see `PlanningWork`. */
  get work(): number {
    return this.#work.done;
  }

  /** The plan for what fits all of the schemas; null: it takes more work than that, and all of it is forgotten. */
  planWithin(limit: number, schemas: readonly unknown[]): PlanId | null {
    const known = this.values.length;
    this.#work.allow(limit);
    const id = this.planOf(schemas);
    if (!this.#work.isSpent) {
      return id;
    }
    this.#forget(known);
    return null;
  }

  /** The plan for what fits all of the schemas. */
  planOf(schemas: readonly unknown[]): PlanId {
    const gaps: Gap[] = [];
    const parts = this.#reader.flatten(schemas, (gap) => gaps.push(gap));
    this.#work.add(parts ?? [], 1);
    const isTooDeep = this.#nesting >= MAX_NESTING;
    // What has gaps, or is given up for its depth, says something about this place and is not shared.
    const name = parts === null ? "never" : this.#derived.nameOf(parts);
    const isShared = gaps.length === 0 && !isTooDeep;
    const known = isShared ? this.#known.get(name) : undefined;
    if (known !== undefined) {
      return known;
    }
    const id = this.#reserve(gaps);
    if (isShared) {
      this.#known.set(name, id); // before it is read: a recursive schema leads back to it
    }
    if (parts !== null && !isTooDeep && this.values.length <= MAX_PLANS && !this.#work.isSpent) {
      this.#nesting += 1;
      this.values[id] = this.#read(parts, id);
      this.#nesting -= 1;
    }
    return id;
  }

  /** Forgets a plan and all that were made after it; none before it leads to them. */
  #forget(first: PlanId): void {
    this.values.length = first;
    const shared = [...this.#known].filter(([_name, plan]) => plan >= first);
    shared.forEach(([name]) => this.#known.delete(name));
    for (const notes of [this.#gaps, this.#unions]) {
      const made = [...notes.keys()].filter((plan) => plan >= first);
      made.forEach((plan) => notes.delete(plan));
    }
  }

  /** A place for a plan that is not yet made. */
  #reserve(gaps: Gap[]): PlanId {
    const id = this.values.length;
    this.values.push(NEVER);
    this.#gaps.set(id, gaps);
    return id;
  }

  /** Alternatives are taken apart one after the other; what has none is read by the kinds of value. */
  #read(parts: readonly Keywords[], id: PlanId): ValuePlan {
    const { negationOf } = this.#reader;
    const found = alternativesOf(parts, { derived: this.#derived, negationOf });
    return found === null
      ? this.#byKind(parts, id)
      : this.#union(parts.with(found.at, found.alternatives.rest), found.alternatives, id);
  }

  /** Each alternative together with all else that must hold there; those that cannot hold are left out. */
  #union(base: readonly Keywords[], alternatives: Alternatives, id: PlanId): ValuePlan {
    const { list, isExclusive, keyword, rest } = alternatives;
    if (list.length > MAX_ALTERNATIVES) {
      return this.#unread(rest, keyword, id);
    }
    this.#work.add(base, list.length);
    this.#unions.set(id, { schema: this.#derived.sourceOf(rest), keyword });
    const common = base.map(this.shapeOf).reduce(meet, ANY);
    const options = list
      .map((option) => ({ option, shape: meet(common, this.shapeOf(option)) }))
      .filter(({ shape }) => shape.kinds !== 0);
    if (options.length === 0) {
      return NEVER;
    }
    const candidates = options.map(({ option, shape }) => ({
      plan: this.planOf([...base, option]),
      shape,
    }));
    const choice = choiceOf(options.map(({ shape }) => shape));
    return { kind: "union", choice, candidates, isExclusive };
  }

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
    return isNothing(plan) ? NEVER : plan;
  }

  /** Notes what cannot be read at a plan, which then accepts nothing there. */
  #unread(part: Keywords, keyword: string, id: PlanId): ValuePlan {
    this.#gaps.get(id)?.push({ schema: this.#derived.sourceOf(part), keyword });
    return NEVER;
  }
}

/** How alternatives of these shapes are told apart. */
function choiceOf(shapes: readonly Shape[]): Choice {
  return shapes.length === 1 ? { kind: "leaf", indices: [0] } : decide(shapes, () => false);
}

function isNothing({ words, number, text, array, object }: ByKind): boolean {
  return words.length === 0 && [number, text, array, object].every((part) => part === null);
}

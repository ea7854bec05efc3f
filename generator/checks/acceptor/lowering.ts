import { KeyPool } from "./key-pool.ts";
import type { Procedure, Program, Statement, Table } from "./ir.ts";
import { DEPTH, END, P, binary, call, giveUp, set, when } from "./ir.ts";
import { lowerArray } from "./lower-array.ts";
import { lowerNumber } from "./lower-number.ts";
import { lowerObject } from "./lower-object.ts";
import { lowerText } from "./lower-text.ts";
import { lowerUnion } from "./lower-union.ts";
import { lowerKinds } from "./lower-kinds.ts";
import type { Shape } from "../shape.ts";
import type { Lowerer, Reader } from "./lowerer.ts";
import { Measures } from "./measures.ts";
import type { ByKind, PlanId, Plans, Union } from "./plan.ts";
import { GLOBALS, NUMBER_PRIMITIVES } from "./primitives-number.ts";
import { namesIn, printFunction } from "./print-javascript.ts";
import { KEY_PRIMITIVES } from "./primitives-key.ts";
import { TEXT_PRIMITIVES } from "./primitives-text.ts";
import { itemAt } from "./router.ts";
import { VALUE_PRIMITIVES } from "./primitives-value.ts";

const PRIMITIVES: ReadonlyMap<string, Procedure> = new Map(
  [...TEXT_PRIMITIVES, ...KEY_PRIMITIVES, ...NUMBER_PRIMITIVES, ...VALUE_PRIMITIVES, itemAt].map(
    (one) => [one.name, one],
  ),
);

/** Members of all objects of an API, from which on their keys are compared by a function that all share. */
const MANY_MEMBERS = 600;

function membersOf({ values }: Plans): number {
  const counts = values.map((plan) =>
    plan.kind === "value" ? (plan.object?.members.length ?? 0) : 0,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Makes functions of plans, one for all places that read the same thing in the same way. */
export class Lowering implements Lowerer {
  readonly measures: Measures;
  readonly pool = new KeyPool();
  readonly isLarge: boolean;
  readonly plans: Plans;
  readonly refuters = new Map<Shape, string | null>();
  readonly #procedures = new Map<string, Procedure>();
  readonly #byText = new Map<string, string>();
  readonly #byPlan = new Map<PlanId, string>();
  readonly #shared = new Map<string, string>();
  #count = 0;
  #size = 0;

  /** `depth`: containers inside each other in a message, 1 to 64. */
  constructor(plans: Plans, depth: number) {
    this.plans = plans;
    this.measures = new Measures(plans, depth);
    this.isLarge = membersOf(plans) > MANY_MEMBERS;
  }

  /** Characters of the code of all functions so far. */
  get size(): number {
    return this.#size;
  }

  reader(id: PlanId): Reader | null {
    const plan = this.plans.values[id];
    if (plan === undefined || plan.kind === "never" || this.measures.isEndless(id)) {
      return null;
    }
    if (plan.kind === "anything") {
      return { name: "anything", isDeep: true };
    }
    if (plan.kind === "union" && plan.choice.kind === "leaf" && plan.candidates.length === 1) {
      return this.reader(plan.candidates[0]?.plan ?? -1);
    }
    const isDeep = this.measures.isDeep(id);
    const known = this.#byPlan.get(id);
    return { name: known ?? this.#make(id, plan), isDeep };
  }

  read(id: PlanId): readonly Statement[] {
    return [...this.step(id), when(binary(P, "<", 0), [giveUp])];
  }

  step(id: PlanId): readonly Statement[] {
    const reader = this.reader(id);
    return reader === null
      ? [giveUp]
      : [set(P, call(reader.name, P, END, ...(reader.isDeep ? [binary(DEPTH, "-", 1)] : [])))];
  }

  add(kind: string, procedure: Omit<Procedure, "name">): string {
    const text = printFunction(procedure);
    const known = this.#byText.get(text);
    if (known !== undefined) {
      return known;
    }
    const name = this.#name(kind);
    this.#size += text.length;
    this.#byText.set(text, name);
    this.#procedures.set(name, { ...procedure, name });
    return name;
  }

  shared(key: string, make: () => string): string {
    const known = this.#shared.get(key);
    if (known !== undefined) {
      return known;
    }
    const name = make();
    this.#shared.set(key, name);
    return name;
  }

  table(bytes: Uint8Array): Table {
    const key = `table ${bytes.join(",")}`;
    return { name: this.shared(key, () => this.#name("T")), bytes };
  }

  /** All functions that `roots` need, each behind those that it calls where it can be. */
  program(roots: readonly string[]): Program {
    const used = new Map<string, Procedure>();
    const ofPool = new Map(this.pool.procedures().map((one) => [one.name, one]));
    const pending = [...roots];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      const procedure = this.#procedures.get(name) ?? PRIMITIVES.get(name) ?? ofPool.get(name);
      if (procedure !== undefined && !used.has(name)) {
        used.set(name, procedure);
        pending.push(...namesIn(procedure).calls);
      }
    }
    return { procedures: [...used.values()].toReversed(), globals: GLOBALS };
  }

  #name(kind: string): string {
    this.#count += 1;
    return `${kind}${this.#count}`;
  }

  #make(id: PlanId, plan: ByKind | Union): string {
    if (!this.measures.isRecursive(id)) {
      const name = this.add("v", { params: this.#params(id), body: this.#body(id, plan) });
      this.#byPlan.set(id, name);
      return name;
    }
    const name = this.#name("v");
    this.#byPlan.set(id, name);
    this.#procedures.set(name, { name, params: this.#params(id), body: this.#body(id, plan) });
    return name;
  }

  #params(id: PlanId): Procedure["params"] {
    return this.measures.isDeep(id) ? [P, END, DEPTH] : [P, END];
  }

  #body(id: PlanId, plan: ByKind | Union): readonly Statement[] {
    if (plan.kind === "union") {
      return lowerUnion(plan, id, this);
    }
    const bodies = {
      number: plan.number && lowerNumber(plan.number),
      text: plan.text && lowerText(plan.text, this),
      array: plan.array && lowerArray(plan.array, id, this),
      object: plan.object && lowerObject(plan.object, id, this),
    };
    return lowerKinds(plan.words, bodies, (kind, body) => {
      const isContainer = kind === "array" || kind === "object";
      const params = isContainer ? this.#params(id) : [P, END];
      return { name: this.add("v", { params, body }), isDeep: params.length > 2 };
    });
  }
}

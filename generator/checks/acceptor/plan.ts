import type { Choice } from "../decide.ts";
import type { Shape } from "../shape.ts";

/** What bytes must be to be accepted: a graph of values by number, in which recursive schemas are circles. */
export interface Plans {
  readonly values: readonly ValuePlan[];
}

/** Index in `Plans.values`. */
export type PlanId = number;

/** What one value must be: any of the kinds that are not null, as that kind says. */
export type ValuePlan = Anything | ByKind | Union | Never;

/** Any JSON value. */
export interface Anything {
  readonly kind: "anything";
}

/** Nothing is accepted: the schema allows nothing, or says what acceptors cannot read. */
export interface Never {
  readonly kind: "never";
}

export interface ByKind {
  readonly kind: "value";
  readonly words: readonly ("true" | "false" | "null")[];
  readonly number: NumberPlan | null;
  readonly text: TextPlan | null;
  readonly array: ArrayPlan | null;
  readonly object: ObjectPlan | null;
}

/** One of several values: `choice` says which it can be, by index in `candidates`. */
export interface Union {
  readonly kind: "union";
  readonly choice: Choice;
  readonly candidates: readonly Candidate[];
  /** No value may be two of them. */
  readonly isExclusive: boolean;
}

export interface Candidate {
  readonly plan: PlanId;
  /** What rules it out. */
  readonly shape: Shape;
}

export interface NumberPlan {
  readonly isInteger: boolean;
  readonly atLeast: readonly number[];
  readonly above: readonly number[];
  readonly atMost: readonly number[];
  readonly below: readonly number[];
  /** Digits and power of ten: 0.25 is 25 / 100. */
  readonly multiplesOf: readonly { readonly digits: number; readonly scale: number }[];
  /** The only ones; null: any. */
  readonly values: readonly number[] | null;
}

export interface TextPlan {
  /** In code points. */
  readonly minLength: number;
  readonly maxLength: number | null;
  readonly values: readonly string[] | null;
  readonly excluded: readonly string[];
  readonly tests: readonly TextTest[];
}

export type TextTest =
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "format"; readonly format: string };

export interface ArrayPlan {
  readonly minItems: number;
  readonly maxItems: number | null;
  readonly first: readonly PlanId[];
  readonly rest: PlanId;
}

export interface ObjectPlan {
  readonly members: readonly Member[];
  /** What stands under any other key, by the patterns that the key matches: bit `n` of the index is `patterns[n]`. */
  readonly rest: readonly PlanId[];
  readonly patterns: readonly string[];
  /** What other keys must be; null: any. */
  readonly names: TextPlan | null;
  readonly minMembers: number;
  readonly maxMembers: number | null;
}

export interface Member {
  readonly key: string;
  readonly value: PlanId;
  readonly isRequired: boolean;
}

/**
 * What a value must be besides fitting its schema so that a decision names it alone. A decision leads a value to a
 * leaf by what stands at some places; where the leaf holds one candidate only, all others are ruled out.
 */
import type { Choice, Decision, Path } from "../decide.ts";
import { KINDS } from "../shape.ts";
import { EXCLUDED } from "./negation.ts";

type Keywords = Readonly<Record<string, unknown>>;

/** true: nothing; false: no value is named alone; else a schema that such values fit, perhaps not all of them. */
export type Demand = boolean | Keywords;

/** What makes sure that a value of the candidate `index` is led to a leaf that holds it alone. */
export function demandOf(choice: Choice, index: number): Demand {
  return new Demands(index).of(choice);
}

/** Candidates that some leaf holds together with the candidate `index`. */
export function companionsOf(choice: Choice, index: number): readonly number[] {
  const seen = new Set<Choice>([choice]);
  const found = new Set<number>();
  for (const one of seen) {
    if (!one.indices.includes(index)) {
      continue;
    }
    if (one.kind === "leaf") {
      one.indices.forEach((other) => found.add(other));
      continue;
    }
    for (const next of outcomesOf(one)) {
      seen.add(next);
    }
  }
  found.delete(index);
  return [...found];
}

function outcomesOf(decision: Decision): readonly Choice[] {
  return [
    decision.foreign,
    decision.missing,
    ...decision.values.values(),
    ...KINDS.map((kind) => decision.kinds[kind]),
  ];
}

class Demands {
  readonly #index: number;
  readonly #known = new Map<Choice, Demand>();

  constructor(index: number) {
    this.#index = index;
  }

  of(choice: Choice): Demand {
    const known = this.#known.get(choice);
    if (known !== undefined) {
      return known;
    }
    const demand = this.#find(choice);
    this.#known.set(choice, demand);
    return demand;
  }

  #find(choice: Choice): Demand {
    if (!choice.indices.includes(this.#index)) {
      return true; // no value of the candidate comes here
    }
    return choice.kind === "leaf" ? choice.indices.length === 1 : this.#atPlace(choice);
  }

  #atPlace(decision: Decision): Demand {
    const demands = outcomesOf(decision).map((outcome) => this.of(outcome));
    if (demands.every((demand) => demand === true)) {
      return true;
    }
    const schemas = demands.filter((demand) => typeof demand !== "boolean");
    const isCertain = this.#leads(decision, true);
    if (isCertain !== null) {
      return isCertain;
    }
    const [further] = schemas;
    const place = further === undefined ? null : this.#leads(decision, further);
    return place === null || further === undefined ? false : { allOf: [place, further] };
  }

  /** What leads to outcomes of which this is demanded, or nothing; null: no value of the candidate is led there. */
  #leads(decision: Decision, wanted: Demand): Keywords | null {
    const isGood = (choice: Choice): boolean => {
      const demand = this.of(choice);
      return demand === true || demand === wanted;
    };
    const isReal = (choice: Choice): boolean =>
      isGood(choice) && choice.indices.includes(this.#index);
    const { values, kinds, foreign, missing } = decision;
    const goodKinds = KINDS.filter((kind) => isReal(kinds[kind]));
    const goodValues = [...values].filter(([, choice]) => isReal(choice)).map(([value]) => value);
    const badValues = [...values].filter(([, choice]) => !isGood(choice)).map(([value]) => value);
    const options: Keywords[] = [
      ...(goodValues.length === 0 ? [] : [{ enum: goodValues }]),
      ...(goodKinds.length === 0 ? [] : [{ type: goodKinds, [EXCLUDED]: badValues }]),
    ];
    const [first, ...others] = options;
    if (first === undefined) {
      return isReal(missing) ? within(decision.path, false, false) : null;
    }
    const standing = others.length === 0 ? first : { anyOf: options };
    return within(decision.path, standing, !isGood(missing), isGood(foreign));
  }
}

/** A schema for what stands at a path. */
function within(
  path: Path,
  standing: unknown,
  isRequired: boolean,
  mayBeForeign = false,
): Keywords {
  let schema: unknown = standing;
  for (const token of path.toReversed()) {
    schema = holder(token, schema, isRequired, mayBeForeign);
  }
  return typeof schema === "object" && schema !== null ? { allOf: [schema] } : { not: {} };
}

function holder(
  token: string | number,
  schema: unknown,
  isRequired: boolean,
  mayBeForeign: boolean,
): Keywords {
  if (typeof token === "number") {
    const first = Array.from({ length: token }, () => true);
    return {
      ...(mayBeForeign ? {} : { type: "array" }),
      prefixItems: [...first, schema],
      ...(isRequired ? { minItems: token + 1 } : {}),
    };
  }
  return {
    ...(mayBeForeign ? {} : { type: "object" }),
    properties: Object.fromEntries([[token, schema]]),
    ...(isRequired ? { required: [token] } : {}),
  };
}

import {
  DEPTH,
  END,
  P,
  binary,
  call,
  choose,
  give,
  giveUp,
  globalOf,
  i32,
  set,
  setGlobal,
  when,
} from "./ir.ts";
import type { Expression, Statement } from "./ir.ts";
import type { Lowerer } from "./lowerer.ts";
import type { Candidate, PlanId, Union } from "./plan.ts";
import { refuter } from "./refuter.ts";
import { Router } from "./router.ts";

const BEHIND = i32("behind");
const BASE = i32("base");

/** Reads one of several values: a look at what tells them apart, then the one that it can be. */
export function lowerUnion(union: Union, id: PlanId, lowering: Lowerer): readonly Statement[] {
  const router = new Router(lowering);
  const route = router.route(union.choice);
  const cases = router.leaves.map((indices, value) => {
    const candidates = indices.flatMap((index) => union.candidates[index] ?? []);
    const isOne = union.isExclusive && candidates.length > 1;
    const body = isOne ? exactlyOne(candidates, id, lowering) : first(candidates, id, lowering);
    return { value, body };
  });
  const [only, ...others] = cases;
  return only !== undefined && others.length === 0 ? only.body : [choose(route, cases, [giveUp])];
}

/** Calls of the candidates that accept anything. */
function callsOf(candidates: readonly Candidate[], lowering: Lowerer): readonly Expression[] {
  const plans = [...new Set(candidates.map(({ plan }) => plan))];
  return plans
    .flatMap((plan) => lowering.reader(plan) ?? [])
    .map(({ name, isDeep }) => call(name, P, END, ...(isDeep ? [DEPTH] : [])));
}

/** Reads the first of some values that accepts. */
function first(
  candidates: readonly Candidate[],
  id: PlanId,
  lowering: Lowerer,
): readonly Statement[] {
  const all = callsOf(candidates, lowering);
  const calls = all.slice(0, lowering.measures.tries(id, all.length));
  const last = calls.at(-1);
  if (last === undefined) {
    return [giveUp];
  }
  return [
    ...(calls.length === 1 ? [] : [set(BASE, globalOf("top"))]),
    ...calls
      .slice(0, -1)
      .flatMap((one) => [
        set(BEHIND, one),
        when(binary(BEHIND, ">=", 0), [give(BEHIND)]),
        setGlobal("top", BASE),
      ]),
    give(last),
  ];
}

/** Reads the one value that accepts, if it is proven that all others do not. */
function exactlyOne(
  candidates: readonly Candidate[],
  id: PlanId,
  lowering: Lowerer,
): readonly Statement[] {
  if (lowering.measures.tries(id, candidates.length) < candidates.length) {
    return [giveUp];
  }
  return [
    set(BASE, globalOf("top")),
    ...candidates.flatMap((candidate, index): readonly Statement[] => {
      const [one] = callsOf([candidate], lowering);
      const others = candidates.toSpliced(index, 1).map(({ shape }) => refuter(shape, lowering));
      const proofs = others.filter((name) => name !== null);
      return one === undefined || proofs.length < others.length
        ? []
        : [
            set(BEHIND, one),
            when(binary(BEHIND, ">=", 0), [
              ...proofs.map((name) => when(binary(call(name, P, END), "!=", 1), [giveUp])),
              give(BEHIND),
            ]),
            setGlobal("top", BASE),
          ];
    }),
    giveUp,
  ];
}

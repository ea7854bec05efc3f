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
import type { Statement } from "./ir.ts";
import type { Lowering } from "./lowering.ts";
import type { PlanId, Union } from "./plan.ts";
import { Router } from "./router.ts";

const Q = i32("q");
const BASE = i32("base");

/** Reads one of several values: a look at what tells them apart, then the one that it can be. */
export function lowerUnion(union: Union, id: PlanId, lowering: Lowering): readonly Statement[] {
  const router = new Router(lowering);
  const route = router.route(union.choice);
  const cases = router.leaves.map((indices, value) => ({
    value,
    body: tryAll(
      indices.flatMap((index) => union.candidates[index] ?? []),
      id,
      lowering,
    ),
  }));
  const [only, ...others] = cases;
  return only !== undefined && others.length === 0 ? only.body : [choose(route, cases, [giveUp])];
}

/** Reads the first of some values that accepts. */
function tryAll(
  candidates: readonly PlanId[],
  id: PlanId,
  lowering: Lowering,
): readonly Statement[] {
  const readers = [...new Set(candidates)].flatMap((candidate) => lowering.reader(candidate) ?? []);
  const tried = readers.slice(0, lowering.measures.tries(id, readers.length));
  const calls = tried.map(({ name, isDeep }) => call(name, P, END, ...(isDeep ? [DEPTH] : [])));
  const last = calls.at(-1);
  if (last === undefined) {
    return [giveUp];
  }
  const isAlone = calls.length === 1;
  return [
    ...(isAlone ? [] : [set(BASE, globalOf("top"))]),
    ...calls
      .slice(0, -1)
      .flatMap((one) => [set(Q, one), when(binary(Q, ">=", 0), [give(Q)]), setGlobal("top", BASE)]),
    give(last),
  ];
}

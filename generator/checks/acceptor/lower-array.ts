import { DEPTH, P, again, binary, byteAt, give, giveUp, i32, loop, set, when } from "./ir.ts";
import type { Statement } from "./ir.ts";
import type { Lowerer } from "./lowerer.ts";
import type { ArrayPlan, PlanId } from "./plan.ts";
import { skip, skipSpace } from "./primitives-text.ts";
import { nextByte } from "./primitives-value.ts";

const BYTE = i32("byte");
const COUNT = i32("n");

/** Gives up where a container of this plan, and what is in it uncounted, would be too deep. */
export function depthTest(id: PlanId, lowering: Lowerer): readonly Statement[] {
  const { measures } = lowering;
  return measures.isDeep(id)
    ? [when(binary(DEPTH, "<", 1 + measures.uncounted(id)), [giveUp])]
    : [];
}

/** Reads an array at the position. */
export function lowerArray(plan: ArrayPlan, id: PlanId, lowering: Lowerer): readonly Statement[] {
  const { first, rest, minItems, maxItems } = plan;
  const empty = minItems > 0 ? giveUp : give(binary(P, "+", 1));
  const isOpen = lowering.reader(rest) !== null;
  const isTooFew: readonly Statement[] =
    minItems > 1 ? [when(binary(COUNT, "<", Math.min(minItems, 2 ** 30)), [giveUp])] : [];
  const end: readonly Statement[] = [
    when(binary(BYTE, "!=", 0x5d), [giveUp]),
    ...isTooFew,
    give(P),
  ];
  const isCounted = minItems > 1 || maxItems !== null;
  const item = (value: PlanId): readonly Statement[] => [
    ...(maxItems === null
      ? []
      : [when(binary(COUNT, ">=", Math.min(maxItems, 2 ** 30)), [giveUp])]),
    ...lowering.read(value),
    ...(isCounted ? [set(COUNT, binary(COUNT, "+", 1))] : []),
    ...nextByte(),
  ];
  return [
    ...depthTest(id, lowering),
    when(binary(byteAt(P), "!=", 0x5b), [giveUp]),
    skip(1),
    skipSpace,
    when(binary(byteAt(P), "=", 0x5d), [empty]),
    set(COUNT, 0),
    ...first.flatMap((value) => [...item(value), when(binary(BYTE, "!=", 0x2c), end), skipSpace]),
    ...(isOpen
      ? [
          loop("items", [
            ...item(rest),
            when(binary(BYTE, "=", 0x2c), [skipSpace, again("items")]),
            ...end,
          ]),
        ]
      : [giveUp]),
  ];
}

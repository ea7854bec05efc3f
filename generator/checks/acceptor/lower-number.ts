import {
  END,
  P,
  any,
  binary,
  call,
  double,
  f64,
  give,
  giveUp,
  globalOf,
  set,
  truncated,
  when,
} from "./ir.ts";
import type { Statement } from "./ir.ts";
import type { NumberPlan } from "./plan.ts";
import { advance } from "./primitives-value.ts";

const VALUE = f64("v");
const MULTIPLE = f64("m");
const DIGITS = globalOf("digits", "f64");
const SCALE = globalOf("scale", "f64");
/** Doubles below this hold every integer. */
const EXACT = 2 ** 53;

/** Reads a number at the position. */
export function lowerNumber(plan: NumberPlan): readonly Statement[] {
  const bounds = [
    ...plan.atLeast.map((bound) => binary(VALUE, "<", double(bound))),
    ...plan.above.map((bound) => binary(VALUE, "<=", double(bound))),
    ...plan.atMost.map((bound) => binary(VALUE, ">", double(bound))),
    ...plan.below.map((bound) => binary(VALUE, ">=", double(bound))),
  ];
  if (bounds.length === 0 && plan.multiplesOf.length === 0 && plan.values === null) {
    return [give(call(plan.isInteger ? "integer" : "number", P, END))];
  }
  const wrong = [...(plan.isInteger ? [binary(VALUE, "!=", truncated(VALUE))] : []), ...bounds];
  return [
    ...advance("decimal"),
    set(VALUE, binary(DIGITS, "/", SCALE)),
    ...(wrong.length === 0 ? [] : [when(any(...wrong), [giveUp])]),
    ...plan.multiplesOf.flatMap(isMultiple),
    ...(plan.values === null ? [give(P)] : isAmong(plan.values)),
  ];
}

function isAmong(values: readonly number[]): readonly Statement[] {
  const tests = values.map((value) => binary(VALUE, "=", double(value)));
  return tests.length === 0 ? [giveUp] : [when(any(...tests), [give(P)]), giveUp];
}

/** `digits / scale` is a multiple of `unit.digits / unit.scale`, where all of it is exact. */
function isMultiple(unit: NumberPlan["multiplesOf"][number]): readonly Statement[] {
  const rounded = binary(
    truncated(binary(MULTIPLE, "/", double(unit.digits))),
    "*",
    double(unit.digits),
  );
  return [
    when(binary(SCALE, ">", double(unit.scale)), [giveUp]),
    set(MULTIPLE, binary(DIGITS, "*", binary(double(unit.scale), "/", SCALE))),
    when(
      any(
        binary(MULTIPLE, ">=", double(EXACT)),
        binary(MULTIPLE, "<=", double(-EXACT)),
        binary(MULTIPLE, "!=", rounded),
      ),
      [giveUp],
    ),
  ];
}

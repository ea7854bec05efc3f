import {
  END,
  P,
  all,
  any,
  binary,
  byteAt,
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
import type { Expression, Statement } from "./ir.ts";
import type { NumberPlan } from "./plan.ts";
import { advance } from "./primitives-value.ts";

const VALUE = f64("v");
const MULTIPLE = f64("m");
const DIGITS = globalOf("digits", "f64");
const SCALE = globalOf("scale", "f64");
const SLACK = globalOf("slack", "f64");
/** Doubles below this hold every integer. */
const EXACT = 2 ** 53;
const MINUS = 0x2d;
const ZERO = 0x30;

/** Reads a number at the position. */
export function lowerNumber(plan: NumberPlan): readonly Statement[] {
  const isExact = plan.multiplesOf.length > 0 || plan.values !== null;
  const [low, high] = [lowerBounds(plan, isExact), upperBounds(plan, isExact)];
  const bounds = [...low, ...high];
  const anyNumber = give(call(plan.isInteger ? "integer" : "number", P, END));
  if (bounds.length === 0 && !isExact) {
    return [anyNumber];
  }
  const wrong = [...(plan.isInteger ? isFraction(isExact) : []), ...bounds];
  return [
    ...(!isExact && high.length === 0 ? bySign(plan, anyNumber) : []),
    ...advance(isExact ? "decimal" : "measured"),
    set(VALUE, binary(DIGITS, "/", SCALE)),
    ...(wrong.length === 0 ? [] : [when(any(...wrong), [giveUp])]),
    ...plan.multiplesOf.flatMap(isMultiple),
    ...(plan.values === null ? [give(P)] : isAmong(plan.values)),
  ];
}

/** Bounds that no negative number, or no positive one, is beyond: the first byte says which it is. */
function bySign({ atLeast, above }: NumberPlan, anyNumber: Statement): readonly Statement[] {
  const isPositiveEnough =
    atLeast.every((bound) => bound <= 0) && above.every((bound) => bound <= 0);
  if (!isPositiveEnough) {
    return [];
  }
  const isZeroEnough = above.every((bound) => bound < 0);
  const test = isZeroEnough ? binary(byteAt(P), "!=", MINUS) : binary(byteAt(P), ">", ZERO);
  return [when(test, [anyNumber])];
}

/** Is the value, or may it be, no integer? */
function isFraction(isExact: boolean): readonly Expression[] {
  return [
    binary(VALUE, "!=", truncated(VALUE)),
    ...(isExact ? [] : [all(binary(SLACK, "!=", double(0)), binary(SCALE, "!=", double(1)))]),
  ];
}

function lowerBounds({ atLeast, above }: NumberPlan, isExact: boolean): readonly Expression[] {
  const least = isExact ? VALUE : binary(VALUE, "-", SLACK);
  return [
    ...atLeast.map((bound) => binary(least, "<", double(bound))),
    ...above.map((bound) => binary(least, "<=", double(bound))),
  ];
}

function upperBounds({ atMost, below }: NumberPlan, isExact: boolean): readonly Expression[] {
  const most = isExact ? VALUE : binary(VALUE, "+", SLACK);
  return [
    ...atMost.map((bound) => binary(most, ">", double(bound))),
    ...below.map((bound) => binary(most, ">=", double(bound))),
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

import { compilePattern } from "../prepare.ts";
import {
  END,
  P,
  any,
  binary,
  call,
  choose,
  give,
  giveUp,
  globalOf,
  i32,
  matches,
  set,
  when,
} from "./ir.ts";
import type { Expression, Statement } from "./ir.ts";
import type { Lowerer } from "./lowerer.ts";
import type { TextPlan } from "./plan.ts";
import { hashOf } from "./primitives-text.ts";
import { advance } from "./primitives-value.ts";
import { testReader } from "./text-tests.ts";

const START = i32("q");
/** Values that are compared one after the other; more of them are told apart by their hash. */
const FEW_VALUES = 4;

/** The bytes of a string as JSON writes it without escapes; null: it cannot be written so. */
export function plainBytes(text: string): readonly number[] | null {
  const bytes = [...Buffer.from(`"${text}"`)];
  const isPlain = !/["\\\u{0}-\u{1f}\p{Cs}]/u.test(text);
  return isPlain ? bytes : null;
}

/** Reads a string at the position. */
export function lowerText(plan: TextPlan, lowering: Lowerer): readonly Statement[] {
  if (plan.values !== null) {
    return lowerValues(plan.values.filter((value) => isAllowed(value, plan)));
  }
  const length = binary(binary(P, "-", START), "-", 2);
  const isCounted = plan.minLength > 0 || plan.maxLength !== null;
  const count = plan.tests.length > 0 ? length : binary(length, "-", globalOf("extra"));
  if (!isCounted && plan.tests.length === 0 && plan.excluded.length === 0) {
    return [give(call("text", P, END))];
  }
  return [
    set(START, P),
    ...excluding(plan.excluded),
    ...(plan.tests.length === 0 ? advance("text") : []),
    ...plan.tests.flatMap((test, index) => [
      ...(index === 0 ? [] : [set(P, START)]),
      ...advance(testReader(test, lowering)),
    ]),
    ...lengthTest(count, plan),
    give(P),
  ];
}

function isAllowed(value: string, plan: TextPlan): boolean {
  const length = [...value].length;
  return (
    length >= plan.minLength &&
    (plan.maxLength === null || length <= plan.maxLength) &&
    !plan.excluded.includes(value) &&
    plan.tests.every(
      (test) => test.kind === "pattern" && compilePattern(test.pattern)?.test(value) === true,
    )
  );
}

function lowerValues(values: readonly string[]): readonly Statement[] {
  const known = values.flatMap((value) => plainBytes(value) ?? []).length;
  const bytes = values.map(plainBytes).filter((one) => one !== null);
  if (bytes.length <= FEW_VALUES || known === 0) {
    return [
      ...bytes.map((one) => when(matches(P, one), [give(binary(P, "+", one.length))])),
      giveUp,
    ];
  }
  return [set(START, P), ...advance("key"), byHash(bytes, START, () => [give(P)]), giveUp];
}

/** Does something for the one of some quoted strings that stands at `at` and whose hash was just read. */
export function byHash(
  strings: readonly (readonly number[])[],
  at: Expression,
  then: (index: number) => readonly Statement[],
  otherwise: readonly Statement[] = [],
): Statement {
  const buckets = new Map<number, Statement[]>();
  for (const [index, bytes] of strings.entries()) {
    const hash = hashOf(bytes.slice(1, -1));
    const body = [...(buckets.get(hash) ?? []), when(matches(at, bytes, true), then(index))];
    buckets.set(hash, body);
  }
  const cases = [...buckets].map(([value, body]) => ({ value, body }));
  return choose(globalOf("hash"), cases, otherwise);
}

function excluding(values: readonly string[]): readonly Statement[] {
  const bytes = values.map(plainBytes).filter((one) => one !== null);
  if (values.length === 0) {
    return [];
  }
  const tests = bytes.map((one) => matches(START, one));
  return [
    ...advance("key"), // without escapes, so that the bytes say what the text is
    ...(tests.length === 0 ? [] : [when(any(...tests), [giveUp])]),
    set(P, START),
  ];
}

function lengthTest(count: Expression, { minLength, maxLength }: TextPlan): readonly Statement[] {
  const wrong = [
    ...(maxLength === null ? [] : [binary(count, ">", Math.min(maxLength, 2 ** 30))]),
    ...(minLength === 0 ? [] : [binary(count, "<", Math.min(minLength, 2 ** 30))]),
  ];
  return wrong.length === 0 ? [] : [when(any(...wrong), [giveUp])];
}

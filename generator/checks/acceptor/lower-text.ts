import { compilePattern } from "../prepare.ts";
import {
  END,
  P,
  all,
  any,
  binary,
  block,
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
import { hashOf } from "./primitives-key.ts";
import { advance } from "./primitives-value.ts";
import { testReader } from "./text-tests.ts";

const START = i32("start");
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
    return lowerValues(
      plan.values.filter((value) => isAllowed(value, plan)),
      lowering,
    );
  }
  const length = binary(binary(P, "-", START), "-", 2);
  const isCounted = plan.minLength > 0 || plan.maxLength !== null;
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
    ...lengthTest(length, plan),
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

function lowerValues(values: readonly string[], lowering: Lowerer): readonly Statement[] {
  const known = values.flatMap((value) => plainBytes(value) ?? []).length;
  const bytes = values.map(plainBytes).filter((one) => one !== null);
  if (bytes.length <= FEW_VALUES || known === 0) {
    return [
      ...bytes.map((one) =>
        when(matches(P, one, lowering.isLarge), [give(binary(P, "+", one.length))]),
      ),
      giveUp,
    ];
  }
  return [
    set(START, P),
    ...advance("key"),
    byHash(bytes, START, { found: () => [give(P)], otherwise: [] }, lowering),
    giveUp,
  ];
}

/** What `byHash` does for each text, and for any other. */
export interface Ways {
  readonly found: (index: number) => readonly Statement[];
  readonly otherwise: readonly Statement[];
}

/** Does something for the one of some quoted strings that stands at `at` and whose hash was just read. */
export function byHash(
  strings: readonly (readonly number[])[],
  at: Expression,
  { found, otherwise }: Ways,
  { pool }: Lowerer,
): Statement {
  const numbers = strings.map((bytes) => pool.numberOf(bytes));
  if (numbers.every((number) => number !== null)) {
    const cases = new Map(numbers.map((value, index) => [value, { value, body: found(index) }]));
    return choose(call("known", at), [...cases.values()], otherwise);
  }
  const buckets = new Map<number, Statement[]>();
  for (const [index, bytes] of strings.entries()) {
    const hash = hashOf(bytes.slice(1, -1));
    const body = [...(buckets.get(hash) ?? []), when(matches(at, bytes, true), found(index))];
    buckets.set(hash, body);
  }
  const cases = [...buckets].map(([value, body]) => ({ value, body }));
  return block("one", [choose(globalOf("hash"), cases, []), ...otherwise]);
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

/** A character is 12 bytes at most, as two escapes; one of ASCII without escapes is one. */
const MAX_CHARACTER = 12;

/** Characters are counted only where the bytes do not say enough of how many there are. */
function lengthTest(
  bytes: Expression,
  { minLength, maxLength, tests }: TextPlan,
): readonly Statement[] {
  const isAscii = tests.length > 0;
  const count = binary(bytes, "-", call("surplus", START, P));
  const most = Math.min(maxLength ?? 0, 2 ** 30);
  const least = Math.min(minLength, 2 ** 26);
  const isLong = binary(bytes, ">", most);
  const isShort = binary(bytes, "<", least);
  const isUnsure = all(binary(bytes, "<", least * MAX_CHARACTER), binary(count, "<", least));
  const wrong = [
    ...(maxLength === null ? [] : [isAscii ? isLong : all(isLong, binary(count, ">", most))]),
    ...(least === 0 ? [] : [isShort]),
    ...(least < 2 || isAscii ? [] : [isUnsure]),
  ];
  return wrong.length === 0 ? [] : [when(any(...wrong), [giveUp])];
}

/** Tests of a string's text that a finite automaton can make: patterns and formats. */
import { parsePattern } from "../pattern/parse.ts";
import { patternPlan } from "../pattern/plan.ts";
import type { Automaton } from "./automaton.ts";
import { automatonOf } from "./automaton.ts";
import { FORMAT_PATTERNS } from "./format-patterns.ts";
import type { FormatPattern } from "./format-patterns.ts";
import {
  END,
  P,
  again,
  any,
  binary,
  byteAt,
  entryOf,
  give,
  giveUp,
  i32,
  loop,
  set,
  when,
} from "./ir.ts";
import type { Expression, Procedure, Statement, Table } from "./ir.ts";
import type { Lowerer } from "./lowerer.ts";
import type { TextTest } from "./plan.ts";

const STATE = i32("state");
const START = i32("start");

interface Test {
  readonly automaton: Automaton;
  readonly maxLength: number;
  readonly multipleOf: number;
}

/** Automata by what they are made of: they are large, and documents have few of them. */
const KNOWN = new Map<string, Automaton | null>();
const MAX_KNOWN = 500;

function testOf(test: TextTest): Test | null {
  const format = test.kind === "format" ? FORMAT_PATTERNS.get(test.format) : undefined;
  if (test.kind === "format" && format === undefined) {
    return null;
  }
  const key = JSON.stringify(test);
  const known = KNOWN.get(key);
  const automaton = known === undefined ? make(test, format) : known;
  if (known === undefined && KNOWN.size < MAX_KNOWN) {
    KNOWN.set(key, automaton);
  }
  return automaton === null
    ? null
    : { automaton, maxLength: format?.maxLength ?? 2 ** 30, multipleOf: format?.multipleOf ?? 1 };
}

function make(test: TextTest, format: FormatPattern | undefined): Automaton | null {
  if (format !== undefined) {
    const tree = parsePattern(format.pattern, true);
    return typeof tree === "string" ? null : automatonOf(tree, format.ignoreCase);
  }
  const plan = test.kind === "pattern" ? patternPlan(test.pattern) : null;
  return plan === null || plan.kind === "refused" ? null : automatonOf(plan.tree);
}

/** Can acceptors tell whether a text passes? */
export function isReadableTest(test: TextTest): boolean {
  return testOf(test) !== null;
}

/** The function that reads a string of ASCII without escapes that passes. */
export function testReader(test: TextTest, lowering: Lowerer): string {
  return lowering.shared(`test ${JSON.stringify(test)}`, () => {
    const found = testOf(test);
    const body = found === null ? [giveUp] : run(found, lowering);
    return lowering.add("t", { params: [P, END], body });
  });
}

function run({ automaton, maxLength, multipleOf }: Test, lowering: Lowerer): Procedure["body"] {
  const { classes, next, shift, isWide } = automaton;
  const kinds = lowering.table(classes);
  const states = lowering.table(next);
  const index = binary(binary(STATE, "<<", shift), "+", entryOf(kinds, byteAt(P)));
  const length = binary(binary(P, "-", START), "-", 1);
  const tests: readonly Expression[] = [
    ...(maxLength < 2 ** 30 ? [binary(length, ">", maxLength)] : []),
    ...(multipleOf > 1 ? [binary(binary(length, "&", multipleOf - 1), "!=", 0)] : []),
  ];
  return [
    when(binary(byteAt(P), "!=", 0x22), [giveUp]),
    set(START, binary(P, "+", 1)),
    set(STATE, 2),
    loop("more", [
      set(P, binary(P, "+", 1)),
      when(binary(P, ">=", END), [giveUp]),
      step(states, index, isWide),
      when(binary(STATE, ">", 1), [again("more")]),
      when(binary(STATE, "=", 0), [giveUp]),
      set(P, binary(P, "+", 1)),
      ...(tests.length === 0 ? [] : [when(any(...tests), [giveUp])]),
      give(P),
    ]),
  ];
}

function step(states: Table, index: Expression, isWide: boolean): Statement {
  const low = binary(index, "<<", 1);
  return set(
    STATE,
    isWide
      ? binary(entryOf(states, low), "|", binary(entryOf(states, binary(low, "+", 1)), "<<", 8))
      : entryOf(states, index),
  );
}

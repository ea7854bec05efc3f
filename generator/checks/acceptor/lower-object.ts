/**
 * Reads objects. Members are expected in the order in which the schema has them, each at the cost of comparing its
 * key; from the first that is not, they are found in the pool of all keys.
 */
import {
  DEPTH,
  END,
  P,
  UNKNOWN,
  again,
  all,
  any,
  binary,
  byteAt,
  call,
  choose,
  give,
  giveUp,
  globalOf,
  i32,
  leave,
  loop,
  matches,
  set,
  setGlobal,
  when,
} from "./ir.ts";
import type { Expression, Local, Statement } from "./ir.ts";
import type { Lowerer } from "./lowerer.ts";
import { depthTest } from "./lower-array.ts";
import { lowerText, plainBytes } from "./lower-text.ts";
import type { Member, ObjectPlan, PlanId } from "./plan.ts";
import { skip, skipSpace } from "./primitives-text.ts";
import { testReader } from "./text-tests.ts";

const BYTE = i32("byte");
const START = i32("start");
const ID = i32("id");
const ORDER = i32("o");
const BASE = i32("base");
const COUNT = i32("n");
const MATCHED = i32("m");
const PATTERNS = i32("k");
/** Members that are compared one after the other. */
const MAX_EXPECTED = 40;
/** Members that one variable notes. */
const BITS = 30;

/** A member whose key can stand in a text as it is, with where it is noted. */
interface Noted {
  readonly member: Member;
  readonly bytes: readonly number[];
  /** In the pool of keys. */
  readonly number: number;
  readonly seen: Local;
  readonly bit: number;
}

interface Lowered {
  readonly plan: ObjectPlan;
  readonly noted: readonly Noted[];
  readonly lowering: Lowerer;
  /** Keys that the plan does not name may stand there. */
  readonly isOpen: boolean;
  readonly isCounted: boolean;
}

/** Reads an object at the position. */
export function lowerObject(plan: ObjectPlan, id: PlanId, lowering: Lowerer): readonly Statement[] {
  const noted = noteMembers(plan, lowering);
  const required = noted?.filter(({ member }) => member.isRequired) ?? [];
  if (
    noted === null ||
    required.length < plan.members.filter(({ isRequired }) => isRequired).length
  ) {
    return [giveUp]; // a key that can only be written with escapes
  }
  const isOpen = plan.rest.some((rest) => lowering.reader(rest) !== null);
  const isCounted = plan.maxMembers !== null || plan.minMembers > required.length;
  const lowered: Lowered = { plan, noted, lowering, isOpen, isCounted };
  const order = lowering.pool.orderOf(noted.map(({ number }) => number));
  return [
    ...depthTest(id, lowering),
    set(P, call("open", P, END)),
    set(ORDER, order),
    ...(isOpen ? [set(BASE, globalOf("top"))] : []),
    ...(lowering.isLarge ? [] : expected(lowered)),
    ...found(lowered),
    ...finish(lowered),
  ];
}

function constant(value: number): Expression {
  return { op: "constant", type: "i32", value };
}

/** null: there are too many keys in the API. */
function noteMembers({ members }: ObjectPlan, { pool }: Lowerer): readonly Noted[] | null {
  const plain = members.flatMap((member) => {
    const bytes = plainBytes(member.key);
    return bytes === null ? [] : [{ member, bytes }];
  });
  const noted = plain.flatMap(({ member, bytes }, index): readonly Noted[] => {
    const number = pool.numberOf(bytes);
    const seen = i32(`s${Math.floor(index / BITS)}`);
    return number === null ? [] : [{ member, bytes, number, seen, bit: 1 << (index % BITS) }];
  });
  return noted.length < plain.length ? null : noted;
}

/** Members in the order of the schema, each at the cost of comparing its key. */
function expected(lowered: Lowered): readonly Statement[] {
  return lowered.noted
    .slice(0, MAX_EXPECTED)
    .flatMap(({ member, bytes, seen, bit }) =>
      lowered.lowering.reader(member.value) === null
        ? []
        : [
            when(all(binary(P, ">=", 0), matches(P, [...bytes, 0x3a])), [
              skip(bytes.length + 1),
              skipSpace,
              ...lowered.lowering.step(member.value),
              set(seen, binary(seen, "|", bit)),
              ...nextAtOnce(lowered),
            ]),
          ],
    );
}

/** The same as `next`, at the cost of two comparisons where no white space stands before the next key. */
function nextAtOnce(lowered: Lowered): readonly Statement[] {
  const { isCounted } = lowered;
  const isNext = all(
    binary(P, ">=", 0),
    binary(byteAt(P), "=", 0x2c),
    binary(byteAt(P, 1), "=", 0x22),
  );
  return [
    ...(isCounted ? [set(COUNT, binary(COUNT, "+", 1))] : []),
    when(isNext, [skip(1)], [set(P, call("next", P, END))]),
  ];
}

/** Behind a member: at the next key; `-1 - p` where the object ends before `p`; or -1. */
function next({ isCounted }: Lowered): readonly Statement[] {
  return [...(isCounted ? [set(COUNT, binary(COUNT, "+", 1))] : []), set(P, call("next", P, END))];
}

/** Members in any order. */
function found(lowered: Lowered): readonly Statement[] {
  const { noted, lowering, isOpen } = lowered;
  const isTwice = (seen: Local, bit: Expression): readonly Statement[] => [
    when(binary(binary(seen, "&", bit), "!=", 0), [giveUp]),
    set(seen, binary(seen, "|", bit)),
  ];
  // The members of most objects are noted in one variable, which is then looked at in one place.
  const isFew = noted.length <= BITS;
  const cases = noted.map(({ member, number, seen, bit }) => ({
    value: number,
    body: [
      ...(isFew ? [set(MATCHED, bit)] : isTwice(seen, constant(bit))),
      ...lowering.step(member.value),
    ],
  }));
  const [first] = noted;
  return [
    loop("members", [
      when(binary(P, "<", 0), [leave("members")]),
      ...(isOpen && needsKey(lowered) ? [set(START, P)] : []),
      set(ID, call("member", P, END, ORDER)),
      set(ORDER, globalOf("guess")),
      set(P, globalOf("after")),
      ...(isFew && first !== undefined ? [set(MATCHED, 0)] : []),
      choose(ID, cases, other(lowered)),
      ...(isFew && first !== undefined ? isTwice(first.seen, MATCHED) : []),
      ...next(lowered),
      again("members"),
    ]),
  ];
}

/** Is the text of keys looked at that the plan does not name? */
function needsKey({ plan }: Lowered): boolean {
  return plan.names !== null || plan.rest.length > 1;
}

/** A member that the plan does not name. */
function other(lowered: Lowered): readonly Statement[] {
  const { plan, lowering, isOpen } = lowered;
  if (!isOpen) {
    return [giveUp];
  }
  const [only, ...more] = plan.rest;
  const isPlain = only !== undefined && more.length === 0;
  if (isPlain && plan.names === null && lowering.reader(only)?.name === "anything") {
    return [set(P, call("unnamed", P, END, ID, BASE, binary(DEPTH, "-", 1)))];
  }
  return [
    when(any(binary(ID, "<", 0), binary(call("note", globalOf("hash"), BASE), "<", 0)), [giveUp]),
    ...named(lowered),
    ...(isPlain ? lowering.step(only) : byPattern(lowered)),
  ];
}

function named({ plan, lowering }: Lowered): readonly Statement[] {
  const { names } = plan;
  if (names === null) {
    return [];
  }
  const reader = lowering.add("k", { params: [P, END], body: lowerText(names, lowering) });
  return [when(binary(call(reader, START, END), "<", 0), [giveUp])];
}

/** What stands under a key depends on the patterns that it matches. */
function byPattern({ plan, lowering }: Lowered): readonly Statement[] {
  const isAscii = lowering.shared("ascii keys", () => lowering.add("k", asciiKey));
  return [
    when(binary(call(isAscii, START, END), "<", 0), [giveUp]),
    set(PATTERNS, 0),
    ...plan.patterns.map((pattern, index) =>
      when(binary(call(testReader({ kind: "pattern", pattern }, lowering), START, END), ">=", 0), [
        set(PATTERNS, binary(PATTERNS, "|", 1 << index)),
      ]),
    ),
    choose(
      PATTERNS,
      plan.rest.map((value, bits) => ({ value: bits, body: lowering.step(value) })),
      [giveUp],
    ),
  ];
}

/** Reads a string of ASCII without escapes, of which patterns can say no as well as yes. */
const asciiKey = {
  params: [P, END],
  body: [
    loop("more", [
      skip(1),
      when(binary(P, ">=", END), [giveUp]),
      set(BYTE, byteAt(P)),
      when(binary(BYTE, "=", 0x22), [give(P)]),
      when(any(binary(BYTE, "<", 0x20), binary(BYTE, "=", 0x5c), binary(BYTE, ">=", 0x80)), [
        giveUp,
      ]),
      again("more"),
    ]),
  ],
};

function finish({ plan, noted, isOpen, isCounted }: Lowered): readonly Statement[] {
  const masks = new Map<Local["name"], { readonly seen: Local; bits: number }>();
  for (const { member, seen, bit } of noted) {
    if (member.isRequired) {
      const mask = masks.get(seen.name) ?? { seen, bits: 0 };
      masks.set(seen.name, { seen, bits: mask.bits | bit });
    }
  }
  const wrong = [
    ...[...masks.values()].map(({ seen, bits }) => binary(binary(seen, "&", bits), "!=", bits)),
    ...(isCounted && plan.maxMembers !== null
      ? [binary(COUNT, ">", Math.min(plan.maxMembers, 2 ** 30))]
      : []),
    ...(isCounted ? [binary(COUNT, "<", Math.min(plan.minMembers, 2 ** 30))] : []),
  ];
  return [
    when(any(binary(P, "=", UNKNOWN), ...wrong), [giveUp]),
    ...(isOpen ? [setGlobal("top", BASE)] : []),
    give(binary(P, "^", -1)),
  ];
}

/**
 * Reads objects. Members are expected in the order in which the schema has them, each at the cost of comparing its
 * key; from the first that is not, they are found by the hash of their key.
 */
import {
  END,
  P,
  again,
  any,
  binary,
  block,
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
import type { Local, Statement } from "./ir.ts";
import type { Lowerer } from "./lowerer.ts";
import { depthTest } from "./lower-array.ts";
import { byHash, lowerText, plainBytes } from "./lower-text.ts";
import type { Member, ObjectPlan, PlanId } from "./plan.ts";
import { skip, skipSpace } from "./primitives-text.ts";
import { advance, nextByte, passColon } from "./primitives-value.ts";
import { testReader } from "./text-tests.ts";

const C = i32("c");
const START = i32("q");
const HASH = i32("h");
const BASE = i32("base");
const COUNT = i32("n");
const MATCHED = i32("m");
/** Members that one variable notes. */
const BITS = 30;

/** A member whose key can stand in a text as it is, with where it is noted. */
interface Noted {
  readonly member: Member;
  readonly bytes: readonly number[];
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
  const noted = noteMembers(plan);
  const required = noted.filter(({ member }) => member.isRequired);
  if (required.length < plan.members.filter(({ isRequired }) => isRequired).length) {
    return [giveUp]; // a key that can only be written with escapes
  }
  const isOpen = plan.rest.some((rest) => lowering.reader(rest) !== null);
  const isCounted = plan.maxMembers !== null || plan.minMembers > Math.max(1, required.length);
  const lowered: Lowered = { plan, noted, lowering, isOpen, isCounted };
  const isEmptyAllowed = required.length === 0 && plan.minMembers === 0;
  const seen = [...new Set(noted.map((one) => one.seen))];
  return [
    ...depthTest(id, lowering),
    when(binary(byteAt(P), "!=", 0x7b), [giveUp]),
    skip(1),
    skipSpace,
    when(binary(byteAt(P), "=", 0x7d), [isEmptyAllowed ? give(binary(P, "+", 1)) : giveUp]),
    ...seen.map((one) => set(one, 0)),
    ...(isCounted ? [set(COUNT, 0)] : []),
    ...(isOpen ? [set(BASE, globalOf("top"))] : []),
    block("done", [...expected(lowered), ...found(lowered)]),
    ...finish(lowered),
  ];
}

function noteMembers({ members }: ObjectPlan): readonly Noted[] {
  const plain = members.flatMap((member) => {
    const bytes = plainBytes(member.key);
    return bytes === null ? [] : [{ member, bytes }];
  });
  return plain.map(({ member, bytes }, index) => ({
    member,
    bytes,
    seen: i32(`s${Math.floor(index / BITS)}`),
    bit: 1 << (index % BITS),
  }));
}

/** Members in the order of the schema. */
function expected(lowered: Lowered): readonly Statement[] {
  return lowered.noted.flatMap((one) => {
    const { member, bytes, seen, bit } = one;
    if (lowered.lowering.reader(member.value) === null) {
      return [];
    }
    return [
      when(matches(P, [...bytes, 0x3a]), [
        skip(bytes.length + 1),
        skipSpace,
        ...lowered.lowering.read(member.value),
        set(seen, binary(seen, "|", bit)),
        ...next(lowered),
      ]),
    ];
  });
}

/** Behind a member: leaves at the end of the object, stays at the next key. */
function next({ isCounted }: Lowered): readonly Statement[] {
  return [
    ...(isCounted ? [set(COUNT, binary(COUNT, "+", 1))] : []),
    ...nextByte(),
    when(binary(C, "!=", 0x2c), [when(binary(C, "=", 0x7d), [leave("done")]), giveUp]),
    skipSpace,
  ];
}

/** Members in any order. */
function found(lowered: Lowered): readonly Statement[] {
  const { noted, lowering } = lowered;
  const dispatch = byHash(
    noted.map(({ bytes }) => bytes),
    START,
    (index) => {
      const one = noted[index];
      return one === undefined
        ? [giveUp]
        : [
            when(binary(binary(one.seen, "&", one.bit), "!=", 0), [giveUp]),
            set(one.seen, binary(one.seen, "|", one.bit)),
            ...lowering.step(one.member.value),
            leave("value"),
          ];
    },
    other(lowered),
  );
  return [
    loop("members", [
      set(START, P),
      ...advance("key"),
      set(HASH, globalOf("hash")),
      ...passColon,
      block("value", [
        dispatch,
        giveUp, // a key with the hash of another
      ]),
      when(binary(P, "<", 0), [giveUp]),
      ...next(lowered),
      again("members"),
    ]),
  ];
}

/** A member that the plan does not name. */
function other(lowered: Lowered): readonly Statement[] {
  const { plan, lowering, isOpen } = lowered;
  if (!isOpen) {
    return [giveUp];
  }
  const [only, ...more] = plan.rest;
  const isPlain = only !== undefined && more.length === 0;
  return [
    when(binary(call("note", HASH, BASE), "<", 0), [giveUp]),
    ...named(lowered),
    ...(isPlain ? lowering.step(only) : byPattern(lowered)),
    leave("value"),
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
    set(MATCHED, 0),
    ...plan.patterns.map((pattern, index) =>
      when(binary(call(testReader({ kind: "pattern", pattern }, lowering), START, END), ">=", 0), [
        set(MATCHED, binary(MATCHED, "|", 1 << index)),
      ]),
    ),
    choose(
      MATCHED,
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
      set(C, byteAt(P)),
      when(binary(C, "=", 0x22), [give(P)]),
      when(any(binary(C, "<", 0x20), binary(C, "=", 0x5c), binary(C, ">=", 0x80)), [giveUp]),
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
    ...(wrong.length === 0 ? [] : [when(any(...wrong), [giveUp])]),
    ...(isOpen ? [setGlobal("top", BASE)] : []),
    give(P),
  ];
}

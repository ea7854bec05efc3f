/**
 * Functions that prove that a value does not fit a schema. They look at text that is known to be strict JSON without
 * escaped keys, because some function accepted it, and go by shapes: what a shape rules out, its schema refuses.
 */
import { KIND } from "../shape.ts";
import type { Primitive, Shape } from "../shape.ts";
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
  double,
  f64,
  give,
  globalOf,
  i32,
  leave,
  loop,
  set,
  when,
} from "./ir.ts";
import type { Expression, Statement } from "./ir.ts";
import type { Lowerer } from "./lowerer.ts";
import { byHash, plainBytes } from "./lower-text.ts";
import { skip, skipSpace } from "./primitives-text.ts";

const START = i32("start");
const ID = i32("id");
const COUNT = i32("n");
const VALUE = f64("v");
const REFUTED = 1;
const OPEN = 0;
/** Members of one object whose absence can be noted. */
const MAX_REQUIRED = 30;

/** The function that gives 1 where the value at a position cannot have this shape; null: any value may. */
export function refuter(shape: Shape, lowering: Lowerer): string | null {
  const known = lowering.refuters.get(shape);
  if (known !== undefined) {
    return known;
  }
  lowering.refuters.set(shape, null); // a shape is a tree; should it not be, nothing is refuted
  const body = refute(shape, lowering);
  const name = body === null ? null : lowering.add("n", { params: [P, END], body });
  lowering.refuters.set(shape, name);
  return name;
}

function refute(shape: Shape, lowering: Lowerer): readonly Statement[] | null {
  const admits = (kind: keyof typeof KIND): boolean => (shape.kinds & KIND[kind]) !== 0;
  const word = (value: boolean | null): Statement => {
    const isIn = shape.values === null || shape.values.has(value);
    return give(admits(value === null ? "null" : "boolean") && isIn ? OPEN : REFUTED);
  };
  const object = admits("object") ? ofObject(shape, lowering) : [give(REFUTED)];
  const array = admits("array") ? ofArray(shape, lowering) : [give(REFUTED)];
  const text = admits("string") ? ofText(shape.values, lowering) : [give(REFUTED)];
  const number = admits("number") ? ofNumber(shape.values) : [give(REFUTED)];
  const isOpen =
    shape.values === null &&
    object === null &&
    array === null &&
    Object.values(KIND).every((bit) => (shape.kinds & bit) !== 0);
  return isOpen
    ? null
    : [
        choose(
          byteAt(P),
          [
            { value: 0x22, body: text },
            { value: 0x7b, body: object ?? [give(OPEN)] },
            { value: 0x5b, body: array ?? [give(OPEN)] },
            { value: 0x74, body: [word(true)] },
            { value: 0x66, body: [word(false)] },
            { value: 0x6e, body: [word(null)] },
          ],
          number,
        ),
        give(OPEN),
      ];
}

function ofText(values: ReadonlySet<Primitive> | null, lowering: Lowerer): readonly Statement[] {
  if (values === null) {
    return [give(OPEN)];
  }
  const bytes = [...values].map((value) => (typeof value === "string" ? plainBytes(value) : null));
  const plain = bytes.filter((one) => one !== null);
  return [
    set(START, P),
    when(binary(call("key", P, END), "<", 0), [give(OPEN)]),
    ...(plain.length === 0
      ? []
      : [byHash(plain, START, { found: () => [give(OPEN)], otherwise: [] }, lowering)]),
    give(REFUTED),
  ];
}

function ofNumber(values: ReadonlySet<Primitive> | null): readonly Statement[] {
  if (values === null) {
    return [give(OPEN)];
  }
  const tests = [...values].flatMap((value) =>
    typeof value === "number" ? [binary(VALUE, "=", double(value))] : [],
  );
  return [
    when(binary(call("decimal", P, END), "<", 0), [give(OPEN)]),
    set(VALUE, binary(globalOf("digits", "f64"), "/", globalOf("scale", "f64"))),
    ...(tests.length === 0 ? [] : [when(any(...tests), [give(OPEN)])]),
    give(REFUTED),
  ];
}

function ofObject(shape: Shape, lowering: Lowerer): readonly Statement[] | null {
  const required = [...shape.required].slice(0, MAX_REQUIRED);
  const rest = shape.rest === null ? null : refuter(shape.rest, lowering);
  const keys = [...new Set([...required, ...shape.members.keys()])];
  const members = keys.flatMap((key) => {
    const bytes = plainBytes(key);
    const member = shape.members.get(key);
    const inner = member === undefined ? rest : refuter(member, lowering);
    const bit = required.includes(key) ? 1 << required.indexOf(key) : 0;
    return bytes === null ? [] : [{ number: lowering.pool.numberOf(bytes), inner, bit }];
  });
  if (members.some(({ number }) => number === null)) {
    return null; // there are too many keys in the API
  }
  if (rest === null && required.length === 0 && members.every(({ inner }) => inner === null)) {
    return null;
  }
  const bits = members.reduce((all, { bit }) => all | bit, 0);
  const isLacking = binary(binary(COUNT, "&", bits), "!=", bits);
  return [
    set(COUNT, 0),
    skip(1),
    skipSpace,
    block("end", [
      when(binary(byteAt(P), "=", 0x7d), [leave("end")]),
      loop("members", [
        set(ID, call("member", P, END, 0)),
        when(binary(ID, "<", 0), [give(OPEN)]),
        set(P, globalOf("after")),
        choose(
          ID,
          members.map(({ number, inner, bit }) => ({
            value: number ?? 0,
            body: [
              ...(bit === 0 ? [] : [set(COUNT, binary(COUNT, "|", bit))]),
              ...refuteHere(inner),
            ],
          })),
          refuteHere(rest),
        ),
        ...toNext("end", "members"),
      ]),
    ]),
    ...(bits === 0 ? [] : [when(isLacking, [give(REFUTED)])]),
    give(OPEN),
  ];
}

function refuteHere(inner: string | null): readonly Statement[] {
  return inner === null ? [] : [when(binary(call(inner, P, END), "=", REFUTED), [give(REFUTED)])];
}

function toNext(end: string, label: string): readonly Statement[] {
  return [
    set(P, call("pass", P, END)),
    when(binary(P, "<", 0), [give(OPEN)]),
    when(binary(byteAt(P), "!=", 0x2c), [leave(end)]),
    skip(1),
    skipSpace,
    again(label),
  ];
}

function ofArray(shape: Shape, lowering: Lowerer): readonly Statement[] | null {
  const items = shape.items.map((item) => refuter(item, lowering));
  const more = shape.more === null ? null : refuter(shape.more, lowering);
  if (more === null && shape.minItems === 0 && items.every((item) => item === null)) {
    return null;
  }
  const isAt = (index: number): Expression => binary(COUNT, "=", index);
  const least = Math.min(shape.minItems, 2 ** 30);
  return [
    set(COUNT, 0),
    skip(1),
    skipSpace,
    block("end", [
      when(binary(byteAt(P), "=", 0x5d), [leave("end")]),
      loop("items", [
        ...items.flatMap((item, index) =>
          item === null ? [] : [when(isAt(index), refuteHere(item))],
        ),
        ...(more === null ? [] : [when(binary(COUNT, ">=", items.length), refuteHere(more))]),
        set(COUNT, binary(COUNT, "+", 1)),
        ...toNext("end", "items"),
      ]),
    ]),
    ...(least === 0 ? [] : [when(binary(COUNT, "<", least), [give(REFUTED)])]),
    give(OPEN),
  ];
}

/**
 * Finds out to which leaf of a decision a value leads, by looking at the places that it names. The look is cheap: it is
 * right about text that is strict JSON without escaped keys, and of no meaning where nobody then accepts the value.
 */
import type { Choice, Decision } from "../decide.ts";
import type { Primitive } from "../shape.ts";
import {
  END,
  P,
  UNKNOWN,
  again,
  binary,
  byteAt,
  call,
  choose,
  double,
  f64,
  give,
  globalOf,
  i32,
  loop,
  matches,
  set,
  when,
} from "./ir.ts";
import type { Expression, Procedure, Statement } from "./ir.ts";
import type { Lowerer } from "./lowerer.ts";
import { byHash, plainBytes } from "./lower-text.ts";
import { skip, skipSpace } from "./primitives-text.ts";

const AT = i32("at");
const BYTE = i32("byte");
const VALUE = f64("v");
/** In place of a position: there is no object or array that could hold it; it does not hold it. */
const FOREIGN = -2;
const MISSING = -3;

export class Router {
  readonly leaves: (readonly number[])[] = [];
  readonly #lowering: Lowerer;
  readonly #leafOf = new Map<string, number>();
  readonly #decisions = new Map<Decision, string>();

  constructor(lowering: Lowerer) {
    this.#lowering = lowering;
  }

  /** The index in `leaves` that the value at the position leads to, or -1. */
  route(choice: Choice): Expression {
    if (choice.kind === "leaf") {
      return { op: "constant", type: "i32", value: this.#leaf(choice.indices) };
    }
    const known = this.#decisions.get(choice);
    if (known !== undefined) {
      return call(known, P, END);
    }
    const name = this.#lowering.add("r", { params: [P, END], body: this.#decision(choice) });
    this.#decisions.set(choice, name);
    return call(name, P, END);
  }

  #leaf(indices: readonly number[]): number {
    if (indices.length === 0) {
      return UNKNOWN;
    }
    const key = indices.join(",");
    const known = this.#leafOf.get(key) ?? this.leaves.length;
    if (known === this.leaves.length) {
      this.leaves.push(indices);
      this.#leafOf.set(key, known);
    }
    return known;
  }

  #decision({ path, foreign, missing, values, kinds }: Decision): readonly Statement[] {
    const go = (choice: Choice): readonly Statement[] => [give(this.route(choice))];
    const steps = path.flatMap((token): readonly Statement[] => [
      set(AT, typeof token === "number" ? call("itemAt", AT, END, token) : this.#find(token)),
      when(binary(AT, "=", FOREIGN), go(foreign)),
      when(binary(AT, "=", MISSING), go(missing)),
      when(binary(AT, "<", 0), [give(UNKNOWN)]),
    ]);
    const named = [...values];
    const ofWord = (word: boolean | null): Choice =>
      values.get(word) ?? kinds[word === null ? "null" : "boolean"];
    return [
      set(AT, P),
      ...steps,
      choose(
        byteAt(AT),
        [
          { value: 0x22, body: textRoute(named, go, kinds.string, this.#lowering) },
          { value: 0x7b, body: go(kinds.object) },
          { value: 0x5b, body: go(kinds.array) },
          { value: 0x74, body: go(ofWord(true)) },
          { value: 0x66, body: go(ofWord(false)) },
          { value: 0x6e, body: go(ofWord(null)) },
        ],
        numberRoute(named, go, kinds.number),
      ),
      give(UNKNOWN),
    ];
  }

  #find(key: string): Expression {
    const bytes = plainBytes(key);
    if (bytes === null) {
      return { op: "constant", type: "i32", value: UNKNOWN };
    }
    const name = this.#lowering.add("f", findProcedure(bytes));
    return call(name, AT, END);
  }
}

type Go = (choice: Choice) => readonly Statement[];

function textRoute(
  values: readonly (readonly [Primitive, Choice])[],
  go: Go,
  other: Choice,
  lowering: Lowerer,
): readonly Statement[] {
  const texts = values.flatMap(([value, choice]) => {
    const bytes = typeof value === "string" ? plainBytes(value) : null;
    return bytes === null ? [] : [{ bytes, choice }];
  });
  if (texts.length === 0) {
    return go(other);
  }
  return [
    when(binary(call("key", AT, END), "<", 0), [give(UNKNOWN)]),
    byHash(
      texts.map(({ bytes }) => bytes),
      AT,
      { found: (index) => go(texts[index]?.choice ?? other), otherwise: [] },
      lowering,
    ),
    ...go(other),
  ];
}

function numberRoute(
  values: readonly (readonly [Primitive, Choice])[],
  go: Go,
  other: Choice,
): readonly Statement[] {
  const numbers = values.flatMap(([value, choice]) =>
    typeof value === "number" ? [{ value, choice }] : [],
  );
  if (numbers.length === 0) {
    return go(other);
  }
  return [
    when(binary(call("decimal", AT, END), "<", 0), [give(UNKNOWN)]), // it may be one of them
    set(VALUE, binary(globalOf("digits", "f64"), "/", globalOf("scale", "f64"))),
    ...numbers.map(({ value, choice }) => when(binary(VALUE, "=", double(value)), go(choice))),
    ...go(other),
  ];
}

/** Behind a member or item that was passed: at the next one, or there is none. */
const toNext: readonly Statement[] = [
  set(P, call("pass", P, END)),
  when(binary(P, "<", 0), [give(UNKNOWN)]),
  when(binary(byteAt(P), "!=", 0x2c), [give(MISSING)]),
  skip(1),
  skipSpace,
];

function open(bracket: number, close: number): readonly Statement[] {
  return [
    when(binary(byteAt(P), "!=", bracket), [give(FOREIGN)]),
    skip(1),
    skipSpace,
    when(binary(byteAt(P), "=", close), [give(MISSING)]),
  ];
}

/** Position of the value under a key of the object at the position. */
function findProcedure(key: readonly number[]): Omit<Procedure, "name"> {
  return {
    params: [P, END],
    body: [
      ...open(0x7b, 0x7d),
      loop("members", [
        when(binary(byteAt(P), "!=", 0x22), [give(UNKNOWN)]),
        set(BYTE, matches(P, key)),
        set(P, call("passText", P, END)),
        when(binary(P, "<", 0), [give(UNKNOWN)]),
        skipSpace,
        when(binary(byteAt(P), "!=", 0x3a), [give(UNKNOWN)]),
        skip(1),
        skipSpace,
        when(BYTE, [give(P)]),
        ...toNext,
        again("members"),
      ]),
    ],
  };
}

const INDEX = i32("n");

/** Position of an item of the array at the position. */
export const itemAt: Procedure = {
  name: "itemAt",
  params: [P, END, INDEX],
  body: [
    ...open(0x5b, 0x5d),
    loop("items", [
      when(binary(INDEX, "=", 0), [give(P)]),
      set(INDEX, binary(INDEX, "-", 1)),
      ...toNext,
      again("items"),
    ]),
  ],
};

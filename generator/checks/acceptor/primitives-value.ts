/** Functions for values that no schema says anything of, and for passing over what is read later. */
import {
  DEPTH,
  END,
  P,
  again,
  any,
  binary,
  byteAt,
  call,
  give,
  giveUp,
  globalOf,
  i32,
  loop,
  matches,
  set,
  setGlobal,
  when,
} from "./ir.ts";
import type { Expression, Procedure, Statement } from "./ir.ts";
import { isOneOf, skip, skipSpace } from "./primitives-text.ts";

const BYTE = i32("byte");
const BASE = i32("base");
const LEVEL = i32("level");
const START = i32("start");

/** The bytes of ASCII text. */
export function ascii(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

/** Calls a function on the position, and gives up where it does. */
export function advance(
  name: string,
  ...more: readonly (Expression | number)[]
): readonly Statement[] {
  return [set(P, call(name, P, END, ...more)), when(binary(P, "<", 0), [giveUp])];
}

/** Reads the colon behind a key, with the white space around it. */
export const passColon: readonly Statement[] = [
  skipSpace,
  when(binary(byteAt(P), "!=", 0x3a), [giveUp]),
  skip(1),
  skipSpace,
];

/** The next byte that is no white space, which is passed too. */
export function nextByte(to = BYTE): readonly Statement[] {
  return [skipSpace, set(to, byteAt(P)), skip(1)];
}

const openContainer: readonly Statement[] = [
  when(binary(DEPTH, "<", 1), [giveUp]),
  skip(1),
  skipSpace,
];

/** Opens an object: gives where its first key is, `-1 - p` where it is empty and ends before `p`, or -1. */
const open: Procedure = {
  name: "open",
  params: [P, END],
  body: [
    when(binary(byteAt(P), "!=", 0x7b), [giveUp]),
    skip(1),
    skipSpace,
    when(binary(byteAt(P), "=", 0x7d), [give(binary(-2, "-", P))]),
    give(P),
  ],
};

/** Behind a member: gives where the next key is, `-1 - p` where the object ends before `p`, or -1; of -1 too. */
const next: Procedure = {
  name: "next",
  params: [P, END],
  body: [
    when(binary(P, "<", 0), [giveUp]),
    set(BYTE, byteAt(P)),
    when(binary(BYTE, "<=", 0x20), [set(P, call("space", P, END)), set(BYTE, byteAt(P))]),
    when(binary(BYTE, "=", 0x2c), [skip(1), skipSpace, give(P)]),
    when(binary(BYTE, "=", 0x7d), [give(binary(-2, "-", P))]),
    giveUp,
  ],
};

/** Reads the colon behind a key, with the white space around it. */
const colon: Procedure = {
  name: "colon",
  params: [P, END],
  body: [...passColon, give(P)],
};

const NUMBER = i32("id");

/** Reads any value of a member whose key, of this number in the pool, its object does not name. */
const unnamed: Procedure = {
  name: "unnamed",
  params: [P, END, NUMBER, BASE, DEPTH],
  body: [
    when(binary(NUMBER, "<", 0), [giveUp]),
    when(binary(call("note", globalOf("hash"), BASE), "<", 0), [giveUp]),
    give(call("anything", P, END, DEPTH)),
  ],
};

const ANSWER = i32("a");

/** The answer where nothing but white space stands behind a message that ends at the position. */
const whole: Procedure = {
  name: "whole",
  params: [P, END, ANSWER],
  body: [
    when(binary(P, "<", 0), [giveUp]),
    when(binary(P, "!=", END), [
      set(P, call("space", P, END)),
      when(binary(P, "!=", END), [giveUp]),
    ]),
    give(ANSWER),
  ],
};

const anyObject: Procedure = {
  name: "anyObject",
  params: [P, END, DEPTH],
  body: [
    ...openContainer,
    when(binary(byteAt(P), "=", 0x7d), [give(binary(P, "+", 1))]),
    set(BASE, globalOf("top")),
    loop("members", [
      ...advance("key"),
      when(binary(call("note", globalOf("hash"), BASE), "<", 0), [giveUp]),
      ...passColon,
      ...advance("anything", binary(DEPTH, "-", 1)),
      ...nextByte(),
      when(binary(BYTE, "=", 0x2c), [skipSpace, again("members")]),
      when(binary(BYTE, "!=", 0x7d), [giveUp]),
      setGlobal("top", BASE),
      give(P),
    ]),
  ],
};

const anyArray: Procedure = {
  name: "anyArray",
  params: [P, END, DEPTH],
  body: [
    ...openContainer,
    when(binary(byteAt(P), "=", 0x5d), [give(binary(P, "+", 1))]),
    loop("items", [
      ...advance("anything", binary(DEPTH, "-", 1)),
      ...nextByte(),
      when(binary(BYTE, "=", 0x2c), [skipSpace, again("items")]),
      when(binary(BYTE, "!=", 0x5d), [giveUp]),
      give(P),
    ]),
  ],
};

/** The words that a value can be, each with what it is behind it. */
export function words(...names: readonly ("true" | "false" | "null")[]): readonly Statement[] {
  return names.map((name) => when(matches(P, ascii(name)), [give(binary(P, "+", name.length))]));
}

/** Any value, strictly; the keys of each object once. */
const anything: Procedure = {
  name: "anything",
  params: [P, END, DEPTH],
  body: [
    set(BYTE, byteAt(P)),
    when(binary(BYTE, "=", 0x22), [give(call("text", P, END))]),
    when(binary(BYTE, "=", 0x7b), [give(call("anyObject", P, END, DEPTH))]),
    when(binary(BYTE, "=", 0x5b), [give(call("anyArray", P, END, DEPTH))]),
    ...words("true", "false", "null"),
    give(call("number", P, END)),
  ],
};

/** Passes a string, whatever is in it. */
const passText: Procedure = {
  name: "passText",
  params: [P, END],
  body: [
    loop("more", [
      skip(1),
      when(binary(P, ">=", END), [giveUp]),
      set(BYTE, byteAt(P)),
      when(binary(BYTE, "=", 0x22), [give(binary(P, "+", 1))]),
      when(binary(BYTE, "=", 0x5c), [skip(1)]),
      again("more"),
    ]),
  ],
};

/** How often a frame may be passed over; beyond it what is in it is not known. */
const MAX_PASSES = 8;
/** A frame of so few bytes may be passed over as often as it likes: it has 64 levels at most. */
const FREE_BYTES = 65_536;

/**
 * Allows a frame from the position to the end to be looked ahead in. What tells alternatives apart may stand behind
 * all else, at every level of a frame anew: without an end to looking, a frame would cost its levels times its bytes.
 */
export const allowPasses: Statement = setGlobal(
  "passes",
  binary(binary(binary(END, "-", P), "*", MAX_PASSES), "+", FREE_BYTES),
);

const PASSES = globalOf("passes");

/**
 * Passes a value to where the next comma or the end of its container is; it is read properly later. Gives up once a
 * frame was passed over too often.
 */
const pass: Procedure = {
  name: "pass",
  params: [P, END],
  body: [
    when(binary(PASSES, "<", 0), [giveUp]),
    set(LEVEL, 0),
    set(START, P),
    loop("more", [
      when(binary(P, ">=", END), [giveUp]),
      set(BYTE, byteAt(P)),
      when(binary(BYTE, "=", 0x22), [...advance("passText"), again("more")]),
      when(isOneOf(BYTE, [0x7b, 0x5b]), [set(LEVEL, binary(LEVEL, "+", 1))]),
      when(any(binary(BYTE, "=", 0x2c), isOneOf(BYTE, [0x7d, 0x5d])), [
        when(binary(LEVEL, "=", 0), [
          setGlobal("passes", binary(PASSES, "-", binary(P, "-", START))),
          give(P),
        ]),
        when(binary(BYTE, "!=", 0x2c), [set(LEVEL, binary(LEVEL, "-", 1))]),
      ]),
      skip(1),
      again("more"),
    ]),
  ],
};

export const VALUE_PRIMITIVES: readonly Procedure[] = [
  open,
  next,
  colon,
  unnamed,
  whole,
  anyObject,
  anyArray,
  anything,
  passText,
  pass,
];

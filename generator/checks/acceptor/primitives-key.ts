/** Functions that every acceptor may call for the keys of objects. Each key of an object is given once. */
import {
  END,
  P,
  UNKNOWN,
  again,
  all,
  any,
  binary,
  block,
  byteAt,
  call,
  give,
  giveUp,
  globalOf,
  i32,
  leave,
  loop,
  set,
  setGlobal,
  setWord,
  when,
  wordAt,
} from "./ir.ts";
import type { Procedure } from "./ir.ts";
import { skip } from "./primitives-text.ts";

const BYTE = i32("byte");
const START = i32("start");
const HASH = i32("sum");

/** First value of the hash of a key, and what each byte multiplies it by (FNV-1a). */
export const HASH_START = -2128831035;
const HASH_PRIME = 16777619;

/** The hash of a key that has no escape. */
export function hashOf(bytes: readonly number[]): number {
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, HASH_PRIME), HASH_START);
}

/** A string without escapes; `hash` is its hash. */
const key: Procedure = {
  name: "key",
  params: [P, END],
  body: [
    when(binary(byteAt(P), "!=", 0x22), [giveUp]),
    skip(1),
    set(HASH, HASH_START),
    set(START, 0),
    block("found", [
      loop("more", [
        when(binary(P, ">=", END), [giveUp]),
        set(BYTE, byteAt(P)),
        when(binary(BYTE, "=", 0x22), [leave("found")]),
        when(any(binary(BYTE, "<", 0x20), binary(BYTE, "=", 0x5c)), [giveUp]),
        when(all(binary(BYTE, ">=", 0x80), binary(P, ">=", START)), [
          set(START, call("character", P, END)),
          when(binary(START, "<", 0), [giveUp]),
        ]),
        set(HASH, binary(binary(HASH, "^", BYTE), "*", HASH_PRIME)),
        skip(1),
      ]),
    ]),
    setGlobal("hash", HASH),
    give(binary(P, "+", 1)),
  ],
};

const KEY_LIMIT = 128;
const BASE = i32("base");
const AT = i32("at");
const TOP = globalOf("top");

/** Keys that may be noted at once, in all objects that are open. */
const NOTED_LIMIT = 4096;

/**
 * Notes the hash of a key of the object whose hashes begin at the word `base`. -1: the object has one of the same
 * hash, most likely because it has the same key; or there are too many.
 */
const note: Procedure = {
  name: "note",
  params: [HASH, BASE],
  body: [
    set(AT, TOP),
    when(
      any(
        binary(binary(AT, "-", BASE), ">=", KEY_LIMIT),
        binary(AT, ">=", NOTED_LIMIT),
        binary(HASH, "=", hashOf([...Buffer.from("__proto__")])),
      ),
      [giveUp],
    ),
    setWord(AT, HASH),
    setGlobal("top", binary(AT, "+", 1)),
    loop("more", [
      when(binary(AT, "<=", BASE), [give(0)]),
      set(AT, binary(AT, "-", 1)),
      when(binary(wordAt(AT), "=", HASH), [give(UNKNOWN)]),
      again("more"),
    ]),
  ],
};

export const KEY_PRIMITIVES: readonly Procedure[] = [key, note];

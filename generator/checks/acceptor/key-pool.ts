/**
 * All keys and texts that an API names, in one table of bytes: each is known by its offset there. Functions that look
 * for one of many need no code of their own for each, which keeps large APIs small.
 */
import {
  END,
  P,
  again,
  all,
  any,
  binary,
  block,
  byteAt,
  call,
  entryOf,
  give,
  giveUp,
  globalOf,
  i32,
  leave,
  loop,
  set,
  setGlobal,
  when,
} from "./ir.ts";
import type { Expression, Procedure, Statement, Table } from "./ir.ts";
import { hashOf } from "./primitives-key.ts";

/** Bytes of a table, because its offsets are of two bytes. */
const MAX_BYTES = 65_536;
/** Slots of the hash table for each key, at least: looks at more than one are rare. */
const SPARSENESS = 3;
/** Keys, from the one that is expected next, that are compared before the hash is asked. */
const MAX_GUESSES = 8;
const QUOTE = 0x22;

const BYTE = i32("byte");
const AT = i32("at");
const ID = i32("id");
const AHEAD = i32("ahead");
const SLOT = i32("slot");
const GUESSES = i32("guesses");

/** Texts of one API; each is given with its quotes, in the bytes that JSON has for it without escapes. */
export class KeyPool {
  readonly #bytes: number[] = [0]; // no text has the offset 0
  readonly #offsets = new Map<string, number>();
  readonly #hashes: { readonly hash: number; readonly offset: number }[] = [];
  readonly #order: number[] = [0, 0];
  readonly #orders = new Map<string, number>();

  /** The number of a text, 1 to 65,535; null: there are too many. */
  numberOf(quoted: readonly number[]): number | null {
    const name = String.fromCharCode(...quoted);
    const known = this.#offsets.get(name);
    if (known !== undefined) {
      return known;
    }
    const offset = this.#bytes.length;
    if (offset + quoted.length > MAX_BYTES) {
      return null;
    }
    this.#bytes.push(...quoted.slice(1));
    this.#offsets.set(name, offset);
    this.#hashes.push({ hash: hashOf(quoted.slice(1, -1)), offset });
    return offset;
  }

  /** Where the numbers of keys that are expected one after the other are noted; 0: nowhere, there are too many. */
  orderOf(numbers: readonly number[]): number {
    const name = numbers.join(",");
    const known = this.#orders.get(name);
    if (known !== undefined) {
      return known;
    }
    const at = this.#order.length;
    if (at + numbers.length * 2 + 2 > MAX_BYTES) {
      return 0;
    }
    this.#order.push(...numbers.flatMap((number) => [number & 0xff, number >> 8]), 0, 0);
    this.#orders.set(name, at);
    return at;
  }

  /** The functions `known` and `member`, for the texts that were named so far. */
  procedures(): readonly Procedure[] {
    const texts: Table = { name: "K", bytes: Uint8Array.from(this.#bytes) };
    const order: Table = { name: "S", bytes: Uint8Array.from(this.#order) };
    return [known(texts, this.#slots()), member(texts, order)];
  }

  /** Numbers of two bytes where the low bits of their hash say, or in the next slot that is free. */
  #slots(): Table {
    const count = 2 ** Math.ceil(Math.log2(Math.max(1, this.#hashes.length) * SPARSENESS));
    const slots = new Uint16Array(count);
    for (const { hash, offset } of this.#hashes) {
      let slot = hash & (count - 1);
      while (slots[slot] !== 0) {
        slot = (slot + 1) & (count - 1);
      }
      slots[slot] = offset;
    }
    return { name: "H", bytes: Uint8Array.from([...slots].flatMap((id) => [id & 0xff, id >> 8])) };
  }
}

function pairAt(table: Table, index: Expression): Expression {
  return binary(entryOf(table, index), "|", binary(entryOf(table, binary(index, "+", 1)), "<<", 8));
}

/** Compares the text of number `id` with what stands at `ahead`: goes on behind the loop, or leaves `other`. */
function compare(texts: Table, other: string): readonly Statement[] {
  return [
    set(AT, ID),
    loop("same", [
      set(BYTE, entryOf(texts, AT)),
      when(binary(byteAt(AHEAD), "!=", BYTE), [leave(other)]),
      set(AHEAD, binary(AHEAD, "+", 1)),
      set(AT, binary(AT, "+", 1)),
      when(binary(BYTE, "!=", QUOTE), [again("same")]),
      leave("same"),
    ]),
  ];
}

/** The number of the quoted text at the position, of which `hash` is the hash; 0: it has none. */
function known(texts: Table, slots: Table): Procedure {
  const mask = slots.bytes.length - 2;
  return {
    name: "known",
    params: [P],
    body: [
      set(SLOT, binary(binary(globalOf("hash"), "<<", 1), "&", mask)),
      loop("more", [
        set(ID, pairAt(slots, SLOT)),
        when(binary(ID, "=", 0), [give(0)]),
        set(AHEAD, binary(P, "+", 1)),
        block("other", [...compare(texts, "other"), give(ID)]),
        set(SLOT, binary(binary(SLOT, "+", 2), "&", mask)),
        again("more"),
      ]),
    ],
  };
}

/**
 * Reads a key and its colon: gives the number of the key, 0 where it has none, or -1. `after` is where its value
 * begins. Keys are expected in the order noted at `at`; `guess` is where the next key is. `hash` is known where the
 * key was none of the next ones.
 */
function member(texts: Table, order: Table): Procedure {
  const orderAt = i32("o");
  return {
    name: "member",
    params: [P, END, orderAt],
    body: [
      when(binary(byteAt(P), "!=", QUOTE), [giveUp]),
      set(GUESSES, 0),
      set(SLOT, orderAt),
      block("found", [
        loop("guess", [
          set(ID, pairAt(order, SLOT)),
          when(any(binary(ID, "=", 0), binary(GUESSES, "=", MAX_GUESSES)), [leave("guess")]),
          set(SLOT, binary(SLOT, "+", 2)),
          set(GUESSES, binary(GUESSES, "+", 1)),
          set(AHEAD, binary(P, "+", 1)),
          block("other", [...compare(texts, "other"), setGlobal("guess", SLOT), leave("found")]),
          again("guess"),
        ]),
        setGlobal("guess", orderAt),
        set(AHEAD, call("key", P, END)),
        when(binary(AHEAD, "<", 0), [giveUp]),
        set(ID, call("known", P)),
      ]),
      when(
        all(binary(byteAt(AHEAD), "=", 0x3a), binary(byteAt(AHEAD, 1), ">", 0x20)),
        [setGlobal("after", binary(AHEAD, "+", 1))],
        [
          set(AHEAD, call("colon", AHEAD, END)),
          when(binary(AHEAD, "<", 0), [giveUp]),
          setGlobal("after", AHEAD),
        ],
      ),
      give(ID),
    ],
  };
}

/** Functions that are written otherwise for WebAssembly, because it can look at many bytes at once. */
import {
  END,
  P,
  again,
  all,
  binary,
  byteAt,
  call,
  give,
  giveUp,
  i32,
  loop,
  passPlain,
  set,
  setGlobal,
  when,
} from "./ir.ts";
import type { Procedure, Program, Statement } from "./ir.ts";
import { skip } from "./primitives-text.ts";

const C = i32("c");
const EXTRA = i32("x");
const START = i32("q");

/** Reads what is more than a byte for a character, and counts the bytes that are too many. */
function longCharacter(name: "escape" | "character"): readonly Statement[] {
  return [
    set(START, P),
    set(P, call(name, P, END)),
    when(binary(P, "<", 0), [giveUp]),
    set(EXTRA, binary(EXTRA, "+", binary(binary(P, "-", START), "-", 1))),
  ];
}

/** As the function of this name in `primitives-text.ts`. */
const text: Procedure = {
  name: "text",
  params: [P, END],
  body: [
    when(binary(byteAt(P), "!=", 0x22), [giveUp]),
    skip(1),
    set(EXTRA, 0),
    loop("more", [
      passPlain(P),
      set(C, byteAt(P)),
      when(all(binary(C, "=", 0x22), binary(P, "<", END)), [
        setGlobal("extra", EXTRA),
        give(binary(P, "+", 1)),
      ]),
      when(
        binary(C, ">=", 0x80),
        [
          // Where one is not ASCII, its neighbours seldom are.
          loop("long", [
            ...longCharacter("character"),
            when(binary(byteAt(P), ">=", 0x80), [again("long")]),
            again("more"),
          ]),
        ],
        [when(binary(C, "!=", 0x5c), [giveUp]), ...longCharacter("escape")],
      ),
    ]),
  ],
};

/** As the function of this name in `primitives-value.ts`, of text that is refused later where it is not ASCII. */
const OWN: ReadonlyMap<string, Procedure> = new Map([[text.name, text]]);

/** A program with the functions that are better for WebAssembly in place of those that are better for JavaScript. */
export function forWasm(program: Program): Program {
  const procedures = program.procedures.map((one) => OWN.get(one.name) ?? one);
  return { ...program, procedures };
}

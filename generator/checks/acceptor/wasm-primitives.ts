/** Functions that are written otherwise for WebAssembly, because it can look at many bytes at once. */
import {
  END,
  P,
  again,
  all,
  binary,
  byteAt,
  give,
  giveUp,
  i32,
  loop,
  passPlain,
  set,
  when,
} from "./ir.ts";
import type { Procedure, Program } from "./ir.ts";
import { skip } from "./primitives-text.ts";
import { advance } from "./primitives-value.ts";

const BYTE = i32("byte");

/** As the function of this name in `primitives-text.ts`. */
const text: Procedure = {
  name: "text",
  params: [P, END],
  body: [
    when(binary(byteAt(P), "!=", 0x22), [giveUp]),
    skip(1),
    loop("more", [
      passPlain(P),
      set(BYTE, byteAt(P)),
      when(all(binary(BYTE, "=", 0x22), binary(P, "<", END)), [give(binary(P, "+", 1))]),
      when(
        binary(BYTE, ">=", 0x80),
        [
          // Where one is not ASCII, its neighbours seldom are.
          loop("long", [
            ...advance("character"),
            when(binary(byteAt(P), ">=", 0x80), [again("long")]),
            again("more"),
          ]),
        ],
        [when(binary(BYTE, "!=", 0x5c), [giveUp]), ...advance("escape")],
      ),
    ]),
  ],
};

const OWN: ReadonlyMap<string, Procedure> = new Map([[text.name, text]]);

/** A program with the functions that are better for WebAssembly in place of those that are better for JavaScript. */
export function forWasm(program: Program): Program {
  const procedures = program.procedures.map((one) => OWN.get(one.name) ?? one);
  return { ...program, procedures };
}

/**
 * Functions that every acceptor may call for strings and white space (RFC 8259 sections 2 and 7). Each gets the offset
 * of a byte and gives the offset behind what it read, or -1.
 */
import {
  END,
  P,
  again,
  all,
  any,
  binary,
  byteAt,
  call,
  give,
  giveUp,
  i32,
  loop,
  set,
  when,
} from "./ir.ts";
import type { Expression, Procedure, Statement } from "./ir.ts";

const BYTE = i32("byte");
const EXTRA = i32("extra");
const START = i32("start");

function isBetween(value: Expression, low: number, high: number): Expression {
  return binary(binary(value, "-", low), "below", high - low + 1);
}

/** Is this one of the bytes? */
export function isOneOf(value: Expression, bytes: readonly number[]): Expression {
  return any(...bytes.map((byte) => binary(value, "=", byte)));
}

/** Goes on by some bytes. */
export function skip(count: number): Statement {
  return set(P, binary(P, "+", count));
}

/** Passes white space, if there is any: the common case costs one comparison. */
export const skipSpace: Statement = when(binary(byteAt(P), "<=", 0x20), [
  set(P, call("space", P, END)),
]);

const space: Procedure = {
  name: "space",
  params: [P, END],
  body: [
    loop("more", [
      when(binary(P, ">=", END), [give(P)]),
      set(BYTE, byteAt(P)),
      when(isOneOf(BYTE, [0x20, 0x0a, 0x0d, 0x09]), [skip(1), again("more")]),
      give(P),
    ]),
  ],
};

/** One character of two to four bytes (RFC 3629 section 4). */
const character: Procedure = {
  name: "character",
  params: [P, END],
  body: [
    set(BYTE, byteAt(P)),
    when(isBetween(BYTE, 0xc2, 0xdf), [when(isTail(1), [give(binary(P, "+", 2))]), giveUp]),
    when(isBetween(BYTE, 0xe0, 0xef), [
      set(EXTRA, byteAt(P, 1)),
      when(
        all(
          isTail(1),
          isTail(2),
          any(binary(BYTE, "!=", 0xe0), binary(EXTRA, ">=", 0xa0)), // overlong
          any(binary(BYTE, "!=", 0xed), binary(EXTRA, "<", 0xa0)), // surrogate
        ),
        [give(binary(P, "+", 3))],
      ),
      giveUp,
    ]),
    when(isBetween(BYTE, 0xf0, 0xf4), [
      set(EXTRA, byteAt(P, 1)),
      when(
        all(
          isTail(1),
          isTail(2),
          isTail(3),
          any(binary(BYTE, "!=", 0xf0), binary(EXTRA, ">=", 0x90)), // overlong
          any(binary(BYTE, "!=", 0xf4), binary(EXTRA, "<", 0x90)), // beyond U+10FFFF
        ),
        [give(binary(P, "+", 4))],
      ),
    ]),
    giveUp,
  ],
};

function isTail(offset: number): Expression {
  return binary(binary(byteAt(P, offset), "&", 0xc0), "=", 0x80);
}

/** Four hexadecimal digits as a number. */
const unit: Procedure = {
  name: "unit",
  params: [P, END],
  body: [
    set(EXTRA, 0),
    set(START, binary(P, "+", 4)),
    loop("more", [
      set(BYTE, byteAt(P)),
      when(
        isBetween(BYTE, 0x30, 0x39),
        [set(BYTE, binary(BYTE, "-", 0x30))],
        [
          set(BYTE, binary(BYTE, "|", 0x20)),
          when(isBetween(BYTE, 0x61, 0x66), [set(BYTE, binary(BYTE, "-", 0x57))], [giveUp]),
        ],
      ),
      set(EXTRA, binary(binary(EXTRA, "*", 16), "+", BYTE)),
      skip(1),
      when(binary(P, "<", START), [again("more")]),
      give(EXTRA),
    ]),
  ],
};

/** One escape; a surrogate only with the one that belongs to it. */
const escape: Procedure = {
  name: "escape",
  params: [P, END],
  body: [
    set(BYTE, byteAt(P, 1)),
    when(isOneOf(BYTE, [0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74]), [
      give(binary(P, "+", 2)),
    ]),
    when(binary(BYTE, "!=", 0x75), [giveUp]),
    set(BYTE, call("unit", binary(P, "+", 2), END)),
    when(binary(BYTE, "<", 0), [giveUp]),
    when(binary(binary(BYTE, "&", 0xf800), "!=", 0xd800), [give(binary(P, "+", 6))]),
    when(
      all(
        binary(BYTE, "<", 0xdc00),
        binary(byteAt(P, 6), "=", 0x5c),
        binary(byteAt(P, 7), "=", 0x75),
      ),
      [
        set(BYTE, call("unit", binary(P, "+", 8), END)),
        when(isBetween(BYTE, 0xdc00, 0xdfff), [give(binary(P, "+", 12))]),
      ],
    ),
    giveUp,
  ],
};

/** Is the escape at the position the second of two that are one character: from U+DC00 to U+DFFF? */
const isSecondHalf: Expression = all(
  binary(binary(byteAt(P, 2), "|", 0x20), "=", 0x64),
  binary(binary(byteAt(P, 3), "|", 0x20), ">=", 0x63),
);

/** Inside a string: reads what is more than a byte for a character. */
function longCharacter(name: "escape" | "character"): readonly Statement[] {
  return [set(P, call(name, P, END)), when(binary(P, "<", 0), [giveUp]), again("more")];
}

/** A string. */
const text: Procedure = {
  name: "text",
  params: [P, END],
  body: [
    when(binary(byteAt(P), "!=", 0x22), [giveUp]),
    skip(1),
    loop("more", [
      when(binary(P, ">=", END), [giveUp]),
      set(BYTE, byteAt(P)),
      when(binary(BYTE, ">", 0x5c), [
        when(binary(BYTE, "<", 0x80), [skip(1), again("more")]),
        ...longCharacter("character"),
      ]),
      when(binary(BYTE, ">", 0x22), [
        when(binary(BYTE, "<", 0x5c), [skip(1), again("more")]),
        ...longCharacter("escape"),
      ]),
      when(binary(BYTE, "=", 0x22), [give(binary(P, "+", 1))]),
      when(binary(BYTE, "<", 0x20), [giveUp]),
      skip(1),
    ]),
  ],
};

/** How many more bytes than characters stand between the quotes of a string that was read and ends before `end`. */
const surplus: Procedure = {
  name: "surplus",
  params: [P, END],
  body: [
    set(EXTRA, 0),
    loop("more", [
      skip(1),
      when(binary(P, ">=", END), [give(EXTRA)]),
      set(BYTE, byteAt(P)),
      when(binary(binary(BYTE, "&", 0xc0), "=", 0x80), [set(EXTRA, binary(EXTRA, "+", 1))]),
      when(binary(BYTE, "!=", 0x5c), [again("more")]),
      when(
        binary(byteAt(P, 1), "=", 0x75),
        [set(EXTRA, binary(EXTRA, "+", binary(5, "+", isSecondHalf))), skip(5)],
        [set(EXTRA, binary(EXTRA, "+", 1)), skip(1)],
      ),
      again("more"),
    ]),
  ],
};

export const TEXT_PRIMITIVES: readonly Procedure[] = [
  space,
  character,
  unit,
  escape,
  text,
  surplus,
];

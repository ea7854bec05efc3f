/** Functions that every acceptor may call for numbers (RFC 8259 section 6). */
import {
  END,
  P,
  again,
  all,
  any,
  asDouble,
  binary,
  byteAt,
  double,
  f64,
  give,
  giveUp,
  i32,
  leave,
  loop,
  set,
  setGlobal,
  when,
} from "./ir.ts";
import type { Expression, Procedure, Statement } from "./ir.ts";
import { isOneOf, skip } from "./primitives-text.ts";

const BYTE = i32("byte");
const START = i32("start");
const VALUE = f64("v");
const SCALE = f64("w");
const SIGN = i32("sign");

/** A double holds every decimal of so many digits (DBL_DIG of IEEE 754 binary64). */
const SAFE_DIGITS = 15;
/** Digits that are counted together, of which the sum and the power of ten are right to some 20 roundings. */
const COUNTED_DIGITS = 22;
/** How far, at most, such a value is from the double that it is read as, by the value: 45 roundings. */
const ROUNDING = 1e-14;
/** Digits of a number that is finite for sure, whatever its exponent of two digits. */
const FINITE_DIGITS = 100;

/**
 * A digit differs from "0" in such bits only that less than ten is left. Nothing, which stands behind the last byte of
 * a buffer, must not be a digit: by subtraction it would be one, and a number there would never end.
 */
function isDigit(value: Expression): Expression {
  return binary(binary(value, "^", 0x30), "<", 10);
}

function digits(label: string, each: readonly Statement[] = []): Statement {
  return loop(label, [...each, skip(1), when(isDigit(byteAt(P)), [again(label)]), leave(label)]);
}

/** Sign and integer part: no zero before another digit. */
function integerPart(
  each: readonly Statement[] = [],
  noteSign: readonly Statement[] = [],
): readonly Statement[] {
  return [
    when(binary(byteAt(P), "=", 0x2d), [skip(1), ...noteSign]),
    set(START, P),
    when(
      binary(byteAt(P), "=", 0x30),
      [skip(1)],
      [when(isDigit(byteAt(P)), [digits("whole", each)], [giveUp])],
    ),
  ];
}

const tooLong = (limit: number): Statement =>
  when(binary(binary(P, "-", START), ">", limit), [giveUp]);

/** A finite number. */
const number: Procedure = {
  name: "number",
  params: [P, END],
  body: [
    ...integerPart(),
    when(binary(byteAt(P), "=", 0x2e), [
      skip(1),
      when(isDigit(byteAt(P)), [digits("fraction")], [giveUp]),
    ]),
    tooLong(FINITE_DIGITS),
    when(binary(binary(byteAt(P), "|", 0x20), "=", 0x65), [
      skip(1),
      when(isOneOf(byteAt(P), [0x2b, 0x2d]), [skip(1)]),
      set(START, P),
      when(isDigit(byteAt(P)), [digits("exponent")], [giveUp]),
      tooLong(2),
    ]),
    give(P),
  ],
};

/** A number without a fraction that is not zero; with an exponent it is not known. */
const integer: Procedure = {
  name: "integer",
  params: [P, END],
  body: [
    ...integerPart(),
    tooLong(FINITE_DIGITS),
    when(binary(byteAt(P), "=", 0x2e), [
      skip(1),
      when(binary(byteAt(P), "!=", 0x30), [giveUp]),
      loop("zeros", [
        skip(1),
        when(binary(byteAt(P), "=", 0x30), [again("zeros")]),
        leave("zeros"),
      ]),
    ]),
    when(any(isDigit(byteAt(P)), binary(binary(byteAt(P), "|", 0x20), "=", 0x65)), [giveUp]),
    give(P),
  ],
};

const addDigit: readonly Statement[] = [
  set(VALUE, binary(binary(VALUE, "*", double(10)), "+", asDouble(binary(byteAt(P), "-", 0x30)))),
];

/**
 * Reads a number of no exponent: `digits` is all its digits as one integer with the sign, `scale` the power of ten that
 * they are divided by. `limited` comes behind the last of its digits.
 */
function counted(name: string, limited: readonly Statement[]): Procedure {
  return {
    name,
    params: [P, END],
    body: [
      set(VALUE, double(0)),
      set(SCALE, double(1)),
      set(SIGN, 0),
      ...integerPart(addDigit, [set(SIGN, 1)]),
      when(binary(byteAt(P), "=", 0x2e), [
        skip(1),
        when(
          isDigit(byteAt(P)),
          [digits("fraction", [...addDigit, set(SCALE, binary(SCALE, "*", double(10)))])],
          [giveUp],
        ),
      ]),
      ...limited,
      set(BYTE, byteAt(P)),
      when(binary(binary(BYTE, "|", 0x20), "=", 0x65), [giveUp]),
      when(binary(SIGN, "!=", 0), [set(VALUE, binary(double(0), "-", VALUE))]),
      setGlobal("digits", VALUE, "f64"),
      setGlobal("scale", SCALE, "f64"),
      give(P),
    ],
  };
}

/** A number of few digits, exactly. */
const decimal: Procedure = counted("decimal", [tooLong(SAFE_DIGITS)]);

/** A number of more digits: exactly where `slack` is 0, else `digits / scale` may be wrong by `slack`. */
const measured: Procedure = counted("measured", [
  setGlobal("slack", double(0), "f64"),
  when(binary(binary(P, "-", START), ">", SAFE_DIGITS), [
    tooLong(COUNTED_DIGITS),
    setGlobal("slack", binary(binary(VALUE, "/", SCALE), "*", double(ROUNDING)), "f64"),
  ]),
]);

/** Two decimal digits as a number. */
const pair: Procedure = {
  name: "pair",
  params: [P, END],
  body: [
    set(BYTE, binary(byteAt(P), "-", 0x30)),
    set(START, binary(byteAt(P, 1), "-", 0x30)),
    when(all(binary(BYTE, "below", 10), binary(START, "below", 10)), [
      give(binary(binary(BYTE, "*", 10), "+", START)),
    ]),
    giveUp,
  ],
};

export const NUMBER_PRIMITIVES: readonly Procedure[] = [number, integer, decimal, measured, pair];

/** Global variables of the program, by name. */
export const GLOBALS = {
  hash: "i32",
  after: "i32",
  guess: "i32",
  top: "i32",
  passes: "i32",
  digits: "f64",
  scale: "f64",
  slack: "f64",
} as const;

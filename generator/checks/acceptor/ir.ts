/**
 * A small language for code over bytes: functions of 32-bit integers with structured control flow. One lowering of
 * a schema is printed as JavaScript and written as WebAssembly, so that the two cannot say different things.
 *
 * Every function gives an `i32`. Positions are byte offsets; a byte is read at any of them, also behind the end,
 * where it has some value or none: code must not say yes because of it, and must come to an end whatever it is.
 */
export type Type = "i32" | "f64";

export type Expression =
  | { readonly op: "constant"; readonly type: Type; readonly value: number }
  | Local
  | { readonly op: "global"; readonly type: Type; readonly name: string }
  | { readonly op: "byte"; readonly type: "i32"; readonly at: Expression; readonly offset: number }
  /** Entry of a constant table of bytes. */
  | {
      readonly op: "entry";
      readonly type: "i32";
      readonly table: Table;
      readonly index: Expression;
    }
  /** Word of the scratch words that all functions share. */
  | { readonly op: "word"; readonly type: "i32"; readonly index: Expression }
  | {
      readonly op: "binary";
      readonly type: Type;
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** A 32-bit integer as a double, a double without its fraction. */
  | { readonly op: "double" | "truncate"; readonly type: "f64"; readonly value: Expression }
  /** 1 where these bytes stand at a position, else 0. */
  | {
      readonly op: "matches";
      readonly type: "i32";
      readonly at: Expression;
      readonly bytes: readonly number[];
      /** Small text is worth more than speed. */
      readonly isRare: boolean;
    }
  | {
      readonly op: "call";
      readonly type: "i32";
      readonly name: string;
      readonly args: readonly Expression[];
    };

/** A parameter or variable of a function, known by its name there. */
export interface Local {
  readonly op: "local";
  readonly type: Type;
  readonly name: string;
}

/** Bytes that do not change, up to 65,536 of them. */
export interface Table {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Comparisons and `and`, `or` give 1 or 0; those of integers are signed but `below`. */
export type Operator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "&"
  | "|"
  | "^"
  | "<<"
  | ">>>"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "below"
  | "and"
  | "or";

export type Statement =
  | { readonly op: "set"; readonly to: Local; readonly value: Expression }
  | { readonly op: "setGlobal"; readonly name: string; readonly value: Expression }
  | { readonly op: "setWord"; readonly index: Expression; readonly value: Expression }
  | {
      readonly op: "if";
      readonly test: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  /** Runs again and again until it is left. */
  | { readonly op: "loop"; readonly label: string; readonly body: readonly Statement[] }
  | { readonly op: "block"; readonly label: string; readonly body: readonly Statement[] }
  /** Goes behind the block or loop, or to the begin of the loop, of that label. */
  | { readonly op: "leave" | "again"; readonly label: string }
  | {
      readonly op: "switch";
      readonly value: Expression;
      readonly cases: readonly Case[];
      readonly otherwise: readonly Statement[];
    }
  /**
   * Goes on to the first byte that does not stand for itself in a string: a quote, a backslash, a control character or
   * none of ASCII. What lies behind the end must hold one.
   */
  | { readonly op: "passPlain"; readonly at: Local }
  | { readonly op: "return"; readonly value: Expression };

/** What is done for one value; nothing falls through to the next case. */
export interface Case {
  readonly value: number;
  readonly body: readonly Statement[];
}

export interface Procedure {
  readonly name: string;
  readonly params: readonly Local[];
  readonly body: readonly Statement[];
}

/** Variables of all functions, by name; they begin as 0. */
export type Globals = Readonly<Record<string, Type>>;

/** What is printed: functions that call each other. */
export interface Program {
  readonly procedures: readonly Procedure[];
  readonly globals: Globals;
}

type Operand = Expression | number;

export function i32(name: string): Local {
  return { op: "local", type: "i32", name };
}

export function f64(name: string): Local {
  return { op: "local", type: "f64", name };
}

export function double(value: number): Expression {
  return { op: "constant", type: "f64", value };
}

export function globalOf(name: string, type: Type = "i32"): Expression {
  return { op: "global", type, name };
}

function operand(value: Operand, type: Type = "i32"): Expression {
  return typeof value === "number" ? { op: "constant", type, value } : value;
}

const COMPARISONS: ReadonlySet<Operator> = new Set<Operator>([
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "below",
  "and",
  "or",
]);

export function binary(left: Operand, operator: Operator, right: Operand): Expression {
  const known = typeof left === "number" ? right : left;
  const type = typeof known === "number" ? "i32" : known.type;
  return {
    op: "binary",
    type: COMPARISONS.has(operator) ? "i32" : type,
    operator,
    left: operand(left, type),
    right: operand(right, type),
  };
}

export function byteAt(at: Expression, offset = 0): Expression {
  return { op: "byte", type: "i32", at, offset };
}

export function wordAt(index: Expression): Expression {
  return { op: "word", type: "i32", index };
}

export function entryOf(table: Table, index: Expression): Expression {
  return { op: "entry", type: "i32", table, index };
}

export function matches(at: Expression, bytes: readonly number[], isRare = false): Expression {
  return { op: "matches", type: "i32", at, bytes, isRare };
}

export function call(name: string, ...args: readonly Operand[]): Expression {
  return { op: "call", type: "i32", name, args: args.map((arg) => operand(arg)) };
}

export function asDouble(value: Expression): Expression {
  return { op: "double", type: "f64", value };
}

export function truncated(value: Expression): Expression {
  return { op: "truncate", type: "f64", value };
}

export function any(...tests: readonly Expression[]): Expression {
  return tests.reduce((left, right) => binary(left, "or", right));
}

export function all(...tests: readonly Expression[]): Expression {
  return tests.reduce((left, right) => binary(left, "and", right));
}

export function set(to: Local, value: Operand): Statement {
  return { op: "set", to, value: operand(value, to.type) };
}

export function setGlobal(name: string, value: Operand, type: Type = "i32"): Statement {
  return { op: "setGlobal", name, value: operand(value, type) };
}

export function setWord(index: Expression, value: Expression): Statement {
  return { op: "setWord", index, value };
}

export function when(
  test: Expression,
  body: readonly Statement[],
  otherwise: readonly Statement[] = [],
): Statement {
  return { op: "if", test, body, otherwise };
}

export function loop(label: string, body: readonly Statement[]): Statement {
  return { op: "loop", label, body };
}

export function block(label: string, body: readonly Statement[]): Statement {
  return { op: "block", label, body };
}

export function leave(label: string): Statement {
  return { op: "leave", label };
}

export function again(label: string): Statement {
  return { op: "again", label };
}

export function choose(
  value: Expression,
  cases: readonly Case[],
  otherwise: readonly Statement[],
): Statement {
  return { op: "switch", value, cases, otherwise };
}

export function passPlain(at: Local): Statement {
  return { op: "passPlain", at };
}

export function give(value: Operand): Statement {
  return { op: "return", value: operand(value) };
}

/** What every function answers where it does not know: no position. */
export const UNKNOWN = -1;

export const giveUp: Statement = give(UNKNOWN);

/** Position and end: the first parameters of most functions. */
export const P = i32("p");
export const END = i32("end");
/** Objects and arrays that may still be opened: the last parameter of functions that count. */
export const DEPTH = i32("d");

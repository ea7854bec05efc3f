import type { Expression, Local, Table, Type } from "./ir.ts";
import type { ByteBuffer } from "./byte-buffer.ts";
import { F64_OPERATORS, I32_OPERATORS, OP, TYPE_CODES } from "./wasm-opcodes.ts";
import type { WasmType } from "./wasm-opcodes.ts";

/** A function that is being written: its code, and where what it names is. */
export interface Writing {
  readonly code: ByteBuffer;
  /** Index of a parameter or variable; of one that is new, too. */
  readonly local: (name: string, type: WasmType) => number;
  /** Index of a function of the module. */
  procedure(name: string): number;
  /** Index of a variable of the module. */
  global(name: string): number;
  /** Where a table begins, from where all of them do. */
  table(table: Table): number;
}

/** Indices of the module's constants: where its tables and its words begin in memory. */
export const TABLES_GLOBAL = 0;
export const WORDS_GLOBAL = 1;

/** Adds code that puts a value on the stack. */
export function writeValue(expression: Expression, writing: Writing): void {
  const { code } = writing;
  switch (expression.op) {
    case "constant":
      writeConstant(expression.value, expression.type, code);
      return;
    case "local":
      writeLocal(OP.localGet, expression, writing);
      return;
    case "global":
      code.push(OP.globalGet);
      code.unsigned(writing.global(expression.name));
      return;
    case "byte":
      writeValue(expression.at, writing);
      code.push(OP.i32Load8, 0);
      code.unsigned(expression.offset);
      return;
    case "entry":
      writeValue(expression.index, writing);
      code.push(OP.globalGet, TABLES_GLOBAL, I32_OPERATORS["+"] ?? 0, OP.i32Load8, 0);
      code.unsigned(writing.table(expression.table));
      return;
    case "word":
      writeWordPlace(expression.index, writing);
      code.push(OP.i32Load, 2, 0);
      return;
    case "binary":
      writeBinary(expression, writing);
      return;
    case "double":
      writeValue(expression.value, writing);
      code.push(OP.f64FromI32);
      return;
    case "truncate":
      writeValue(expression.value, writing);
      code.push(OP.f64Trunc);
      return;
    case "matches":
      writeMatch(expression, writing);
      return;
    case "call":
      expression.args.forEach((arg) => {
        writeValue(arg, writing);
      });
      code.push(OP.call);
      code.unsigned(writing.procedure(expression.name));
  }
}

/** Adds an instruction on a local. */
export function writeLocal(
  instruction: number,
  { name, type }: { readonly name: string; readonly type: WasmType },
  { code, local }: Writing,
): void {
  code.push(instruction);
  code.unsigned(local(name, type));
}

/** Adds code that puts a number on the stack. */
export function writeConstant(value: number, type: Type, code: ByteBuffer): void {
  if (type === "f64") {
    code.push(OP.f64Const);
    code.double(value);
    return;
  }
  code.push(OP.i32Const);
  code.signed(value);
}

/** The address of one of the words that all functions share. */
export function writeWordPlace(index: Expression, writing: Writing): void {
  writeValue(index, writing);
  writeConstant(2, "i32", writing.code);
  writing.code.push(I32_OPERATORS["<<"] ?? 0, OP.globalGet, WORDS_GLOBAL, I32_OPERATORS["+"] ?? 0);
}

type Binary = Extract<Expression, { op: "binary" }>;

function writeBinary(expression: Binary, writing: Writing): void {
  const { operator, left, right } = expression;
  const { code } = writing;
  const isLogic = operator === "and" || operator === "or";
  if (isLogic && !(isBit(left) && isBit(right) && isCheap(right))) {
    writeShort(expression, writing);
    return;
  }
  writeValue(left, writing);
  if (operator === "=" && right.op === "constant" && right.value === 0 && right.type === "i32") {
    code.push(OP.i32Eqz);
    return;
  }
  writeValue(right, writing);
  const found = (left.type === "f64" ? F64_OPERATORS : I32_OPERATORS)[operator];
  if (found === undefined) {
    throw new Error(`there is no operator "${operator}" for ${left.type}`);
  }
  code.push(found);
}

/** The right side is looked at only where the left one does not decide, as in JavaScript. */
function writeShort({ operator, left, right }: Binary, writing: Writing): void {
  const { code } = writing;
  writeValue(left, writing);
  code.push(OP.if, TYPE_CODES.i32);
  if (operator === "and") {
    writeValue(right, writing);
    code.push(OP.else);
    writeConstant(0, "i32", code);
    code.push(OP.end);
    return;
  }
  writeConstant(1, "i32", code);
  code.push(OP.else);
  writeValue(right, writing);
  code.push(OP.end);
}

const BITS: ReadonlySet<string> = new Set("= != < <= > >= below and or".split(" "));

/** Is the value 0 or 1 for sure? */
function isBit(expression: Expression): boolean {
  return (
    expression.op === "matches" || (expression.op === "binary" && BITS.has(expression.operator))
  );
}

/** Costs less than a branch, and does nothing besides. */
function isCheap(expression: Expression): boolean {
  const { op } = expression;
  return op === "binary"
    ? isCheap(expression.left) && isCheap(expression.right)
    : op === "local" || op === "constant" || op === "global";
}

/** Part of some bytes that is loaded at once. */
interface Piece {
  readonly at: number;
  readonly bytes: 1 | 2 | 4 | 8;
}

/** Pieces of a size that cover some bytes; the last may cover again what the one before it did. */
function pieces(length: number): readonly Piece[] {
  const bytes = length >= 8 ? 8 : length >= 4 ? 4 : length >= 2 ? 2 : 1;
  const count = Math.ceil(length / bytes);
  return Array.from({ length: count }, (_none, index) => ({
    at: Math.min(index * bytes, length - bytes),
    bytes,
  }));
}

/** Whole words are compared: what they differ in is gathered, and asked about once. */
function writeMatch({ at, bytes }: Extract<Expression, { op: "matches" }>, writing: Writing): void {
  const { code } = writing;
  if (bytes.length === 0) {
    writeConstant(1, "i32", code);
    return;
  }
  const place: Local = at.op === "local" ? at : { op: "local", type: "i32", name: "$at" };
  if (place !== at) {
    writeValue(at, writing);
    writeLocal(OP.localSet, place, writing);
  }
  const isLong = bytes.length >= 8;
  for (const [index, piece] of pieces(bytes.length).entries()) {
    writeLocal(OP.localGet, place, writing);
    code.push(LOADS[piece.bytes], 0);
    code.unsigned(piece.at);
    writeWord(bytes, piece, code);
    code.push(isLong ? OP.i64Xor : (I32_OPERATORS["^"] ?? 0));
    if (index > 0) {
      code.push(isLong ? OP.i64Or : (I32_OPERATORS["|"] ?? 0));
    }
  }
  code.push(isLong ? OP.i64Eqz : OP.i32Eqz);
}

const LOADS = { 1: OP.i32Load8, 2: OP.i32Load16, 4: OP.i32Load, 8: OP.i64Load } as const;

function writeWord(bytes: readonly number[], { at, bytes: size }: Piece, code: ByteBuffer): void {
  if (size < 8) {
    code.push(OP.i32Const);
    code.signed(wordAt(bytes, at, size));
    return;
  }
  const high = BigInt(wordAt(bytes, at + 4, 4)) << 32n;
  code.push(OP.i64Const);
  code.signed64(high | BigInt(wordAt(bytes, at, 4) >>> 0));
}

/** Bytes, at most four, as an integer of 32 bits with the lowest first. */
function wordAt(bytes: readonly number[], at: number, size: number): number {
  return bytes.slice(at, at + size).reduce((sum, byte, index) => sum | (byte << (8 * index)), 0);
}

/** What instructions and types are called in WebAssembly's binary format (Core Specification 2.0, section 5.4). */
import type { Operator, Type } from "./ir.ts";

/** Types of what functions keep; vectors of 16 bytes only inside of one instruction of ours. */
export type WasmType = Type | "i64" | "v128";

export const TYPE_CODES: Readonly<Record<WasmType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f64: 0x7c,
  v128: 0x7b,
};

export const FUNCTION_TYPE = 0x60;
/** Type of a block that gives nothing. */
export const NOTHING = 0x40;

export const OP = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Load: 0x28,
  i64Load: 0x29,
  i32Load8: 0x2d,
  i32Load16: 0x2f,
  i32Store: 0x36,
  i32Const: 0x41,
  i64Const: 0x42,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i64Eqz: 0x50,
  i32Ctz: 0x68,
  i64Or: 0x84,
  i64Xor: 0x85,
  f64Trunc: 0x9d,
  f64FromI32: 0xb7,
} as const;

/** Instructions on vectors, behind their prefix. */
export const VECTOR = {
  load: [0xfd, 0x00],
  store: [0xfd, 0x0b],
  constant: [0xfd, 0x0c],
  splat8: [0xfd, 0x0f],
  splat32: [0xfd, 0x11],
  equal8: [0xfd, 0x23],
  less8: [0xfd, 0x25],
  or: [0xfd, 0x50],
  xor: [0xfd, 0x51],
  bits8: [0xfd, 0x64],
} as const;

/** Operators of integers; `and` and `or` of values that are 0 or 1. */
export const I32_OPERATORS: Readonly<Partial<Record<Operator, number>>> = {
  "+": 0x6a,
  "-": 0x6b,
  "*": 0x6c,
  "&": 0x71,
  "|": 0x72,
  "^": 0x73,
  "<<": 0x74,
  ">>>": 0x76,
  "=": 0x46,
  "!=": 0x47,
  "<": 0x48,
  below: 0x49,
  ">": 0x4a,
  "<=": 0x4c,
  ">=": 0x4e,
  and: 0x71,
  or: 0x72,
};

/** Operators of doubles. */
export const F64_OPERATORS: Readonly<Partial<Record<Operator, number>>> = {
  "+": 0xa0,
  "-": 0xa1,
  "*": 0xa2,
  "/": 0xa3,
  "=": 0x61,
  "!=": 0x62,
  "<": 0x63,
  ">": 0x64,
  "<=": 0x65,
  ">=": 0x66,
};

import { describe, expect, it } from "vitest";

import {
  FUNCTION_TYPE,
  I32_OPERATORS,
  NOTHING,
  OP,
  TYPE_CODES,
  VECTOR,
} from "../../generator/checks/acceptor/wasm-opcodes.ts";
import { MASK_MODULE, maskScratch } from "../../runtime/frames/scratch-mask.ts";
import { scratchBytes } from "../../runtime/frames/scratch.ts";

const { i32, v128 } = TYPE_CODES;
const [START, END, KEY, MASK] = [0, 1, 2, 3];
const operator = (name: ">=" | "+"): number => I32_OPERATORS[name] ?? 0;

/** Behind their length, which is below 128 here. */
const counted = (bytes: readonly number[]): readonly number[] => [bytes.length, ...bytes];
const nameBytes = (name: string): readonly number[] => counted([...Buffer.from(name)]);
const section = (id: number, item: readonly number[]): readonly number[] => [
  id,
  ...counted([1, ...item]),
];

/** Takes sixteen bytes and gives them back with the mask, from the start to the end. */
const CODE = [
  ...[1, 1, v128],
  ...[OP.localGet, KEY, ...VECTOR.splat32, OP.localSet, MASK],
  ...[OP.block, NOTHING, OP.loop, NOTHING],
  ...[OP.localGet, START, OP.localGet, END, operator(">="), OP.brIf, 1],
  ...[OP.localGet, START, OP.localGet, START, ...VECTOR.load, 0, 0],
  ...[OP.localGet, MASK, ...VECTOR.xor, ...VECTOR.store, 0, 0],
  ...[OP.localGet, START, OP.i32Const, 16, operator("+"), OP.localSet, START],
  ...[OP.br, 0, OP.end, OP.end, OP.end],
];
const MODULE = [
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, [FUNCTION_TYPE, ...counted([i32, i32, i32]), 0]),
  ...section(2, [...nameBytes("f"), ...nameBytes("memory"), 2, 0, 1]),
  ...section(3, [0]),
  ...section(7, [...nameBytes("mask"), 0, 0]),
  ...section(10, counted(CODE)),
];

describe("the module that masks scratch", () => {
  it("is the one that these instructions make", () => {
    expect(MASK_MODULE).toBe(Buffer.from(MODULE).toString("base64"));
  });

  it.each([0, 1, 15, 16, 17, 1000])("masks %i bytes, and at most 15 behind them", (length) => {
    const before = Buffer.from(Array.from({ length: length + 40 }, (_none, index) => index & 0xff));
    before.copy(scratchBytes, 3);

    maskScratch(3, 3 + length, 0x44_33_22_81);

    const key = [0x81, 0x22, 0x33, 0x44];
    const want = before.map((byte, index) =>
      index < Math.ceil(length / 16) * 16 ? byte ^ (key[index % 4] ?? 0) : byte,
    );
    expect(scratchBytes.subarray(3, 3 + before.length)).toEqual(want);
  });
});

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { ALL_CELLS, cellOf, GOAL_CELLS, nameOf } from "./cells.ts";
import { messagesOf, SIZES, soakMessage, type SizeName } from "./messages.ts";
import { rotated } from "./rounds.ts";
import { documentSchema } from "./subjects.ts";

describe("what the benchmark sends", () => {
  it("is valid by its document, of exactly the size, and eight different texts", () => {
    const check = new Ajv().compile(documentSchema());

    for (const size of Object.keys(SIZES) as SizeName[]) {
      const messages = messagesOf(size);

      expect(new Set(messages).size).toBe(8);
      expect(messages.map((text) => Buffer.byteLength(text))).toEqual(Array(8).fill(SIZES[size]));
      expect(messages.map((text) => check(JSON.parse(text)))).toEqual(Array(8).fill(true));
    }
  });

  it("is the same in each run", () => {
    expect(messagesOf("1 KB")).toEqual(messagesOf("1 KB"));
  });

  it("under long load is a valid message of 512 bytes with one place for its number", () => {
    const check = new Ajv().compile(documentSchema());

    expect(Buffer.byteLength(soakMessage())).toBe(512);
    expect(soakMessage().split("#".repeat(16))).toHaveLength(2);
    expect(check(JSON.parse(soakMessage()))).toBe(true);
  });

  it("holds every size over 1, 50 and 1,000 connections, each cell under a name of its own", () => {
    expect(new Set(ALL_CELLS.map(nameOf)).size).toBe(18);
    expect(ALL_CELLS.map(nameOf)).toEqual(expect.arrayContaining(GOAL_CELLS.map(nameOf)));
    expect(cellOf("16KB/50/w8")).toEqual({ size: "16 KB", connections: 50, window: 8 });
    expect(() => cellOf("1KB")).toThrow('"1KB" is no cell; use one of 118B/1/w1,');
  });

  it("reaches the subjects of each load beginning with another one", () => {
    expect(rotated([1, 2, 3], 4)).toEqual([2, 3, 1]);
    expect(rotated([], 4)).toEqual([]);
  });

  it("is checked in C by the members of the same schema", () => {
    const { properties } = documentSchema();
    const header = readFileSync(new URL("kit/market.h", import.meta.url), "utf8");
    const names = [...header.matchAll(/MEMBER\("(\w+)"/g)].map(([, name]) => name);

    expect(names).toEqual([
      ...Object.keys(properties.fills.items.properties),
      ...Object.keys(properties),
    ]);
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { avroTable } from "../../../generator/targets/typescript/codec-data/avro-table.ts";
import { avroCodec } from "../../../runtime/messages/codec/avro.ts";
import type { Codec as GatewayCodec } from "../../../runtime/messages/codec/codec.ts";
import { avro } from "../../../templates/typescript/core/codec/avro.ts";
import type { BinaryOptions, Codec } from "../../../templates/typescript/core/codec/codec.ts";
import { decodeProblem, disagreements, encodeProblem, hex, hostile } from "./fixture.ts";
import { gatewayCodec } from "./gateway.ts";

function sdk(schema: unknown, options?: BinaryOptions): Codec {
  return avro(avroTable({ avro: schema }), options);
}

function gateway(schema: unknown): GatewayCodec {
  return gatewayCodec(avroCodec, { kind: "avro", avro: schema });
}

const TREE = {
  type: "record",
  name: "Tree",
  fields: [
    { name: "size", type: "int" },
    { name: "next", type: ["null", "Tree"] },
  ],
};
const TEST = {
  type: "record",
  name: "test",
  fields: [
    { name: "a", type: "long" },
    { name: "b", type: "string" },
  ],
};
const SUIT = { type: "enum", name: "Suit", symbols: ["A", "B", "C", "D"] };

// Avro 1.12, section Binary Encoding, and the edges of its formats.
test.each([
  ["null", "", null],
  ["boolean", "00", false],
  ["boolean", "01", true],
  ["int", "00", 0],
  ["int", "01", -1],
  ["int", "02", 1],
  ["int", "03", -2],
  ["int", "7f", -64],
  ["int", "80 01", 64],
  ["int", "fe ff ff ff 0f", 2_147_483_647],
  ["int", "ff ff ff ff 0f", -2_147_483_648],
  ["long", "80 80 80 80 20", 2 ** 32],
  ["long", "ff ff ff ff ff ff ff ff ff 01", -(2 ** 63)],
  ["float", "00 00 80 3f", 1],
  ["double", "00 00 00 00 00 00 f8 3f", 1.5],
  ["string", "06 66 6f 6f", "foo"],
  ["string", "04 c3 a4", "ä"],
  ["bytes", "04 00 ff", "\u0000\u00ff"],
  [TEST, "36 06 66 6f 6f", { a: 27, b: "foo" }],
  [SUIT, "06", "D"],
  [{ type: "array", items: "long" }, "04 06 36 00", [3, 27]],
  [{ type: "array", items: "null" }, "04 00", [null, null]],
  [{ type: "map", values: "int" }, "02 02 61 02 00", { a: 1 }],
  [["null", "string"], "02 02 61", "a"],
  [["null", "string"], "00", null],
  [{ type: "fixed", name: "Pair", size: 2 }, "00 ff", "\u0000\u00ff"],
  [TREE, "02 02 04 00", { size: 1, next: { size: 2, next: null } }],
  [{ type: "long", logicalType: "timestamp-millis" }, "02", 1],
])("%j: %s is %j, read and written", (schema, bytes, value) => {
  expect(sdk(schema).decode(hex(bytes))).toEqual(value);
  expect(sdk(schema).encode(value)).toEqual(hex(bytes));
});

test.each([
  [{ type: "array", items: "long" }, "03 04 06 36 00", [3, 27]],
  [{ type: "array", items: "long" }, "02 06 02 36 00", [3, 27]],
  ["int", "82 00", 1],
])("%j: %s, which others write, is %j", (schema, bytes, value) => {
  expect(sdk(schema).decode(hex(bytes))).toEqual(value);
});

test.each([
  [
    { type: "array", items: "string" },
    "fe ff ff ff 0f",
    "as many items as are announced at byte 5",
  ],
  [{ type: "array", items: "null" }, "fe ff ff ff 0f", "as many items as are announced at byte 5"],
  [{ type: "array", items: "null" }, "80 40 02 00", "at most 4096 empty values at byte 3"],
  ["string", "fe ff ff ff 0f", "a length of what follows at byte 0"],
  ["bytes", "01", "a length of what follows at byte 0"],
  ["boolean", "02", "0 or 1 at byte 0"],
  ["int", "80 80 80 80 20", "an integer of 32 bits at byte 0"],
  ["long", "ff ff ff ff ff ff ff ff ff 02", "an integer of 64 bits at byte 0"],
  ["long", "ff ff ff ff ff ff ff ff ff ff 01", "an integer of 64 bits at byte 0"],
  [["null", "string"], "04", "a branch or symbol of the schema at byte 1"],
  [["null", "string"], "01", "a branch or symbol of the schema at byte 1"],
  [SUIT, "08", "a branch or symbol of the schema at byte 1"],
  [{ type: "map", values: "int" }, "04 02 61 02 02 61 02 00", "each key once at byte 4"],
  [
    { type: "map", values: "int" },
    "02 12 5f 5f 70 72 6f 74 6f 5f 5f 02 00",
    'a key other than "__proto__" at byte 1',
  ],
  ["double", "00 00 00 00 00 00 f0 7f", "a finite number at byte 0"],
  ["string", "04 c3 28", "UTF-8 text at byte 1"],
  ["int", "02 00", "the end at byte 1"],
  [TREE, "02 02 ".repeat(64), "at most 64 levels at byte 128"],
])("%j: %s is refused: expected %s", (schema, bytes, want) => {
  expect(decodeProblem(sdk(schema), hex(bytes))).toBe(`expected ${want}`);
});

test("a record of records of nothing ends, however many of them a schema makes of no byte", () => {
  const doubled = Array.from({ length: 40 }, (_, index) => index).reduce<unknown>(
    (inner, index) => ({
      type: "record",
      name: `R${index}`,
      fields: [
        { name: "one", type: inner },
        { name: "other", type: index === 0 ? "null" : `R${index - 1}` },
      ],
    }),
    "null",
  );

  expect(decodeProblem(sdk(doubled), hex(""))).toContain("at most 4096 empty values");
});

test.each([
  ["int", 2 ** 31, '"" is a number, expected an integer of 32 bits'],
  ["long", 2 ** 63, '"" is a number, expected an integer of 64 bits'],
  ["long", 2n ** 63n, '"" is a bigint, expected an integer of 64 bits'],
  ["float", 1e39, '"" is a number, expected a number of a float'],
  ["double", NaN, '"" is NaN, expected a number of a double'],
  ["string", "\ud800", '"" is a string with half of a surrogate pair, expected whole Unicode text'],
  ["bytes", "ā", '"" is a string, expected bytes'],
  [TEST, { a: 1, b: "", c: 1 }, '"/c" is a number, expected a field of the schema'],
  [TEST, { a: 1 }, '"/b" is null, expected a string'],
  [TREE, { size: 1, next: { size: "a" } }, '"/next" is an object, expected a value of a branch'],
  [SUIT, "E", '"" is a string, expected a symbol of the enum'],
  [{ type: "fixed", name: "Pair", size: 2 }, "a", '"" is a string, expected 2 bytes'],
  [{ type: "array", items: "int" }, [1, "a"], '"/1" is a string, expected an integer of 32 bits'],
  [{ type: "map", values: "int" }, { "a/b": null }, '"/a~1b" is null, expected an integer'],
  [{ type: "map", values: "int" }, [], '"" is an array, expected an object'],
  [["null", "int"], "a", '"" is a string, expected a value of a branch of the union'],
])("%j: %o is not written", (schema, value, want) => {
  expect(encodeProblem(sdk(schema), value)?.slice(0, want.length)).toBe(want);
});

test("bytes are written from a Uint8Array too, and read as one where that is asked for", () => {
  const schema = { type: "array", items: "bytes" };

  expect(sdk(schema).encode([hex("00 ff")])).toEqual(hex("02 04 00 ff 00"));
  expect(sdk(schema, { bytes: "array" }).decode(hex("02 04 00 ff 00"))).toEqual([hex("00 ff")]);
});

test("a long that a double cannot hold is rounded as in JSON, or a bigint", () => {
  const bytes = sdk("long").encode(2n ** 62n + 1n);

  expect(sdk("long").decode(bytes)).toBe(2 ** 62);
  expect(sdk("long", { bigIntegers: "bigint" }).decode(bytes)).toBe(2n ** 62n + 1n);
});

test("of records in a union the one is written whose members fit", () => {
  const kinds = ["A", "B"].map((symbol) => ({
    type: "record",
    name: symbol,
    fields: [{ name: "is", type: { type: "enum", name: `Is${symbol}`, symbols: [symbol] } }],
  }));

  expect(sdk(kinds).encode({ is: "B" })).toEqual(hex("02 00"));
});

test("names of a schema are data", () => {
  const names = ["constructor", "toString", "hasOwnProperty", "a`${b}", '"; throw 1; "', "\u2028"];
  const schema = {
    type: "record",
    name: "constructor",
    fields: names.map((name, index) => ({
      name,
      type: index === 0 ? { type: "enum", name: "toString", symbols: names } : "toString",
    })),
  };
  const value = Object.fromEntries(names.map((name) => [name, name]));

  expect(sdk(schema).decode(sdk(schema).encode(value))).toEqual(value);
});

const EVERYTHING = {
  type: "record",
  name: "Everything",
  fields: [
    { name: "int", type: "int" },
    { name: "long", type: "long" },
    { name: "double", type: "double" },
    { name: "bytes", type: "bytes" },
    { name: "texts", type: { type: "map", values: ["null", "string"] } },
    { name: "suit", type: SUIT },
    { name: "pair", type: { type: "fixed", name: "Pair", size: 2 } },
    { name: "flags", type: { type: "array", items: ["boolean", "null", TREE] } },
    { name: "tree", type: ["null", "Tree", "Everything"] },
  ],
};

const byteText = (options: { minLength?: number; maxLength: number }) =>
  fc.uint8Array(options).map((bytes) => Buffer.from(bytes).toString("latin1"));
const tree = fc.letrec((tie) => ({
  tree: fc.record({ size: fc.integer(), next: fc.option(tie("tree"), { maxDepth: 3 }) }),
})).tree;
const everything = fc.record({
  int: fc.integer(),
  long: fc.maxSafeInteger(),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }),
  bytes: byteText({ maxLength: 20 }),
  texts: fc.dictionary(
    fc.string({ unit: "binary" }).filter((key) => key !== "__proto__"),
    fc.option(fc.string({ unit: "binary" })),
    { noNullPrototype: true },
  ),
  suit: fc.constantFrom("A", "D"),
  pair: byteText({ minLength: 2, maxLength: 2 }),
  flags: fc.array(fc.oneof(fc.boolean(), fc.constant(null), tree)),
  tree: fc.option(tree),
});

test("SDK and gateway write the same bytes and read them to the same value", () => {
  const [ours, theirs] = [sdk(EVERYTHING), gateway(EVERYTHING)];
  fc.assert(
    fc.property(everything, (value) => {
      const bytes = new Uint8Array(Buffer.from(ours.encode(value)));

      expect(Buffer.from(theirs.encode(value)).equals(bytes)).toBe(true);
      expect(ours.decode(bytes)).toEqual(value);
      expect(theirs.decode(bytes)).toEqual(value);
    }),
    { numRuns: 1000 },
  );
});

test("30,000 hostile payloads are a value or a DecodeError, and the gateway thinks the same", () => {
  const [ours, theirs] = [sdk(EVERYTHING), gateway(EVERYTHING)];
  const values = fc.sample(everything, { numRuns: 300, seed: 1 });
  const valid = values.map((value) => new Uint8Array(Buffer.from(ours.encode(value))));

  expect(disagreements(theirs, ours, hostile(valid, 30_000))).toEqual([]);
}, 120_000);

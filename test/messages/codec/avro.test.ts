import fc from "fast-check";
import { expect, test } from "vitest";
import { avroCodec } from "../../../runtime/messages/codec/avro.ts";
import type { Codec } from "../../../runtime/messages/codec/codec.ts";
import { codecOf, hex, refusal } from "./fixture.ts";

function avro(schema: unknown): Codec {
  return codecOf(avroCodec, { codec: { kind: "avro", avro: schema } });
}

const TREE = {
  type: "record",
  name: "Tree",
  fields: [{ name: "next", type: ["null", "Tree"] }],
};

/** A record of four records of four records, eight levels deep, in which nothing takes a byte. */
const BUSH = [1, 2, 3, 4, 5, 6, 7].reduce<unknown>(
  (inner, level) => ({
    type: "record",
    name: `Bush${level}`,
    fields: ["a", "b", "c", "d"].map((name, index) => ({
      name,
      type: index === 0 || level === 1 ? inner : `Bush${level - 1}`,
    })),
  }),
  "null",
);

test.each([
  ["int", "01", -1],
  ["long", "80 80 80 80 20", 2 ** 32],
  ["string", "06 66 6f 6f", "foo"],
  ["bytes", "04 00 ff", "\u0000\u00ff"],
  ["float", "00 00 80 3f", 1],
  ["boolean", "01", true],
  [{ type: "array", items: "long" }, "04 06 36 00", [3, 27]],
  [{ type: "array", items: "long" }, "03 04 06 36 00", [3, 27]],
  [{ type: "map", values: "int" }, "02 02 61 02 00", { a: 1 }],
  [["null", "string"], "02 02 61", "a"],
  [{ type: "array", items: "null" }, "04 00", [null, null]],
])("%j: %s is %j", (schema, bytes, want) => {
  expect(avro(schema).decode(hex(bytes))).toEqual(want);
});

test.each([
  [{ type: "array", items: "string" }, "fe ff ff ff 0f", "holds fewer items than it announces"],
  [{ type: "array", items: "null" }, "fe ff ff ff 0f", "holds fewer items than it announces"],
  [
    { type: "array", items: "null" },
    "84 40 00 00 00 00",
    "holds more items without content than are read",
  ],
  ["string", "fe ff ff ff 0f", "a length is beyond the end"],
  ["bytes", "01", "a length is beyond the end"],
  ["boolean", "02", "a boolean is neither 0 nor 1"],
  ["int", "80 80 80 80 20", "an int does not fit in 32 bits"],
  ["long", "ff ff ff ff ff ff ff ff ff ff 01", "a long does not fit in 64 bits"],
  [["null", "string"], "04", "a union or enum has no such branch"],
  [["null", "string"], "01", "a union or enum has no such branch"],
  [{ type: "map", values: "int" }, "04 02 61 02 02 61 02 00", "a key is given twice"],
  ["double", "00 00 00 00 00 00 f0 7f", "a number is not finite"],
  ["int", "02 00", "1 bytes stand behind the value"],
  [BUSH, "", "holds more records without content than are read"],
  [TREE, "02 02 02 02 02 02 02 02 02 00", "nested deeper than 8"],
])("%j: %s is refused: %s", (schema, bytes, want) => {
  expect(refusal(avro(schema), hex(bytes))).toBe(want);
});

test("bytes of any kind are a value or a refusal", () => {
  const schemas = [
    TREE,
    {
      type: "array",
      items: { type: "map", values: ["null", "bytes", { type: "array", items: "null" }] },
    },
  ];
  fc.assert(
    fc.property(fc.constantFrom(...schemas), fc.uint8Array({ maxLength: 64 }), (schema, bytes) => {
      refusal(avro(schema), bytes);
    }),
    { numRuns: 5000 },
  );
});

test("a value that the schema has no place for is not written", () => {
  expect(() => avro(["null", "int"]).encode("a")).toThrow("union expected");
});

import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { msgpackCodec } from "../../../runtime/messages/codec/msgpack.ts";
import { codecOf, hex, refusal } from "./fixture.ts";

const codec = codecOf(msgpackCodec);

test("whatever the reference encoder writes is read", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      const value: unknown = JSON.parse(text.replaceAll(/-0\b/gu, "0"));
      fc.pre(!text.includes("__proto__"));

      expect(codec.decode(encode(value))).toEqual(value);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["80 00", "1 bytes stand behind the value"],
  ["92 a1 61", "ends 1 bytes too early"],
  ["dd ff ff ff ff", "holds fewer items than it announces"],
  ["df ff ff ff ff", "holds fewer items than it announces"],
  ["82 a1 61 01 a1 61 02", "a key is given twice"],
  ["81 01 02", "a key is not a string"],
  ["81 a9 5f 5f 70 72 6f 74 6f 5f 5f 01", 'a key is "__proto__"'],
  ["a2 c3 28", "a string is not UTF-8"],
  ["d4 01 00", "extension types are not read"],
  ["c1", "byte c1 is never used"],
  ["cb 7f f8 00 00 00 00 00 00", "a number is not finite"],
  ["91 91 91 91 91 91 91 91 91 01", "nested deeper than 8"],
  ["", "ends 1 bytes too early"],
])("%s is refused: %s", (bytes, want) => {
  expect(refusal(codec, hex(bytes))).toBe(want);
});

test("a byte string is text with one character per byte, and stays one when it is written again", () => {
  const schemas = { m: { properties: { raw: { type: "string", format: "binary" } } } };
  const typed = codecOf(msgpackCodec, { schema: "m" }, schemas);
  const bytes = hex("81 a3 72 61 77 c4 02 00 ff");

  const value = typed.decode(bytes);

  expect(value).toEqual({ raw: "\u0000\u00ff" });
  expect(Buffer.from(typed.encode(value)).toString("hex")).toBe(Buffer.from(bytes).toString("hex"));
});

test("bytes of any kind are a value or a refusal", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      refusal(codec, bytes);
    }),
    { numRuns: 5000 },
  );
});

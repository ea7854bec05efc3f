import { encode } from "cborg";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cborCodec } from "../../../runtime/messages/codec/cbor.ts";
import { codecOf, hex, refusal } from "./fixture.ts";

const codec = codecOf(cborCodec);

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

// RFC 8949 appendix A.
test.each([
  ["f9 3c 00", 1],
  ["f9 00 01", 5.960464477539063e-8],
  ["f9 c4 00", -4],
  ["3b 00 00 00 00 00 00 00 09", -10],
  ["9f 01 82 02 03 9f 04 05 ff ff", [1, [2, 3], [4, 5]]],
  ["bf 61 61 01 61 62 9f 02 03 ff ff", { a: 1, b: [2, 3] }],
  ["7f 65 73 74 72 65 61 64 6d 69 6e 67 ff", "streaming"],
  ["d9 d9 f7 01", 1],
])("%s is %j", (bytes, want) => {
  expect(codec.decode(hex(bytes))).toEqual(want);
});

test.each([
  ["a0 00", "1 bytes stand behind the value"],
  ["9b ff ff ff ff ff ff ff ff", "holds fewer items than it announces"],
  ["bb ff ff ff ff ff ff ff ff", "holds fewer items than it announces"],
  ["7b ff ff ff ff ff ff ff ff", "ends 18446744073709552000 bytes too early"],
  ["a2 61 61 01 61 61 02", "a key is given twice"],
  ["a1 01 02", "a key is not a string"],
  ["a1 69 5f 5f 70 72 6f 74 6f 5f 5f 01", 'a key is "__proto__"'],
  ["62 c3 28", "a string is not UTF-8"],
  ["c0 60", "tags are not read"],
  ["f7", "undefined is no value"],
  ["f9 7c 00", "a number is not finite"],
  ["fc", "a simple value is unknown"],
  ["1c", "a head is malformed"],
  ["9f 01", "ends 1 bytes too early"],
  ["7f 41 00 ff", "a chunk of a string is of another kind"],
  ["81 81 81 81 81 81 81 81 81 01", "nested deeper than 8"],
])("%s is refused: %s", (bytes, want) => {
  expect(refusal(codec, hex(bytes))).toBe(want);
});

test("bytes of any kind are a value or a refusal", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      refusal(codec, bytes);
    }),
    { numRuns: 5000 },
  );
});

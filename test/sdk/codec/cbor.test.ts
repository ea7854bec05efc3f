import { decode, encode } from "cborg";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cborCodec } from "../../../runtime/messages/codec/cbor.ts";
import { withTextForBytes } from "../../../templates/typescript/core/codec/byte-text.ts";
import { cbor, createCbor } from "../../../templates/typescript/core/codec/cbor.ts";
import { gatewayCodec } from "./gateway.ts";
import {
  agreement,
  decodeProblem,
  disagreements,
  encodeProblem,
  hex,
  hostile,
  VALUES,
} from "./fixture.ts";

const gateway = gatewayCodec(cborCodec);
const asGateway = createCbor({ bytes: "text" });

// RFC 8949 appendix A, what JSON can hold of it and what is written in the same bytes.
test.each([
  ["00", 0],
  ["01", 1],
  ["0a", 10],
  ["17", 23],
  ["18 18", 24],
  ["18 19", 25],
  ["18 64", 100],
  ["19 03 e8", 1000],
  ["1a 00 0f 42 40", 1_000_000],
  ["1b 00 00 00 e8 d4 a5 10 00", 1_000_000_000_000],
  ["20", -1],
  ["29", -10],
  ["38 63", -100],
  ["39 03 e7", -1000],
  ["fb 3f f1 99 99 99 99 99 9a", 1.1],
  ["fa 7f 7f ff ff", 3.4028234663852886e38],
  ["fb 7e 37 e4 3c 88 00 75 9c", 1.0e300],
  ["fb c0 10 66 66 66 66 66 66", -4.1],
  ["f4", false],
  ["f5", true],
  ["f6", null],
  ["40", hex("")],
  ["44 01 02 03 04", hex("01 02 03 04")],
  ["60", ""],
  ["61 61", "a"],
  ["64 49 45 54 46", "IETF"],
  ["62 22 5c", '"\\'],
  ["62 c3 bc", "ü"],
  ["63 e6 b0 b4", "水"],
  ["64 f0 90 85 91", "𐅑"],
  ["80", []],
  ["83 01 02 03", [1, 2, 3]],
  ["83 01 82 02 03 82 04 05", [1, [2, 3], [4, 5]]],
  [
    "98 19 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 18 18 19",
    Array.from({ length: 25 }, (_, index) => index + 1),
  ],
  ["a0", {}],
  ["a2 61 61 01 61 62 82 02 03", { a: 1, b: [2, 3] }],
  ["82 61 61 a1 61 62 61 63", ["a", { b: "c" }]],
  [
    "a5 61 61 61 41 61 62 61 42 61 63 61 43 61 64 61 44 61 65 61 45",
    { a: "A", b: "B", c: "C", d: "D", e: "E" },
  ],
])("%s is %j, read and written", (bytes, value) => {
  expect(cbor.decode(hex(bytes))).toEqual(value);
  expect(cbor.encode(value)).toEqual(hex(bytes));
});

// The rest of appendix A that is a value of JSON.
test.each([
  ["f9 00 00", 0],
  ["f9 80 00", -0],
  ["f9 3c 00", 1],
  ["f9 3e 00", 1.5],
  ["f9 7b ff", 65_504],
  ["fa 47 c3 50 00", 100_000],
  ["f9 00 01", 5.960464477539063e-8],
  ["f9 04 00", 0.00006103515625],
  ["f9 c4 00", -4],
  ["1b ff ff ff ff ff ff ff ff", 2 ** 64],
  ["3b ff ff ff ff ff ff ff ff", -(2 ** 64)],
  ["5f 42 01 02 43 03 04 05 ff", hex("01 02 03 04 05")],
  ["7f 65 73 74 72 65 61 64 6d 69 6e 67 ff", "streaming"],
  ["9f ff", []],
  ["9f 01 82 02 03 9f 04 05 ff ff", [1, [2, 3], [4, 5]]],
  ["9f 01 82 02 03 82 04 05 ff", [1, [2, 3], [4, 5]]],
  ["83 01 82 02 03 9f 04 05 ff", [1, [2, 3], [4, 5]]],
  ["83 01 9f 02 03 ff 82 04 05", [1, [2, 3], [4, 5]]],
  ["bf 61 61 01 61 62 9f 02 03 ff ff", { a: 1, b: [2, 3] }],
  ["82 61 61 bf 61 62 61 63 ff", ["a", { b: "c" }]],
  ["bf 63 46 75 6e f5 63 41 6d 74 21 ff", { Fun: true, Amt: -2 }],
  ["d9 d9 f7 01", 1],
  ["1b 00 00 00 00 00 00 00 01", 1],
])("%s, which others write, is %j", (bytes, value) => {
  expect(cbor.decode(hex(bytes))).toEqual(value);
});

// What appendix A has and JSON has not, and what is malformed (appendix F).
test.each([
  ["f9 7c 00", "a finite number at byte 1"],
  ["fb 7f f8 00 00 00 00 00 00", "a finite number at byte 1"],
  ["f7", "a value that JSON can hold, or bytes at byte 0"],
  ["f8 ff", "a value that JSON can hold, or bytes at byte 0"],
  ["c2 49 01 00 00 00 00 00 00 00 00", "a value that JSON can hold, or bytes at byte 0"],
  ["c1 1a 51 4b 67 b0", "a value that JSON can hold, or bytes at byte 0"],
  ["a2 01 02 03 04", "a key that is a string at byte 1"],
  ["1c", "a head of CBOR at byte 0"],
  ["9b ff ff ff ff ff ff ff ff", "as many items as are announced at byte 9"],
  ["bb ff ff ff ff ff ff ff ff", "as many items as are announced at byte 9"],
  ["9f 01", "1 more bytes at byte 2"],
  ["81 ff", "a value that JSON can hold, or bytes at byte 1"],
  ["5f 61 00 ff", "a chunk of the same kind at byte 1"],
  ["7f 7f ff ff", "a head of CBOR at byte 1"],
  ["a2 61 61 01 61 61 02", "each key once at byte 4"],
  ["a1 69 5f 5f 70 72 6f 74 6f 5f 5f 01", 'a key other than "__proto__" at byte 1'],
  ["62 c3 28", "UTF-8 text at byte 1"],
  ["00 00", "the end at byte 1"],
])("%s is refused: expected %s", (bytes, want) => {
  expect(decodeProblem(cbor, hex(bytes))).toBe(`expected ${want}`);
});

test("depth is limited, tags and indefinite lengths included", () => {
  for (const head of ["81", "9f", "d9 d9 f7"]) {
    const bytes = hex(head.repeat(65));

    expect(decodeProblem(cbor, bytes)).toContain("expected at most 64 levels");
  }
});

test("integers that a double cannot hold are rounded as in JSON, or bigints", () => {
  const all = [2n ** 64n - 1n, -(2n ** 64n), -(2n ** 53n) - 1n];
  const bytes = cbor.encode(all);

  expect(cbor.decode(bytes)).toEqual(all.map(Number));
  expect(createCbor({ bigIntegers: "bigint" }).decode(bytes)).toEqual([all[0], -(2 ** 64), all[2]]);
  expect(encodeProblem(cbor, 2n ** 64n)).toBe('"" is one of more, expected an integer of 64 bits');
});

test("what is written is read by the gateway and by cborg", () => {
  fc.assert(
    fc.property(VALUES, (value) => {
      const bytes = new Uint8Array(Buffer.from(cbor.encode(value)));

      expect(cbor.decode(bytes)).toEqual(value);
      expect(gateway.decode(bytes)).toEqual(withTextForBytes(value));
      expect(decode(bytes)).toEqual(value);
    }),
    { numRuns: 1000 },
  );
});

test("what cborg writes is read as cborg and the gateway read it", () => {
  fc.assert(
    fc.property(VALUES, (value) => {
      const bytes = encode(value, { ignoreUndefinedProperties: true });

      expect(agreement(gateway, asGateway, bytes)).toBe("same");
      expect(cbor.decode(bytes)).toEqual(decode(bytes));
    }),
    { numRuns: 1000 },
  );
});

test("30,000 hostile payloads are a value or a DecodeError, and the gateway thinks the same", () => {
  const written = fc.sample(VALUES, { numRuns: 300, seed: 1 }).map((value) => encode(value));
  const streamed = ["bf 61 61 5f 42 01 02 43 03 04 05 ff 61 62 9f 02 fa 47 c3 50 00 ff ff"].map(
    hex,
  );
  const valid = [...written, ...streamed, ...streamed];

  expect(disagreements(gateway, asGateway, hostile(valid, 30_000))).toEqual([]);
}, 120_000);

import { decode, encode, Encoder } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { msgpackCodec } from "../../../runtime/messages/codec/msgpack.ts";
import { withTextForBytes } from "../../../templates/typescript/core/codec/byte-text.ts";
import {
  createMessagePack,
  messagePack,
} from "../../../templates/typescript/core/codec/messagepack.ts";
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

const gateway = gatewayCodec(msgpackCodec);
const asGateway = createMessagePack({ bytes: "text" });

// The MessagePack specification, section Formats, at the edges of each format.
test.each([
  ["c0", null],
  ["c2", false],
  ["c3", true],
  ["00", 0],
  ["7f", 127],
  ["cc 80", 128],
  ["cc ff", 255],
  ["cd 01 00", 256],
  ["cd ff ff", 65_535],
  ["ce 00 01 00 00", 65_536],
  ["ce ff ff ff ff", 4_294_967_295],
  ["cf 00 00 00 01 00 00 00 00", 4_294_967_296],
  ["ff", -1],
  ["e0", -32],
  ["d0 df", -33],
  ["d0 80", -128],
  ["d1 ff 7f", -129],
  ["d1 80 00", -32_768],
  ["d2 ff ff 7f ff", -32_769],
  ["d2 80 00 00 00", -2_147_483_648],
  ["d3 ff ff ff ff 7f ff ff ff", -2_147_483_649],
  ["cb 3f f8 00 00 00 00 00 00", 1.5],
  ["cb 80 00 00 00 00 00 00 00", -0],
  ["a0", ""],
  ["a2 c3 a4", "ä"],
  ["c4 02 00 ff", hex("00 ff")],
  ["92 01 90", [1, []]],
  ["82 a1 61 01 a1 62 80", { a: 1, b: {} }],
])("%s is %j, read and written", (bytes, value) => {
  expect(messagePack.decode(hex(bytes))).toEqual(value);
  expect(messagePack.encode(value)).toEqual(hex(bytes));
});

test.each([
  ["ca 3f c0 00 00", 1.5],
  ["d9 01 61", "a"],
  ["da 00 01 61", "a"],
  ["db 00 00 00 01 61", "a"],
  ["c5 00 01 61", hex("61")],
  ["c6 00 00 00 01 61", hex("61")],
  ["dc 00 01 01", [1]],
  ["dd 00 00 00 01 01", [1]],
  ["de 00 01 a1 61 01", { a: 1 }],
  ["df 00 00 00 01 a1 61 01", { a: 1 }],
  ["cf ff ff ff ff ff ff ff ff", 2 ** 64],
  ["81 c4 01 ff 01", { "\u00ff": 1 }],
])("%s, which others write, is %j", (bytes, value) => {
  expect(messagePack.decode(hex(bytes))).toEqual(value);
});

test.each([
  ["", "1 more bytes at byte 0"],
  ["c1", "a value that JSON can hold, or bytes at byte 0"],
  ["d4 01 00", "a value that JSON can hold, or bytes at byte 0"],
  ["91 d6 ff 00 00 00 00", "a value that JSON can hold, or bytes at byte 1"],
  ["dd ff ff ff ff", "as many items as are announced at byte 5"],
  ["df ff ff ff ff", "as many items as are announced at byte 5"],
  ["db ff ff ff ff 61", "4294967294 more bytes at byte 6"],
  ["82 a1 61 01 a1 61 01", "each key once at byte 4"],
  ["81 01 01", "a key that is a string at byte 1"],
  ["81 a9 5f 5f 70 72 6f 74 6f 5f 5f 80", 'a key other than "__proto__" at byte 1'],
  ["a2 c3 28", "UTF-8 text at byte 1"],
  ["91 ca 7f 80 00 00", "a finite number at byte 2"],
  ["01 01", "the end at byte 1"],
])("%s is refused: expected %s", (bytes, want) => {
  expect(decodeProblem(messagePack, hex(bytes))).toBe(`expected ${want}`);
});

test("depth is limited both ways", () => {
  const codec = createMessagePack({ maxDepth: 2 });

  expect(codec.decode(hex("91 90"))).toEqual([[]]);
  expect(decodeProblem(codec, hex("91 91 90"))).toBe("expected at most 2 levels at byte 3");
  expect(decodeProblem(messagePack, new Uint8Array(100_000).fill(0x91))).toContain("64 levels");
  expect(encodeProblem(codec, { a: [{}] })).toBe(
    '"/a/0" is one level more, expected at most 2 levels',
  );
});

test("an object inside itself is not written", () => {
  const circle: unknown[] = [];
  circle.push(circle);

  expect(encodeProblem(messagePack, circle)).toContain("is one level more, expected at most 64");
});

test.each([
  [{ a: undefined, b: [undefined] }, '"/b/0" is undefined, expected a value that JSON can hold'],
  [{ "a/b": [NaN] }, '"/a~1b/0" is NaN, expected a finite number'],
  [[-(2n ** 63n) - 1n], '"/0" is one of more, expected an integer of 64 bits'],
  [{ a: new Date(0) }, '"/a" is an object, expected a value that JSON can hold'],
  [new Map(), '"" is an object, expected a value that JSON can hold'],
  [() => 1, '"" is a function, expected a value that JSON can hold'],
  ["\udc00", '"" is a string with half of a surrogate pair, expected whole Unicode text'],
  [{ ["__proto__"]: 1 }, '"/__proto__" is a member that is refused, expected another name'],
])("%o is not written", (value, want) => {
  expect(encodeProblem(messagePack, value)?.slice(0, want.length)).toBe(want);
});

test("integers that a double cannot hold are rounded as in JSON, or bigints", () => {
  const bytes = messagePack.encode([2n ** 63n + 1n, 7n]);

  expect(messagePack.decode(bytes)).toEqual([2 ** 63, 7]);
  expect(createMessagePack({ bigIntegers: "bigint" }).decode(bytes)).toEqual([2n ** 63n + 1n, 7]);
});

test("what is written is read by the gateway and by @msgpack/msgpack", () => {
  fc.assert(
    fc.property(VALUES, (value) => {
      const bytes = new Uint8Array(Buffer.from(messagePack.encode(value)));

      expect(messagePack.decode(bytes)).toEqual(value);
      expect(gateway.decode(bytes)).toEqual(withTextForBytes(value));
      expect(decode(bytes)).toEqual(value);
    }),
    { numRuns: 1000 },
  );
});

test("what others write is read as the gateway reads it", () => {
  const encoders = [new Encoder(), new Encoder({ forceIntegerToFloat: true, forceFloat32: false })];
  fc.assert(
    fc.property(VALUES, fc.constantFrom(...encoders), (value, encoder) => {
      const bytes = encoder.encode(value);

      expect(agreement(gateway, asGateway, bytes)).toBe("same");
      expect(messagePack.decode(bytes)).toEqual(decode(bytes));
    }),
    { numRuns: 1000 },
  );
});

test("30,000 hostile payloads are a value or a DecodeError, and the gateway thinks the same", () => {
  const valid = fc.sample(VALUES, { numRuns: 300, seed: 1 }).map((value) => encode(value));

  expect(disagreements(gateway, asGateway, hostile(valid, 30_000))).toEqual([]);
}, 120_000);

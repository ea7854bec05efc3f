import { describe, expect, test } from "vitest";
import { protobuf } from "../../../templates/typescript/core/codec/protobuf.ts";
import { agreement, decodeProblem, encodeProblem, hex } from "./fixture.ts";
import { codecsOf, EVERYTHING } from "./proto-fixture.ts";

const { sdk, gateway } = codecsOf(EVERYTHING);

// Protobuf encoding guide, and the edges of its formats.
test.each([
  ["", {}],
  ["18 96 01", { int32: 150 }],
  ["18 fe ff ff ff ff ff ff ff ff 01", { int32: -2 }],
  ["20 ff ff ff ff ff ff ff ff 7f", { int64: "9223372036854775807" }],
  ["20 80 80 80 80 80 80 80 80 80 01", { int64: "-9223372036854775808" }],
  ["28 ff ff ff ff 0f", { uint32: 4_294_967_295 }],
  ["30 ff ff ff ff ff ff ff ff ff 01", { uint64: "18446744073709551615" }],
  ["38 01", { sint32: -1 }],
  ["38 02", { sint32: 1 }],
  ["38 fe ff ff ff 0f", { sint32: 0x7fff_ffff }],
  ["38 ff ff ff ff 0f", { sint32: -0x8000_0000 }],
  ["40 ff ff ff ff ff ff ff ff ff 01", { sint64: "-9223372036854775808" }],
  ["4d ff ff ff ff", { fixed32: 4_294_967_295 }],
  ["51 ff ff ff ff ff ff ff ff", { fixed64: "18446744073709551615" }],
  ["5d fe ff ff ff", { sfixed32: -2 }],
  ["61 fe ff ff ff ff ff ff ff", { sfixed64: "-2" }],
  ["09 00 00 00 00 00 00 f8 3f", { double: 1.5 }],
  ["09 00 00 00 00 00 00 00 80", { double: -0 }],
  ["09 00 00 00 00 00 00 f8 7f", { double: "NaN" }],
  ["15 00 00 80 ff", { float: "-Infinity" }],
  ["68 01", { bool: true }],
  ["72 07 74 65 73 74 69 6e 67", { string: "testing" }],
  ["7a 02 fb ff", { someBytes: "+/8=" }],
  ["80 01 07", { suit: "SPADES" }],
  ["80 01 ff ff ff ff ff ff ff ff ff 01", { suit: "BELOW" }],
  ["80 01 05", { suit: 5 }],
  ["8a 01 03 18 96 01", { root: { int32: 150 } }],
  ["90 01 00", { maybeInt32: 0 }],
  ["9a 01 00", { maybeString: "" }],
  ["a0 01 00", { maybeSuit: "CLUBS" }],
  ["aa 01 06 03 8e 02 9e a7 05", { int32s: [3, 270, 86_942] }],
  ["c2 01 01 61 c2 01 01 62", { strings: ["a", "b"] }],
  ["d8 01 01 d8 01 02", { loose: [1, 2] }],
  ["e2 01 02 00 01", { bools: [false, true] }],
  ["f2 01 05 0a 01 61 10 01", { byString: { a: 1 } }],
  ["fa 01 04 08 01 10 07", { byInt64: { 1: "SPADES" } }],
  ["82 02 04 08 01 12 00", { byBool: { true: {} } }],
  ["c0 02 00", { number: 0 }],
  ["d2 02 00", { other: {} }],
])("%s is %j, read and written", (bytes, value) => {
  expect(sdk.decode(hex(bytes))).toEqual(value);
  expect(sdk.encode(value)).toEqual(hex(bytes));
});

test.each([
  ["18 01 18 02", { int32: 2 }],
  ["18 01 18 00", {}],
  ["8a 01 02 18 01 8a 01 02 68 01", { root: { int32: 1, bool: true } }],
  ["c0 02 01 ca 02 01 61", { text: "a" }],
  ["ca 02 01 61 c0 02 00", { number: 0 }],
  ["d2 02 02 18 01 d2 02 02 68 01", { other: { int32: 1, bool: true } }],
  ["a8 01 01 aa 01 02 02 03", { int32s: [1, 2, 3] }],
  ["da 01 02 01 02", { loose: [1, 2] }],
  ["f2 01 00", { byString: { "": 0 } }],
  ["f2 01 05 10 01 0a 01 61 f2 01 03 0a 01 61", { byString: { a: 0 } }],
  ["fa 01 00", { byInt64: { 0: "CLUBS" } }],
  ["82 02 00", { byBool: { false: {} } }],
  ["8a 02 00", { byUint32: { 0: "" } }],
  ["a0 06 01 a2 06 01 61 a5 06 00 00 00 00 a1 06 00 00 00 00 00 00 00 00 18 01", { int32: 1 }],
  ["a3 06 a8 06 01 ab 06 ac 06 a4 06 18 01", { int32: 1 }],
  ["18 81 80 80 80 10", { int32: 1 }],
  ["68 80 80 80 80 10", { bool: true }],
])("%s, which others write, is %j", (bytes, value) => {
  expect(sdk.decode(hex(bytes))).toEqual(value);
  expect(gateway.decode(hex(bytes))).toEqual(value);
});

test.each([
  ["18", "1 more bytes at byte 1"],
  ["00 01", "the number of a field at byte 0"],
  ["80 80 80 80 80 01 00", "the number of a field at byte 0"],
  ["19 00", "the wire type of the field at byte 0"],
  ["a6 06", "a wire type of Protobuf at byte 1"],
  ["a4 06", "a wire type of Protobuf at byte 1"],
  ["a3 06 ac 06", "the end of another group at byte 3"],
  ["18 ff ff ff ff ff ff ff ff ff ff 01", "an integer of 64 bits at byte 1"],
  ["72 ff ff ff ff 0f 61", "4294967294 more bytes at byte 7"],
  ["72 02 c3 28", "UTF-8 text at byte 2"],
  ["aa 01 ff ff ff ff 07 01", "as many items as are announced at byte 7"],
  ["8a 01 01 18 01", "a field that ends with its message at byte 4"],
  ["aa 01 01 80 01", "an item that ends with its list at byte 4"],
  ["f2 01 0d 0a 09 5f 5f 70 72 6f 74 6f 5f 5f 10 01", 'a key other than "__proto__" at byte 2'],
])("%s is refused: expected %s", (bytes, want) => {
  expect(decodeProblem(sdk, hex(bytes))).toBe(`expected ${want}`);
});

test.each([
  [1, '"" is a number, expected an object'],
  [{ other_name: 1 }, '"/other_name" is a number, expected a field of the message'],
  [{ int32: 1.5 }, '"/int32" is a number, expected an integer of type int32'],
  [{ uint32: -1 }, '"/uint32" is a number, expected an integer of type uint32'],
  [{ int64: "1.5" }, '"/int64" is a string, expected an integer of type int64, as a string'],
  [{ uint64: "-1" }, '"/uint64" is a string, expected an integer of type uint64, as a string'],
  [{ int64: 2 ** 63 }, '"/int64" is a number, expected an integer of type int64, as a string'],
  [{ float: 1e39 }, '"/float" is a number, expected a finite number of type float'],
  [{ double: NaN }, '"/double" is NaN, expected a finite number of type double'],
  [{ bool: 1 }, '"/bool" is a number, expected true or false'],
  [{ string: "\udc00" }, '"/string" is a string with half of a surrogate pair, expected whole'],
  [{ someBytes: "?" }, '"/someBytes" is another string, expected base64, or bytes'],
  [{ suit: "ACORNS" }, '"/suit" is a string, expected a value of the enum'],
  [{ roots: [{}, { root: null }, null] }, '"/roots/2" is null, expected an object'],
  [{ strings: "a" }, '"/strings" is a string, expected an array'],
  [{ byInt64: { "01": "CLUBS" } }, '"/byInt64/01" is another key, expected a key of type int64'],
  [{ byBool: { yes: {} } }, '"/byBool/yes" is another key, expected a key of type bool'],
  [{ byUint32: { "-1": "" } }, '"/byUint32/-1" is a number, expected an integer of type uint32'],
  [{ byString: new Map() }, '"/byString" is an object, expected an object'],
  [{ number: 1, text: "" }, '"/text" is a second one, expected one of the fields that exclude'],
])("%o is not written", (value, want) => {
  expect(encodeProblem(sdk, value)?.slice(0, want.length)).toBe(want);
});

test("what is not said is left out", () => {
  const nothing = {
    double: 0, int32: 0, int64: "0", uint64: 0, sint64: 0n, bool: false, string: "",
    someBytes: "", suit: "CLUBS", root: null, maybeInt32: null, int32s: [], strings: null,
    byString: {}, number: null, text: undefined,
  }; // prettier-ignore

  expect(sdk.encode(nothing)).toEqual(hex(""));
});

test("integers of 64 bits are written from numbers and bigints, bytes from a Uint8Array", () => {
  const value = { int64: 5, sint64: -5n, someBytes: hex("ff") };

  expect(sdk.decode(sdk.encode(value))).toEqual({ int64: "5", sint64: "-5", someBytes: "/w==" });
  expect(codecsOf(EVERYTHING, { bytes: "array" }).sdk.decode(sdk.encode(value))).toEqual({
    int64: "5",
    sint64: "-5",
    someBytes: hex("ff"),
  });
});

describe("proto2", () => {
  const proto2 = codecsOf(`
    syntax = "proto2";
    message Root {
      required int32 id = 1; optional Kind kind = 2; repeated int32 packed = 3 [packed = true];
      repeated int32 loose = 4; repeated Kind kinds = 5;
      enum Kind { A = 1; B = 2; }
    }`);

  test.each([
    ["08 00 10 01", { id: 0, kind: "A" }],
    ["08 01 1a 02 01 02 20 03 20 04 28 02", { id: 1, packed: [1, 2], loose: [3, 4], kinds: ["B"] }],
  ])("%s is %j", (bytes, value) => {
    expect(proto2.sdk.decode(hex(bytes))).toEqual(value);
    expect(proto2.gateway.decode(hex(bytes))).toEqual(value);
    expect(proto2.sdk.encode(value)).toEqual(hex(bytes));
  });

  test("a number that a closed enum lacks is as if it had not been sent", () => {
    expect(agreement(proto2.gateway, proto2.sdk, hex("08 01 10 03"))).toBe("same");
    expect(proto2.sdk.decode(hex("08 01 10 03"))).toEqual({ id: 1 });
    expect(encodeProblem(proto2.sdk, { id: 1, kind: 3 })).toContain("a value of the enum");
  });

  test("a required field must be there, both ways", () => {
    expect(decodeProblem(proto2.sdk, hex(""))).toBe("expected a field that is required");
    expect(encodeProblem(proto2.sdk, {})).toBe('"/id" is not there, expected a value');
  });
});

test("of names with the same number that one is read which the gateway reads", () => {
  const { sdk, gateway } = codecsOf(`
    syntax = "proto3";
    message Root {
      Kind kind = 1;
      enum Kind { option allow_alias = true; NONE = 0; ONE = 1; UNO = 1; }
    }`);

  expect(agreement(gateway, sdk, hex("08 01"))).toBe("same");
});

test("depth is limited both ways, unknown groups included", () => {
  const nest = (levels: number): Uint8Array => {
    let bytes: readonly number[] = [];
    for (let level = 1; level < levels; level += 1) {
      const length =
        bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
      bytes = [0x8a, 0x01, ...length, ...bytes];
    }
    return Uint8Array.from(bytes);
  };

  expect(sdk.encode(sdk.decode(nest(64)))).toEqual(nest(64));
  expect(decodeProblem(sdk, nest(65))).toContain("at most 64 levels");
  expect(
    decodeProblem(
      sdk,
      new Uint8Array(1000).fill(0xa3).map((byte, at) => (at % 2 ? 6 : byte)),
    ),
  ).toContain("at most 64 levels");
  const circle: { root?: unknown } = {};
  circle.root = circle;
  expect(encodeProblem(sdk, circle)).toContain("at most 64 levels");
});

test("names of a schema are data", () => {
  const { sdk, gateway } = codecsOf(`
    syntax = "proto3";
    message Root {
      int32 constructor = 1; string to_string = 2 [json_name = "\`\${1}*/'"];
      int32 has_own_property = 3; map<string, Root> prototype = 4;
      int32 hidden = 5 [json_name = "__proto__"];
    }`);
  const value = {
    constructor: 1,
    "`${1}*/'": "a",
    hasOwnProperty: 2,
    prototype: { constructor: {} },
  };
  const bytes = new Uint8Array(Buffer.from(sdk.encode(value)));

  expect(sdk.decode(bytes)).toEqual(value);
  expect(gateway.decode(bytes)).toEqual(value);
  expect(sdk.decode(hex("28 01"))).toEqual({});
});

test("a table with forms needs the forms", () => {
  const table = { messages: [{ form: "Struct", fields: [] }], enums: [], names: [] } as const;

  expect(() => protobuf(table)).toThrow("give protobuf the forms protobufForms");
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeProblem, encodeProblem, hostile, quietly } from "./fixture.ts";
import { codecsOf, FORMS, verdict } from "./proto-fixture.ts";

const { sdk, gateway } = codecsOf(FORMS);

// Protobuf language guide, section JSON Mapping.
const VALUES = [
  { timestamp: "1970-01-01T00:00:00Z" },
  { timestamp: "1972-01-01T10:00:20.021Z" },
  { timestamp: "0001-01-01T00:00:00.000001Z" },
  { timestamp: "9999-12-31T23:59:59.999999999Z" },
  { duration: "0s" },
  { duration: "1.000340012s" },
  { duration: "-0.500s" },
  { duration: "-315576000000s" },
  { mask: "fooBar,baz" },
  { mask: "" },
  { struct: { a: 1, b: [null, true, { c: "d" }], constructor: {} } },
  { value: null },
  { value: [1.5, "a"] },
  { list: [1, [], {}] },
  { any: {} },
  { any: { "@type": "type.googleapis.com/Root", int64: "5", any: {} } },
  { any: { "@type": "type.googleapis.com/google.protobuf.Duration", value: "1s" } },
  { int64: "0" },
  { int64: "-5", double: "NaN", string: "", bool: false, bytes: "/w==", uint32: 7 },
  { empty: {} },
  { timestamps: ["1970-01-01T00:00:01Z"], values: { a: null, b: { c: [] } } },
  { nothing: null },
  { something: null },
  { root: { root: {} } },
];

test.each(VALUES)("%j is read and written as by the gateway", (value) => {
  const bytes = new Uint8Array(Buffer.from(sdk.encode(value)));

  expect(sdk.decode(bytes)).toEqual(value);
  expect(gateway.decode(bytes)).toEqual(value);
  expect(Buffer.from(gateway.encode(value)).equals(bytes)).toBe(true);
});

test("a date with a zone is written as the moment that it is", () => {
  const bytes = sdk.encode({ timestamp: "2020-01-01T01:00:00.5+01:00" });

  expect(sdk.decode(bytes)).toEqual({ timestamp: "2020-01-01T00:00:00.500Z" });
});

const circle: Record<string, unknown> = { "@type": "/Root" };
circle["any"] = circle;

test.each([
  [{ timestamp: "yesterday" }, '"/timestamp" is a string, expected a date and time of RFC 3339'],
  [{ timestamp: "0000-01-01T00:00:00Z" }, '"/timestamp" is a string, expected a date and time'],
  [{ duration: "1" }, '"/duration" is a string, expected a duration in seconds such as "1.5s"'],
  [{ mask: "a_b" }, '"/mask" is a string, expected paths in camelCase, with commas'],
  [{ struct: [] }, '"/struct" is an array, expected an object'],
  [{ list: {} }, '"/list" is an object, expected an array'],
  [{ struct: { a: [NaN] } }, '"/struct/a/0" is NaN, expected a finite number'],
  [{ value: 1n }, '"/value" is a bigint, expected a value that JSON can hold'],
  [{ any: { "@type": "/Other" } }, '"/any" is an object, expected an object whose "@type" is'],
  [{ any: { "@type": "/Root", uint32: -1 } }, '"/any/uint32" is a number, expected an integer'],
  [{ int64: "a" }, '"/int64" is a string, expected an integer of type int64'],
  [{ timestamps: [null] }, '"/timestamps/0" is null, expected a date and time'],
])("%o is not written", (value, want) => {
  expect(encodeProblem(sdk, value)?.slice(0, want.length)).toBe(want);
});

test("depth is limited through Any and Struct too", () => {
  expect(encodeProblem(sdk, { any: circle })).toContain("at most 64 levels");
  let bytes = new Uint8Array();
  for (let level = 0; level < 100; level += 1) {
    const url = [0x0a, 5, ...Buffer.from("/Root")];
    const size = (length: number) => [(length & 0x7f) | 0x80, length >> 7];
    const any = [...url, 0x12, ...size(bytes.length), ...bytes];
    bytes = Uint8Array.from([0x3a, ...size(any.length), ...any]);
  }

  expect(decodeProblem(sdk, bytes)).toContain("at most");
});

test("30,000 hostile payloads are a value or a DecodeError, and no other value than the gateway's", () => {
  const valid = VALUES.map((value) => new Uint8Array(Buffer.from(sdk.encode(value))));
  const merged = fc
    .sample(fc.tuple(fc.constantFrom(...valid), fc.constantFrom(...valid)), {
      numRuns: 50,
      seed: 1,
    })
    .map(([one, other]) => Uint8Array.from([...one, ...other]));
  const verdicts = quietly(
    () =>
      new Set(
        [...hostile([...valid, ...merged], 30_000)].map((bytes) => verdict(gateway, sdk, bytes)),
      ),
  );

  expect([...verdicts].toSorted()).toEqual(["same", "stricter"]);
}, 120_000);

import fc from "fast-check";
import protobufjs from "protobufjs";
import { expect, test } from "vitest";
import { hostile, quietly } from "./fixture.ts";
import { codecsOf, EVERYTHING, verdict } from "./proto-fixture.ts";

const { sdk, gateway } = codecsOf(EVERYTHING);

const text = fc.string({ unit: "binary", maxLength: 8 });
const key = text.filter((one) => one !== "__proto__");
const int32 = fc.integer();
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
/** Without the negative zero, which gateways make a zero of where they write. */
const number = (numbers: fc.Arbitrary<number>) => numbers.map((one) => one + 0);
const double = fc.oneof(
  number(fc.double({ noNaN: true, noDefaultInfinity: true })),
  fc.constantFrom("NaN", "Infinity", "-Infinity"),
);
const blob = fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString("base64"));
const suit = fc.constantFrom("CLUBS", "HEARTS", "SPADES", "BELOW", 5);
const dictionary = <Value>(keys: fc.Arbitrary<string>, values: fc.Arbitrary<Value>) =>
  fc.dictionary(keys, values, { noNullPrototype: true, maxKeys: 3 });
const some = <Value>(items: fc.Arbitrary<Value>) => fc.array(items, { maxLength: 3 });
/** Everything but messages in it. */
const flat = fc.record(
  {
    double, int32, int64, uint64, suit,
    float: number(fc.float({ noNaN: true, noDefaultInfinity: true })),
    uint32: fc.nat(), sint32: int32, sint64: int64,
    fixed32: fc.nat(), fixed64: uint64, sfixed32: int32, sfixed64: int64,
    bool: fc.boolean(), string: text, someBytes: blob,
    maybeInt32: int32, maybeString: text, maybeSuit: suit,
    int32s: some(int32), sint64s: some(int64), doubles: some(double),
    strings: some(text), suits: some(suit),
    loose: some(int32), bools: some(fc.boolean()), blobs: some(blob),
    byString: dictionary(key, int32), byInt64: dictionary(int64, suit),
    byUint32: dictionary(fc.nat().map(String), blob),
    bySint32: dictionary(int32.map(String), text),
  },
  { requiredKeys: [] },
); // prettier-ignore

/** With so many levels of messages inside each other. */
function nested(levels: number): fc.Arbitrary<object> {
  if (levels === 0) return flat;
  const inner = nested(levels - 1);
  const messages = fc.record(
    {
      root: inner,
      roots: fc.array(inner, { maxLength: 2 }),
      byBool: fc.dictionary(fc.constantFrom("true", "false"), inner, { noNullPrototype: true }),
    },
    { requiredKeys: [] },
  );
  const choice = fc.oneof(
    fc.constant({}),
    fc.record({ number: int32 }),
    fc.record({ text }),
    fc.record({ card: suit }),
    fc.record({ other: inner }),
  );
  return fc
    .tuple(flat, messages, choice)
    .map((parts) => parts.reduce((all, part) => ({ ...all, ...part })));
}

const everything = nested(2);

test("SDK and gateway write the same bytes and read them to the same value, and protobufjs reads them", () => {
  const { root } = protobufjs.parse(EVERYTHING);
  const type = root.lookupType("Root");
  fc.assert(
    fc.property(everything, (value) => {
      const bytes = new Uint8Array(Buffer.from(sdk.encode(value)));

      expect(Buffer.from(gateway.encode(value)).toString("hex")).toBe(
        Buffer.from(bytes).toString("hex"),
      );
      expect(sdk.decode(bytes)).toEqual(gateway.decode(bytes));
      const options = { longs: String, enums: String, bytes: String, json: true };
      expect(type.toObject(type.decode(bytes), options)).toEqual(sdk.decode(bytes));
    }),
    { numRuns: 200 },
  );
}, 120_000);

test("30,000 hostile payloads are a value or a DecodeError, and no other value than the gateway's", () => {
  const values = fc.sample(nested(1), { numRuns: 100, seed: 1 });
  const valid = values.map((value) => new Uint8Array(Buffer.from(sdk.encode(value))));
  const verdicts = quietly(
    () => new Set([...hostile(valid, 30_000)].map((bytes) => verdict(gateway, sdk, bytes))),
  );

  expect([...verdicts].toSorted()).toEqual(["same", "stricter"]);
}, 120_000);

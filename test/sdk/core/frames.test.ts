import { describe, expect, test } from "vitest";
import { json } from "../../../templates/typescript/core/codec/json.ts";
import type { Check } from "../../../templates/typescript/core/fault.ts";
import {
  envelope,
  items,
  lines,
  list,
  type Framing,
} from "../../../templates/typescript/core/framing.ts";
import { read } from "../../../templates/typescript/core/incoming.ts";
import { byteLength, completed, framed } from "../../../templates/typescript/core/outgoing.ts";
import { valueAt, withValueAt } from "../../../templates/typescript/core/pointer.ts";
import { redact } from "../../../templates/typescript/core/redact.ts";
import { topic } from "../../../templates/typescript/core/topic.ts";

const codec = json();
const check: Check = (value) =>
  typeof value === "number"
    ? null
    : { pointer: "", expected: "a number", found: "else", keyword: "type" };
const entry = { name: "n", check };

const framings: readonly {
  name: string;
  framing: Framing;
  message: unknown;
  frame: unknown;
  many: string;
}[] = [
  { name: "a list", framing: list, message: 1, frame: [1], many: "[1,2]" },
  {
    name: "a list in an object",
    framing: items("/a/b"),
    message: 1,
    frame: { a: { b: [1] } },
    many: '{"a":{"b":[1,2]}}',
  },
  { name: "lines", framing: lines, message: 1, frame: 1, many: "1\n\n2\r\n" },
];

test.each(framings)(
  "in $name a message is written alone and several are read",
  ({ framing, message, frame, many }) => {
    const group = { codec, framing, entries: [entry], choose: null };

    const written = framed({ codec, framing, check, constants: {} }, message, undefined);
    const found = read({ receives: [group] }, many, true);

    expect(written).toEqual({ frame, fault: null });
    expect(found.map(({ payload, fault }) => [payload, fault])).toEqual([
      [1, null],
      [2, null],
    ]);
  },
);

test("in an envelope a message is written and read", () => {
  const framing = envelope("/data");
  const group = { codec, framing, entries: [entry], choose: null };

  expect(framed({ codec, framing, check, constants: {} }, 1, undefined).frame).toEqual({ data: 1 });
  expect(read({ receives: [group] }, '{"data":1}', true)).toMatchObject([
    { payload: 1, fault: null },
  ]);
});

describe("a topic", () => {
  const trades = topic("/topic", "trades/{symbol}/x");
  const inEnvelope = { codec, framing: envelope("/data"), topic: trades, check, constants: {} };

  test("is put where it belongs, or its absence is told", () => {
    expect(framed(inEnvelope, 1, "trades/btc/x")).toEqual({
      frame: { data: 1, topic: "trades/btc/x" },
      fault: null,
    });
    expect(framed(inEnvelope, 1, undefined).fault).toMatchObject({
      pointer: "/topic",
      found: "nothing",
    });
    expect(framed(inEnvelope, 1, "news").fault).toMatchObject({ found: "another topic" });
  });

  const topics = [
    { address: "trades/{symbol}", given: "trades/btc", want: true },
    { address: "trades/{symbol}", given: "trades/", want: false },
    { address: "trades/{symbol}", given: "trade/btc", want: false },
    { address: "{a}/{b}", given: "x/y", want: true },
    { address: "{a}/{b}", given: "/y", want: false },
    { address: "{a}.end", given: "x.end.end", want: true },
    { address: "{a}.end", given: ".end", want: false },
    { address: "news", given: "news", want: true },
    { address: "news", given: "newsx", want: false },
    { address: "a{x}b{y}c", given: "a1b2c", want: true },
    { address: "a{x}b{y}c", given: "a1bc", want: false },
  ];

  test.each(topics)("$given is one of $address: $want", ({ address, given, want }) => {
    expect(topic("/t", address).check({ t: given }) === null).toBe(want);
  });

  test("tells groups of one frame apart", () => {
    const groups = ["a/{x}", "b/{x}"].map((address, index) => ({
      codec,
      framing: envelope("/data"),
      topic: topic("/topic", address),
      entries: [{ name: `n${index}`, check }],
      choose: null,
    }));

    expect(read({ receives: groups }, '{"topic":"b/1","data":1}', true)).toMatchObject([
      { entry: { name: "n1" } },
    ]);
    expect(read({ receives: groups }, '{"topic":"c/1","data":1}', true)).toMatchObject([
      { entry: null },
    ]);
  });
});

describe("reading", () => {
  test("never throws, whatever comes", () => {
    const group = { codec, framing: list, entries: [entry], choose: null };

    for (const data of ["", "{", "null", "[]", '"x"', new Uint8Array([255])]) {
      expect(() => read({ receives: [group] }, data, true)).not.toThrow();
    }
  });

  test("a value that is several messages' is the first's that it fits, and without checks the first's", () => {
    const text: Check = (value) =>
      typeof value === "string"
        ? null
        : { pointer: "", expected: "a string", found: "else", keyword: "type" };
    const group = { codec, entries: [entry, { name: "t", check: text }], choose: null };

    expect(read({ receives: [group] }, '"x"', true)).toMatchObject([
      { entry: { name: "t" }, fault: null },
    ]);
    expect(read({ receives: [group] }, '"x"', false)).toMatchObject([
      { entry: { name: "n" }, fault: null },
    ]);
    expect(read({ receives: [group] }, "null", true)).toMatchObject([
      { entry: { name: "n" }, fault: { keyword: "type" } },
    ]);
  });

  test("of two codecs the one that reads the frame is taken", () => {
    const other = {
      ...codec,
      decode: () => {
        throw new Error("a tag");
      },
    };
    const groups = [other, codec].map((one) => ({ codec: one, entries: [entry], choose: null }));

    expect(read({ receives: groups }, "1", true)).toMatchObject([{ payload: 1, fault: null }]);
    expect(read({ receives: groups.slice(0, 1) }, "1", true)).toMatchObject([
      { entry: null, payload: "1", fault: { expected: "a tag" } },
    ]);
  });
});

describe("pointers", () => {
  test("a copy gets a value at its place, and `__proto__` is a member like others", () => {
    const from = { a: [1, { b: 2 }] };

    expect(withValueAt(from, "/a/1/b", 3)).toEqual({ a: [1, { b: 3 }] });
    expect(from).toEqual({ a: [1, { b: 2 }] });
    expect(withValueAt(undefined, "/x~1y/~0", 1)).toEqual({ "x/y": { "~": 1 } });
    const odd = withValueAt({}, "/__proto__/polluted", 1);
    expect(Object.keys(odd as object)).toEqual(["__proto__"]);
    expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined();
    expect(valueAt({}, "/__proto__")).toBeUndefined();
    expect(valueAt("text", "/length")).toBeUndefined();
  });

  const secrets = [
    { pointer: "/a", value: { a: 1, b: 2 }, want: { a: "***", b: 2 } },
    {
      pointer: "/list/pin",
      value: { list: [{ pin: 1 }, { pin: 2, x: 3 }] },
      want: { list: [{ pin: "***" }, { pin: "***", x: 3 }] },
    },
    { pointer: "/list/1", value: { list: [1, 2] }, want: { list: [1, "***"] } },
    { pointer: "/list/*/pin", value: { list: [{ pin: 1 }] }, want: { list: [{ pin: "***" }] } },
    { pointer: "/none/deep", value: { a: 1 }, want: { a: 1 } },
    { pointer: "", value: { a: 1 }, want: "***" },
    { pointer: "/a", value: null, want: null },
  ];

  test.each(secrets)("at $pointer nothing of $value is seen", ({ pointer, value, want }) => {
    expect(redact([pointer])(value)).toEqual(want);
  });
});

describe("a message", () => {
  test("keeps what the caller says of the members that are always the same", () => {
    const entry = { codec, check: null, constants: { type: "a", v: 1 } };

    expect(completed(entry, { v: 2 })).toEqual({ type: "a", v: 2 });
    expect(completed(entry, [1])).toEqual([1]);
    expect(completed(entry, null)).toBeNull();
    expect(completed(entry, new Uint8Array(1))).toEqual(new Uint8Array(1));
  });

  test.each(["", "a", "é", "€", "😀", "a\ud800b", "ÿ\u0100߿ࠀ"])(
    "the bytes of %j are counted",
    (text) => {
      const lone = /[\ud800-\udfff]/u.test(text);
      expect(byteLength(text)).toBe(Buffer.byteLength(text) - (lone ? 1 : 0));
    },
  );
});

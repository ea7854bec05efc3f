import { expect, it } from "vitest";

import { type JsonValue, readJson } from "../../runtime/messages/json/read-json.ts";
import { putAt } from "../../runtime/messages/pointer.ts";
import { writeJson } from "../../runtime/messages/write-json.ts";

function reading(text: string): JsonValue {
  const found = readJson(Buffer.from(text), { depth: 16 });
  if (found.kind === "fault") throw new Error(found.reason);
  return found;
}

const read = (text: string): unknown => reading(text).value;

const written = (value: unknown): string => Buffer.from(writeJson(value)).toString();

it("writes as JSON.stringify does", () => {
  const value = {
    a: [1, 'x\u2028"', null, true, undefined, -0, Number.POSITIVE_INFINITY],
    b: undefined,
    c: new Date(0),
    d: { "": {} },
  };

  expect(written(value)).toBe(JSON.stringify(value));
});

it("keeps the text of numbers that a double cannot hold", () => {
  const text = '{"id":12345678901234567890,"list":[9007199254740993,1.5],"deep":{"n":1e400}}';

  expect(written(read(text))).toBe(text);
});

it("writes the number that stands there now, not the one that was read", () => {
  const value = read('{"id":12345678901234567890}');

  expect(written(putAt(value, ["id"], 5))).toBe('{"id":5}');
});

const COPIED = '{"id":9007199254740993,"deep":{"n":1e400,"list":[0,9007199254740995]}}';

it.each<{ how: string; text: string; copy: (value: object) => unknown; want: string }>([
  {
    how: "spread",
    text: COPIED,
    copy: (value) => ({ ...value, x: 1 }),
    want: `${COPIED.slice(0, -1)},"x":1}`,
  },
  { how: "Object.assign", text: COPIED, copy: (value) => Object.assign({}, value), want: COPIED },
  { how: "structuredClone", text: COPIED, copy: (value) => structuredClone(value), want: COPIED },
  {
    how: "another name",
    text: '{"id":9007199254740993}',
    copy: (value) => ({ was: Reflect.get(value, "id"), other: 9007199254740994 }),
    want: '{"was":9007199254740993,"other":9007199254740994}',
  },
  {
    how: "a list without its first item",
    text: "[1,9007199254740993]",
    copy: (value) => (Array.isArray(value) ? value.slice(1) : value),
    want: "[9007199254740993]",
  },
  {
    how: "a new number in its place",
    text: '{"id":9007199254740993}',
    copy: (value) => ({ ...value, id: 9007199254740998 }),
    want: '{"id":9007199254740998}',
  },
])("keeps the text of such numbers in a copy: $how", ({ text, copy, want }) => {
  const { value, holder } = reading(text);

  const copied = copy(Object(value));

  expect(Buffer.from(writeJson(copied, holder)).toString()).toBe(want);
});

it("does not guess between two numbers with the same double", () => {
  const { value, holder } = reading('{"a":9007199254740993,"b":9007199254740992.5}');

  const moved = { c: Reflect.get(Object(value), "a") };

  expect(Buffer.from(writeJson(moved, holder)).toString()).toBe('{"c":9007199254740992}');
});

it("throws for what JSON does not have", () => {
  const endless: Record<string, unknown> = {};
  endless["self"] = endless;

  expect(() => writeJson(undefined)).toThrow(TypeError);
  expect(() => writeJson({ n: 1n })).toThrow(TypeError);
  expect(() => writeJson(endless)).toThrow(RangeError);
});

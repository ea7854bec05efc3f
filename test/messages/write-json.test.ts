import { expect, it } from "vitest";

import { readJson } from "../../runtime/messages/json/read-json.ts";
import { putAt } from "../../runtime/messages/pointer.ts";
import { writeJson } from "../../runtime/messages/write-json.ts";

function read(text: string): unknown {
  const reading = readJson(Buffer.from(text), { depth: 16 });
  return reading.kind === "value" ? reading.value : undefined;
}

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

it("throws for what JSON does not have", () => {
  const endless: Record<string, unknown> = {};
  endless["self"] = endless;

  expect(() => writeJson(undefined)).toThrow(TypeError);
  expect(() => writeJson({ n: 1n })).toThrow(TypeError);
  expect(() => writeJson(endless)).toThrow(RangeError);
});

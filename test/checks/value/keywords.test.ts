import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { checksOf } from "../run-checks.ts";
import { valueChecksOf } from "./run-value-checks.ts";

/** A schema, values that fit it, and values that do not, each with the pointer and the keyword of its fault. */
interface Row {
  readonly schema: JsonSchema;
  readonly fits: readonly unknown[];
  readonly not: readonly (readonly [value: unknown, pointer: string, keyword: string])[];
}

const inheriting: unknown = Object.create({ a: 1 });

const KINDS: Readonly<Record<string, Row>> = {
  "a string": {
    schema: { type: "string" },
    fits: ["", "x"],
    not: [
      [1, "", "type"],
      [null, "", "type"],
      [["x"], "", "type"],
    ],
  },
  "an integer, of which 1.0 is one": {
    schema: { type: "integer" },
    fits: [0, -1, 1e300],
    not: [
      [1.5, "", "type"],
      ["1", "", "type"],
      [NaN, "", "type"],
      [Infinity, "", "type"],
    ],
  },
  "a number, of which NaN and Infinity are none": {
    schema: { type: "number" },
    fits: [0.5, -0],
    not: [
      [NaN, "", "type"],
      [-Infinity, "", "type"],
      [true, "", "type"],
    ],
  },
  "an object, of which an array is none": {
    schema: { type: "object" },
    fits: [{}, { a: 1 }],
    not: [
      [[], "", "type"],
      [null, "", "type"],
    ],
  },
  "one of several kinds": {
    schema: { type: ["integer", "null", "array"] },
    fits: [1, null, []],
    not: [
      [1.5, "", "type"],
      ["", "", "type"],
      [{}, "", "type"],
    ],
  },
};

const VALUES: Readonly<Record<string, Row>> = {
  "a constant": {
    schema: { const: "x" },
    fits: ["x"],
    not: [
      ["y", "", "const"],
      [undefined, "", "const"],
    ],
  },
  "a constant that is an object, whatever the order of its members": {
    schema: { const: { a: [1, { b: null }], c: "d" } },
    fits: [{ c: "d", a: [1, { b: null }] }],
    not: [
      [{ a: [1, { b: null }] }, "", "const"],
      [{ c: "d", a: [1, {}] }, "", "const"],
    ],
  },
  "one of several": {
    schema: { enum: ["a", 1, null, [0]] },
    fits: ["a", 1, null, [0]],
    not: [
      ["1", "", "enum"],
      [[0, 0], "", "enum"],
      [false, "", "enum"],
    ],
  },
  "numbers within bounds": {
    schema: { minimum: 1, maximum: 3 },
    fits: [1, 3, "no number"],
    not: [
      [0.999, "", "minimum"],
      [3.001, "", "maximum"],
    ],
  },
  "numbers strictly within bounds": {
    schema: { exclusiveMinimum: 1, exclusiveMaximum: 3 },
    fits: [1.001, 2.999],
    not: [
      [1, "", "exclusiveMinimum"],
      [3, "", "exclusiveMaximum"],
    ],
  },
  "multiples by their decimals": {
    schema: { multipleOf: 0.01 },
    fits: [0.07, 1.1, 19.99, 1e300, 0],
    not: [
      [0.015, "", "multipleOf"],
      [1e-7, "", "multipleOf"],
    ],
  },
  "bounds beyond what a double holds": {
    schema: { maximum: 2 ** 53, "x-exact": { maximum: "9007199254740991.5" } },
    fits: [2 ** 53 - 1],
    not: [[2 ** 53, "", "maximum"]],
  },
};

const TEXTS: Readonly<Record<string, Row>> = {
  "so many characters, of which 😀 is one": {
    schema: { minLength: 2, maxLength: 3 },
    fits: ["ab", "😀😀", "😀😀😀", 7],
    not: [
      ["a", "", "minLength"],
      ["😀", "", "minLength"],
      ["😀😀😀😀", "", "maxLength"],
    ],
  },
  "a pattern that matches anywhere": {
    schema: { pattern: "b+c" },
    fits: ["abbc", 1],
    not: [["ab", "", "pattern"]],
  },
  "a pattern that is run by steps": {
    schema: { pattern: "^(a|aa)+$" },
    fits: ["a".repeat(50)],
    not: [[`${"a".repeat(50)}b`, "", "pattern"]],
  },
  "a format": {
    schema: { format: "ipv4" },
    fits: ["1.2.3.4", 4],
    not: [["1.2.3.256", "", "format"]],
  },
  "a format of numbers": {
    schema: { format: "int32" },
    fits: [2 ** 31 - 1, -(2 ** 31), "x"],
    not: [
      [2 ** 31, "", "format"],
      [0.5, "", "format"],
    ],
  },
};

const ITEMS: Readonly<Record<string, Row>> = {
  "each item": {
    schema: { items: { type: "string" } },
    fits: [[], ["a"], "no array"],
    not: [[["a", 1], "/1", "type"]],
  },
  "first items, and the rest": {
    schema: { prefixItems: [{ type: "string" }, true], items: { type: "null" } },
    fits: [["a"], ["a", 1, null]],
    not: [
      [[1], "/0", "type"],
      [["a", 1, 2], "/2", "type"],
    ],
  },
  "first items and no more": {
    schema: { prefixItems: [true], items: false },
    fits: [[], [1]],
    not: [[[1, 2], "", "items"]],
  },
  "how many": {
    schema: { minItems: 1, maxItems: 2 },
    fits: [[1], [1, 2]],
    not: [
      [[], "", "minItems"],
      [[1, 2, 3], "", "maxItems"],
    ],
  },
  "some of a kind": {
    schema: { contains: { const: "x" }, minContains: 1, maxContains: 2 },
    fits: [["x"], [1, "x", "x"]],
    not: [
      [[], "", "contains"],
      [["x", "x", "x"], "", "contains"],
    ],
  },
  "items that differ": {
    schema: { uniqueItems: true },
    fits: [[1, "1", true, null, [1], { a: 1 }]],
    not: [
      [[1, 2, 1.0], "", "uniqueItems"],
      [[0, -0], "", "uniqueItems"],
      [
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
        "",
        "uniqueItems",
      ],
    ],
  },
  "items that nothing has looked at": {
    schema: {
      anyOf: [{ prefixItems: [true] }, { prefixItems: [{ const: 1 }, true] }],
      unevaluatedItems: false,
    },
    fits: [[0], [1, 2]],
    not: [[[0, 2], "", "unevaluatedItems"]],
  },
};

const MEMBERS: Readonly<Record<string, Row>> = {
  "members that must be there, themselves": {
    schema: { required: ["a", "constructor"] },
    fits: [{ a: null, constructor: 1 }, "no object"],
    not: [
      [{ constructor: 1 }, "/a", "required"],
      [{ a: 1 }, "/constructor", "required"],
      [{ a: undefined, constructor: 1 }, "/a", "required"],
      [inheriting, "/a", "required"],
    ],
  },
  "members by their names": {
    schema: { properties: { "a/b~": { type: "string" }, toString: { type: "string" } } },
    fits: [{}, { "a/b~": "" }],
    not: [
      [{ "a/b~": 1 }, "/a~1b~0", "type"],
      [{ toString: 1 }, "/toString", "type"],
    ],
  },
  "no other members": {
    schema: {
      properties: { a: true },
      patternProperties: { "^x-": { type: "null" } },
      additionalProperties: false,
    },
    fits: [{ a: 1, "x-y": null }],
    not: [
      [{ b: 1 }, "/b", "additionalProperties"],
      [{ "x-y": 1 }, "/x-y", "type"],
    ],
  },
  "many members by their names, and no others": {
    schema: {
      properties: Object.fromEntries(Array.from({ length: 20 }, (_none, at) => [`m${at}`, true])),
      additionalProperties: false,
    },
    fits: [{ m0: 1, m19: 1 }],
    not: [[{ m0: 1, m20: 1 }, "/m20", "additionalProperties"]],
  },
  "other members by a schema": {
    schema: { properties: { a: true }, additionalProperties: { type: "string" } },
    fits: [{ a: 1, b: "x" }],
    not: [[{ a: 1, b: 1 }, "/b", "type"]],
  },
  "names of members": {
    schema: { propertyNames: { maxLength: 2 } },
    fits: [{ ab: 1 }],
    not: [[{ abc: 1 }, "/abc", "propertyNames"]],
  },
  "how many members": {
    schema: { minProperties: 1, maxProperties: 2 },
    fits: [{ a: 1 }],
    not: [
      [{}, "", "minProperties"],
      [{ a: 1, b: 1, c: 1 }, "", "maxProperties"],
    ],
  },
  "members beside others": {
    schema: { dependentRequired: { a: ["b"] }, dependentSchemas: { c: { required: ["d"] } } },
    fits: [{}, { a: 1, b: 1 }, { c: 1, d: 1 }],
    not: [
      [{ a: 1 }, "/b", "dependentRequired"],
      [{ c: 1 }, "/d", "required"],
    ],
  },
  "members that nothing has looked at": {
    schema: {
      properties: { a: true },
      anyOf: [{ properties: { b: { const: 1 } }, required: ["b"] }, true],
      unevaluatedProperties: false,
    },
    fits: [{ a: 1 }, { a: 1, b: 1 }],
    not: [[{ a: 1, b: 2 }, "/b", "unevaluatedProperties"]],
  },
};

const PARTS: Readonly<Record<string, Row>> = {
  "all of several": {
    schema: { allOf: [{ type: "string" }, { minLength: 2 }] },
    fits: ["ab"],
    not: [
      [1, "", "type"],
      ["a", "", "minLength"],
    ],
  },
  "any of several": {
    schema: { anyOf: [{ type: "string" }, { type: "null" }] },
    fits: ["", null],
    not: [[1, "", "type"]],
  },
  "one of several by its tag": {
    schema: {
      oneOf: ["x", "y"].map((tag) => ({
        required: ["t"],
        properties: { t: { const: tag }, n: { type: tag === "x" ? "string" : "number" } },
      })),
    },
    fits: [
      { t: "x", n: "" },
      { t: "y", n: 1 },
    ],
    not: [
      [{ t: "x", n: 1 }, "/n", "oneOf"],
      [{ t: "z" }, "/t", "enum"],
    ],
  },
  "exactly one of several": {
    schema: { oneOf: [{ minimum: 1 }, { maximum: 3 }] },
    fits: [0, 4],
    not: [[2, "", "oneOf"]],
  },
  "not one": {
    schema: { not: { type: "string" } },
    fits: [1],
    not: [["", "", "not"]],
  },
  "one if another": {
    schema: { if: { type: "string" }, then: { minLength: 1 }, else: { minimum: 1 } },
    fits: ["a", 1],
    not: [
      ["", "", "minLength"],
      [0, "", "minimum"],
    ],
  },
  nothing: { schema: { items: false }, fits: [[]], not: [[[1], "/0", "false schema"]] },
};

const ROWS = Object.entries({ ...KINDS, ...VALUES, ...TEXTS, ...ITEMS, ...MEMBERS, ...PARTS });

describe("the check of an SDK asks for", () => {
  it.each(ROWS)("%s", (_name, { schema, fits, not }) => {
    const check = valueChecksOf({ m: schema })("m");

    expect(fits.map((value) => check(value))).toEqual(fits.map(() => null));
    expect(
      not.map(([value]) => check(value)).map((fault) => [fault?.pointer, fault?.keyword]),
    ).toEqual(not.map(([, pointer, keyword]) => [pointer, keyword]));
  });

  it.each(ROWS)("%s in the words of the gateway", (_name, { schema, not }) => {
    const check = valueChecksOf({ m: schema })("m");
    const gateway = checksOf({ m: schema }).clientChecks["m"];

    expect(not.map(([value]) => check(value))).toEqual(not.map(([value]) => gateway?.(value)));
  });
});

describe("the check of an SDK", () => {
  it("lets a wrong format pass where formats are tolerated, and nothing else", () => {
    const schemas = {
      m: { required: ["at"], properties: { at: { $ref: "#/$defs/moment" } } },
      moment: { type: "string", format: "date-time" },
    };
    const check = valueChecksOf(schemas)("m");

    expect(check({ at: "soon" })?.keyword).toBe("format");
    expect(check({ at: "soon" }, true)?.keyword).toBe("format");
    expect(check({ at: "soon" }, false)).toBeNull();
    expect(check({ at: 1 }, false)?.keyword).toBe("type");
  });

  it("follows a schema that is part of itself", () => {
    const node = {
      required: ["id"],
      properties: { id: { type: "integer" }, next: { $ref: "#/$defs/node" } },
    };
    const check = valueChecksOf({ node })("node");

    expect(check({ id: 1, next: { id: 2, next: { id: 3 } } })).toBeNull();
    expect(check({ id: 1, next: { id: 2, next: { id: "3" } } })?.pointer).toBe("/next/next/id");
  });

  it("takes integers beyond 2^53 as bigints, which are numbers", () => {
    const schema = {
      type: "integer",
      maximum: 2 ** 63,
      "x-exact": { maximum: "9223372036854775807" },
    };
    const check = valueChecksOf({ m: schema })("m");

    expect(check(9223372036854775807n)).toBeNull();
    expect(check(9223372036854775808n)?.expected).toBe("at most 9223372036854775807");
  });

  it("refuses everything where the document has a schema that has no meaning", () => {
    const check = valueChecksOf({ m: { properties: { a: { type: "text" } } } })("m");

    expect(check({})).toEqual({
      pointer: "",
      expected: "nothing",
      found: "a value",
      keyword: "$ref",
    });
  });
});

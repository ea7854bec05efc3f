import type { Row } from "./scalar-rows.ts";

const inheriting: unknown = Object.create({ a: 1 });

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

/** By what a schema asks of items, of members, and of parts of itself. */
export const STRUCTURE_ROWS: Readonly<Record<string, Row>> = { ...ITEMS, ...MEMBERS, ...PARTS };

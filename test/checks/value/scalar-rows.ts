import type { JsonSchema } from "../../../generator/model/api.ts";

/** A schema, values that fit it, and values that do not, each with the pointer and the keyword of its fault. */
export interface Row {
  readonly schema: JsonSchema;
  readonly fits: readonly unknown[];
  readonly not: readonly (readonly [value: unknown, pointer: string, keyword: string])[];
}

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

/** By what a schema asks of a value by itself. */
export const SCALAR_ROWS: Readonly<Record<string, Row>> = { ...KINDS, ...VALUES, ...TEXTS };

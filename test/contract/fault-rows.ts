import type { JsonSchema } from "../../generator/model/api.ts";

export interface Row {
  readonly schema: JsonSchema;
  readonly value: unknown;
  /** `pointer is found, expected expected`, as a refusal says it. */
  readonly says: string;
}

const at = (schema: JsonSchema): JsonSchema => ({ type: "object", properties: { a: schema } });
export const ITEM: JsonSchema = {
  type: "object",
  required: ["k"],
  properties: { k: { type: "string" } },
};

/** One row for each keyword of JSON Schema 2020-12 that checks something. */
export const ROWS: Readonly<Record<string, Row>> = {
  type: {
    schema: at({ type: "string" }),
    value: { a: 5 },
    says: "/a is an integer, expected a string",
  },
  "type, several": {
    schema: at({ type: ["string", "null", "array"] }),
    value: { a: 1.5 },
    says: "/a is a number with a fraction, expected a string, null or an array",
  },
  "type integer": {
    schema: at({ type: "integer" }),
    value: { a: 1.5 },
    says: "/a is a number with a fraction, expected an integer",
  },
  "type at the top": {
    schema: { type: "object" },
    value: [1, 2],
    says: " is an array of 2 items, expected an object",
  },
  const: {
    schema: at({ const: "gold" }),
    value: { a: "lead" },
    says: '/a is a string of 4 characters, expected "gold"',
  },
  "const of an object": {
    schema: at({ const: { b: 1 } }),
    value: { a: {} },
    says: '/a is an empty object, expected {"b":1}',
  },
  enum: {
    schema: at({ enum: ["gold", "silver"] }),
    value: { a: "x" },
    says: '/a is a string of 1 character, expected one of "gold", "silver"',
  },
  "enum of many": {
    schema: at({ enum: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }),
    value: { a: null },
    says: "/a is null, expected one of 10 values: 1, 2, 3, 4, 5, 6, 7, 8, …",
  },
  maximum: {
    schema: at({ maximum: 5 }),
    value: { a: 6 },
    says: "/a is an integer, expected at most 5",
  },
  minimum: {
    schema: at({ minimum: 5 }),
    value: { a: 4 },
    says: "/a is an integer, expected at least 5",
  },
  exclusiveMaximum: {
    schema: at({ exclusiveMaximum: 5 }),
    value: { a: 5 },
    says: "/a is an integer, expected less than 5",
  },
  exclusiveMinimum: {
    schema: at({ exclusiveMinimum: 5 }),
    value: { a: 5 },
    says: "/a is an integer, expected more than 5",
  },
  "maximum with all digits": {
    schema: at({ maximum: 2 ** 63, "x-exact": { maximum: "9223372036854775807" } }),
    value: { a: 2 ** 63 },
    says: "/a is an integer, expected at most 9223372036854775807",
  },
  multipleOf: {
    schema: at({ multipleOf: 0.5 }),
    value: { a: 0.7 },
    says: "/a is a number with a fraction, expected a multiple of 0.5",
  },
  maxLength: {
    schema: at({ maxLength: 2 }),
    value: { a: "abc" },
    says: "/a is a string of 3 characters, expected at most 2 characters",
  },
  minLength: {
    schema: at({ minLength: 1 }),
    value: { a: "" },
    says: "/a is a string of 0 characters, expected at least 1 character",
  },
  pattern: {
    schema: at({ pattern: "^a+$" }),
    value: { a: "b" },
    says: "/a is a string of 1 character, expected text that matches ^a+$",
  },
  format: {
    schema: at({ format: "date" }),
    value: { a: "x" },
    says: "/a is a string of 1 character, expected text of format date",
  },
  "format int32": {
    schema: at({ format: "int32" }),
    value: { a: 2 ** 31 },
    says: "/a is an integer, expected an integer of 32 bits",
  },
  required: {
    schema: { required: ["a/b"] },
    value: {},
    says: "/a~1b is nothing, expected a value, it is required",
  },
  "required below": {
    schema: at(ITEM),
    value: { a: {} },
    says: "/a/k is nothing, expected a value, it is required",
  },
  additionalProperties: {
    schema: { properties: { a: true }, additionalProperties: false },
    value: { a: 1, "x~": true },
    says: "/x~0 is a boolean, expected no member of this name",
  },
  unevaluatedProperties: {
    schema: { allOf: [at(true)], unevaluatedProperties: false },
    value: { a: 1, b: 2 },
    says: "/b is an integer, expected no member of this name",
  },
  propertyNames: {
    schema: { propertyNames: { maxLength: 3 } },
    value: { long_name: 1 },
    says: "/long_name is a member of this name, expected another name for the member",
  },
  patternProperties: {
    schema: { patternProperties: { "^a": { type: "null" } } },
    value: { ab: 1 },
    says: "/ab is an integer, expected null",
  },
  minProperties: {
    schema: { minProperties: 1 },
    value: {},
    says: " is an empty object, expected at least 1 member",
  },
  maxProperties: {
    schema: { maxProperties: 1 },
    value: { a: 1, b: 2 },
    says: " is an object of 2 members, expected at most 1 member",
  },
  dependentRequired: {
    schema: { dependentRequired: { card: ["name"] } },
    value: { card: 1 },
    says: '/name is nothing, expected a value, it is required beside "card"',
  },
  dependentSchemas: {
    schema: { dependentSchemas: { a: { required: ["b"] } } },
    value: { a: 1 },
    says: "/b is nothing, expected a value, it is required",
  },
  items: {
    schema: { items: { type: "string" } },
    value: ["a", 1],
    says: "/1 is an integer, expected a string",
  },
  prefixItems: {
    schema: { prefixItems: [{ const: "x" }], items: { type: "null" } },
    value: ["y"],
    says: '/0 is a string of 1 character, expected "x"',
  },
  "no more items": {
    schema: { prefixItems: [true], items: false },
    value: [1, 2],
    says: " is an array of 2 items, expected at most 1 item",
  },
  unevaluatedItems: {
    schema: { prefixItems: [true], unevaluatedItems: false },
    value: [1, 2],
    says: " is an array of 2 items, expected at most 1 item",
  },
  minItems: {
    schema: { minItems: 2 },
    value: [1],
    says: " is an array of 1 item, expected at least 2 items",
  },
  maxItems: {
    schema: { maxItems: 1 },
    value: [1, 2],
    says: " is an array of 2 items, expected at most 1 item",
  },
  uniqueItems: {
    schema: { uniqueItems: true },
    value: [1, 2, 1],
    says: " is an array of 3 items, expected items that differ, but items 0 and 2 are equal",
  },
  contains: {
    schema: { contains: { type: "string" } },
    value: [1],
    says: " is an array of 1 item, expected at least 1 of the items as declared",
  },
  maxContains: {
    schema: { contains: { type: "string" }, minContains: 0, maxContains: 1 },
    value: ["a", "b"],
    says: " is an array of 2 items, expected 0 to 1 of the items as declared",
  },
  not: {
    schema: at({ not: { type: "string" } }),
    value: { a: "" },
    says: "/a is a string of 0 characters, expected a value that the document does not rule out",
  },
  "a false schema": {
    schema: at(false),
    value: { a: 1 },
    says: "/a is an integer, expected no value here",
  },
  if: {
    schema: { if: at({ const: 1 }), then: { required: ["b"] } },
    value: { a: 1 },
    says: "/b is nothing, expected a value, it is required",
  },
  "a reference": {
    schema: at({ $ref: "#/$defs/item" }),
    value: { a: { k: 1 } },
    says: "/a/k is an integer, expected a string",
  },
  "anyOf of types": {
    schema: at({ anyOf: [{ type: "string" }, { type: "null" }] }),
    value: { a: 1 },
    says: "/a is an integer, expected a string or null",
  },
  "anyOf of values": {
    schema: at({ anyOf: [{ const: "a" }, { enum: ["b", "c"] }] }),
    value: { a: "d" },
    says: '/a is a string of 1 character, expected one of "a", "b", "c"',
  },
  "anyOf of members": {
    schema: { anyOf: [{ required: ["a"] }, { required: ["b"] }] },
    value: {},
    says: ' is an empty object, expected a member "a" or "b"',
  },
  "anyOf of a type and a value": {
    schema: at({ anyOf: [{ type: "integer" }, { const: "auto" }] }),
    value: { a: "x" },
    says: '/a is a string of 1 character, expected an integer or "auto"',
  },
  "oneOf with a tag, the tag wrong": {
    schema: {
      oneOf: ["x", "y"].map((t) => ({ required: ["t"], properties: { t: { const: t } } })),
    },
    value: { t: "z" },
    says: '/t is a string of 1 character, expected one of "x", "y"',
  },
  "oneOf with a tag, the rest wrong": {
    schema: {
      oneOf: ["x", "y"].map((t) => ({ properties: { t: { const: t }, n: { type: "integer" } } })),
    },
    value: { t: "y", n: "1" },
    says: "/n is a string of 1 character, expected an integer",
  },
  "oneOf, two fit": {
    schema: at({ oneOf: [{ type: "integer" }, { minimum: 1 }] }),
    value: { a: 2 },
    says: "/a is an integer, expected exactly one of the declared shapes, but it has shapes 1 and 2",
  },
  "oneOf of unlike shapes": {
    schema: { oneOf: [{ required: ["a"] }, { minProperties: 2 }] },
    value: {},
    says: "/a is nothing, expected a value, it is required",
  },
};

import { describe, expect, test } from "vitest";
import { lower } from "./lowered.ts";

interface Case {
  readonly given: string;
  readonly want: unknown;
  readonly rules?: readonly string[];
}

const SAYING_NOTHING: readonly Case[] = [
  { given: "{title: A, description: b, default: 1, examples: [2], x-a: 1}", want: true },
  {
    given: "{type: string, minLength: 0, uniqueItems: false, required: []}",
    want: { type: "string" },
  },
  { given: "{type: string, format: password, unknownKeyword: 1}", want: { type: "string" } },
  { given: "true", want: true },
  { given: "false", want: false },
];

const DIALECTS: readonly Case[] = [
  {
    given: "{items: [{type: string}, {type: integer}], additionalItems: false}",
    want: { prefixItems: [{ type: "string" }, { type: "integer" }], items: false },
  },
  {
    given: "{dependencies: {a: [b], c: {required: [d]}}}",
    want: { dependentRequired: { a: ["b"] }, dependentSchemas: { c: { required: ["d"] } } },
  },
  {
    given:
      "{type: integer, minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}",
    want: { type: "integer", exclusiveMinimum: 0, maximum: 9 },
  },
  { given: "{type: string, nullable: true}", want: { type: ["string", "null"] } },
  {
    given: "{type: string, nullable: true, enum: [a]}",
    want: { type: ["string", "null"], enum: ["a", null] },
  },
  {
    given: "{nullable: true, allOf: [{type: string}]}",
    want: { anyOf: [{ type: "null" }, { allOf: [{ type: "string" }] }] },
  },
  {
    given: "{prefixItems: [{type: string}], items: false}",
    want: { prefixItems: [{ type: "string" }], items: false },
    rules: ["schema-dialect"],
  },
  {
    given: "{if: {type: string}, then: {minLength: 2}}",
    want: { if: { type: "string" }, then: { minLength: 2 } },
  },
  { given: "{if: {type: string}}", want: true },
];

const SLIPS: readonly Case[] = [
  { given: "{type: float}", want: { type: "number" }, rules: ["schema-type-slip"] },
  { given: "{type: int}", want: { type: "integer" }, rules: ["schema-type-slip"] },
  {
    given: "{type: datetime}",
    want: { type: "string", format: "date-time" },
    rules: ["schema-type-slip"],
  },
  {
    given: "{type: file}",
    want: { type: "string", format: "binary" },
    rules: ["schema-type-slip"],
  },
  { given: "{type: strng}", want: { type: "string" }, rules: ["schema-type-slip"] },
  { given: "{type: any}", want: true, rules: ["schema-type-slip"] },
  { given: "{type: frobnicate}", want: true, rules: ["schema-type-unknown"] },
  { given: "{type: []}", want: true, rules: ["schema-type-unknown"] },
  { given: "{type: [string, null]}", want: { type: ["string", "null"] } },
  {
    given: "{properties: {a: {type: string, required: true}, b: {required: false}}}",
    want: { required: ["a"], properties: { a: { type: "string" }, b: true } },
    rules: ["schema-required-slip", "schema-required-slip"],
  },
  { given: "{required: name}", want: { required: ["name"] }, rules: ["schema-keyword-slip"] },
  { given: "{required: {a: 1}}", want: true, rules: ["schema-keyword-value"] },
  {
    given: "{type: string, enum: [a, null]}",
    want: { type: ["string", "null"], enum: ["a", null] },
    rules: ["schema-enum-type"],
  },
  {
    given: "{type: string, enum: [200, 404]}",
    want: { type: "string", enum: ["200", "404"] },
    rules: ["schema-enum-type"],
  },
  {
    given: "{type: integer, enum: [low, high]}",
    want: { type: "integer", enum: ["low", "high"] },
    rules: ["schema-contradiction"],
  },
  {
    given: '{additionalProperties: "false"}',
    want: { additionalProperties: false },
    rules: ["schema-keyword-slip"],
  },
  { given: '{minimum: "3"}', want: { minimum: 3 }, rules: ["schema-keyword-slip"] },
  { given: "{minimum: three}", want: true, rules: ["schema-keyword-value"] },
  { given: "{minLength: -1}", want: true, rules: ["schema-keyword-value"] },
  {
    given: "{minLength: 5, maxLength: 2}",
    want: { minLength: 5, maxLength: 2 },
    rules: ["schema-contradiction"],
  },
  {
    given: "{type: string, format: int64}",
    want: { type: "string" },
    rules: ["schema-format-type"],
  },
  {
    given: "{type: string, format: '^[a-z]+$'}",
    want: { type: "string" },
    rules: ["schema-format-pattern"],
  },
  {
    given: "{oneOf: {type: string}}",
    want: { oneOf: [{ type: "string" }] },
    rules: ["schema-keyword-slip"],
  },
  {
    given: "{properties: {a: string}}",
    want: { properties: { a: { type: "string" } } },
    rules: ["schema-shorthand"],
  },
  { given: "{properties: {a: }}", want: { properties: { a: true } }, rules: ["schema-empty"] },
  {
    given: "{properties: {a: 3}}",
    want: { properties: { a: true } },
    rules: ["schema-not-a-schema"],
  },
  { given: "{properties: {__proto__: {}}}", want: true, rules: ["schema-proto-property"] },
];

const PATTERNS: readonly Case[] = [
  { given: "{pattern: '^[a-z\\-]+$'}", want: { pattern: "^[a-z\\-]+$" } },
  { given: "{pattern: 'a\\-b'}", want: { pattern: "a-b" }, rules: ["schema-pattern-slip"] },
  {
    given: "{pattern: '[\\w-.]+'}",
    want: { pattern: "[\\w\\-.]+" },
    rules: ["schema-pattern-slip"],
  },
  {
    given: "{pattern: 'room:{name}'}",
    want: { pattern: "room:\\{name\\}" },
    rules: ["schema-pattern-slip"],
  },
  { given: "{pattern: '^a{2}\\_$'}", want: { pattern: "^a{2}_$" }, rules: ["schema-pattern-slip"] },
  { given: "{pattern: '(unclosed'}", want: true, rules: ["schema-pattern"] },
];

describe("a schema becomes JSON Schema 2020-12", () => {
  for (const [title, cases] of Object.entries({ SAYING_NOTHING, DIALECTS, SLIPS, PATTERNS })) {
    test.each(cases)(`${title}: $given`, async ({ given, want, rules = [] }) => {
      const { schema, findings } = await lower(`payload: ${given}`);

      expect(schema).toEqual(want);
      expect(findings.map((finding) => finding.rule)).toEqual(rules);
    });
  }

  test("integers beyond 2^53 keep their digits beside the rounded number", async () => {
    const { schema } = await lower(
      "payload: {minimum: 9223372036854775807, enum: [1, 9007199254740993]}",
    );

    expect(schema).toEqual({
      enum: [1, 9007199254740992],
      minimum: 2 ** 63,
      "x-exact": { minimum: "9223372036854775807", enum: [null, "9007199254740993"] },
    });
  });

  test("keywords stand in one order, whatever the author's", async () => {
    const { schema } = await lower("payload: {required: [a], maxLength: 3, type: string}");

    expect(Object.keys(schema ?? {})).toEqual(["type", "maxLength", "required"]);
  });

  test("a finding names the place, the value and what is assumed", async () => {
    const { findings } = await lower("payload: {properties: {at: {type: datetime}}}");

    expect(findings).toEqual([
      {
        rule: "schema-type-slip",
        severity: "warning",
        message: 'type "datetime" is read as string, format: date-time',
        hint: "write type: string and format: date-time",
        place: { file: "api.yaml", pointer: "/payload/properties/at/type" },
      },
    ]);
  });

  test("newer keywords are honoured in silence where the dialect has them", async () => {
    const { findings, table } = await lower("payload: {prefixItems: [{type: string}]}", {
      dialect: "2020-12",
    });

    expect(findings).toEqual([]);
    expect(table.decisions()).toEqual([]);
  });
});

import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { JsonSchema } from "../../generator/model/api.ts";
import { accepts } from "../../generator/samples/accepts.ts";
import { createRandom } from "../../generator/samples/random.ts";
import { sampleOf } from "../../generator/samples/sample.ts";
import { textOfPattern } from "../../generator/samples/text-of-pattern.ts";

const SEEDS = [1, 2, 3, 4, 5];

const ajv = new Ajv2020({ strict: false, validateSchema: false });
addFormats.default(ajv);
const compiled = new WeakMap<object, (value: unknown) => boolean>();

/** What plain ajv says of a value. */
function ajvAccepts(schemas: Readonly<Record<string, JsonSchema>>, value: unknown): boolean {
  const validate = compiled.get(schemas) ?? ajv.compile({ $ref: "#/$defs/m", $defs: schemas });
  compiled.set(schemas, validate);
  return validate(value) === true;
}

const SCHEMAS: readonly JsonSchema[] = [
  true,
  {},
  { type: "null" },
  { const: { a: [1] } },
  { enum: ["a", 2, null] },
  { type: "integer", minimum: 5, maximum: 5 },
  { type: "integer", exclusiveMinimum: 0, maximum: 1 },
  { type: "integer", maximum: -10, multipleOf: 7 },
  { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
  { type: "number", minimum: 0.1, multipleOf: 0.1 },
  { type: "string", minLength: 40, maxLength: 41 },
  { type: "string", maxLength: 2 },
  ...[
    "date-time",
    "date",
    "time",
    "email",
    "uuid",
    "uri",
    "ipv4",
    "ipv6",
    "hostname",
    "duration",
  ].map((format) => ({ type: "string", format })),
  { type: "string", pattern: "^(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]$" },
  { type: "string", pattern: "^[a-f0-9]{16}$", maxLength: 16 },
  { type: "string", pattern: "^[a-z]+$", minLength: 30 },
  { type: "array", items: { type: "integer" }, minItems: 3, uniqueItems: true },
  { type: "array", prefixItems: [{ const: "a" }, { type: "number" }], items: false, minItems: 2 },
  { type: "array", contains: { const: 7 }, minContains: 2 },
  { type: "object", required: ["x"], additionalProperties: { type: "string" } },
  { type: "object", minProperties: 3, propertyNames: { pattern: "^[a-z]{3}$" } },
  {
    type: "object",
    patternProperties: { "^x-": { type: "integer" } },
    minProperties: 1,
    additionalProperties: false,
  },
  { type: "object", properties: { a: {}, b: {}, c: {} }, maxProperties: 2 },
  { properties: { a: {}, b: {} }, required: ["a"], dependentRequired: { a: ["b"], b: ["c"] } },
  {
    type: "object",
    properties: { a: { type: "string" }, b: { type: "string" } },
    dependentSchemas: { a: { not: { required: ["b"] } }, b: { not: { required: ["a"] } } },
  },
  {
    allOf: [
      { properties: { a: { enum: [1, 2] } } },
      { required: ["a"], properties: { a: { const: 2 } } },
    ],
  },
  { oneOf: [{ type: "string", maxLength: 1 }, { type: "integer" }] },
  {
    type: "object",
    properties: { a: {}, b: {} },
    oneOf: [{ required: ["a"] }, { required: ["b"] }],
  },
  { type: "string", anyOf: [{ const: "a" }, { const: "b" }], not: { const: "a" } },
  {
    type: "object",
    required: ["kind"],
    properties: { kind: { enum: ["a", "b"] } },
    if: { properties: { kind: { const: "a" } } },
    then: { required: ["x"] },
    else: { required: ["y"] },
  },
  {
    allOf: [{ type: "object", required: ["a"], properties: { a: {} } }],
    unevaluatedProperties: false,
  },
  {
    type: "object",
    required: ["next"],
    properties: { next: { anyOf: [{ $ref: "#/$defs/m" }, { type: "null" }] } },
  },
];

describe("samples", () => {
  test.each(SCHEMAS.map((schema) => [schema]))("of %j pass it", (schema) => {
    const schemas = { m: schema };
    for (const seed of SEEDS) {
      const sample = sampleOf("m", schemas, { seed });

      expect(sample).not.toBe(undefined);
      expect(ajvAccepts(schemas, sample)).toBe(true);
    }
  });

  test("are the same for the same seed and hold optional members", () => {
    const schemas = {
      m: { type: "object", properties: { a: { type: "string" }, b: { type: "integer" } } },
    };

    const sample = sampleOf("m", schemas, { seed: 7 });

    expect(sampleOf("m", schemas, { seed: 7 })).toEqual(sample);
    expect(Object.keys(sample ?? {})).toEqual(["a", "b"]);
  });

  test.each<JsonSchema>([
    false,
    { type: "string", const: 1 },
    { allOf: [{ type: "string" }, { type: "integer" }] },
    { required: ["m"], type: "object", properties: { m: { $ref: "#/$defs/m" } } },
    { type: "string", pattern: "(?=a)b" },
  ])("of %j there are none", (schema) => {
    expect(sampleOf("m", { m: schema }, { seed: 1 })).toBe(undefined);
  });

  test.each([
    { keyword: "allOf", want: "undefined" },
    { keyword: "anyOf", want: "number" },
    { keyword: "oneOf", want: "undefined" },
  ])("of schemas that double by $keyword end soon", ({ keyword, want }) => {
    const levels = Array.from({ length: 60 }, (_, level): [string, JsonSchema] => {
      const next = { $ref: `#/$defs/${level === 59 ? "end" : `l${level + 1}`}` };
      return [level === 0 ? "m" : `l${level}`, { [keyword]: [next, next] }];
    });
    const schemas = { ...Object.fromEntries(levels), end: { type: "integer" } };

    expect(typeof sampleOf("m", schemas, { seed: 1 })).toBe(want);
  });

  test("of a name that is no definition there are none", () => {
    expect(sampleOf("constructor", {}, { seed: 1 })).toBe(undefined);
  });
});

describe("the interpreter of samples agrees with ajv", () => {
  const values = [
    null,
    true,
    0,
    1.5,
    7,
    "",
    "a",
    "ab",
    [],
    [1, 1],
    ["a", 2],
    {},
    { a: 1 },
    { b: 1, y: 1 },
    { kind: "a", x: 1 },
  ];

  test.each(SCHEMAS.filter((schema) => !JSON.stringify(schema).includes("format")).map((s) => [s]))(
    "about %j",
    (schema) => {
      const schemas = { m: schema };
      for (const value of values) {
        expect([value, accepts(schema, value, schemas)]).toEqual([
          value,
          ajvAccepts(schemas, value),
        ]);
      }
    },
  );
});

test.each([
  "^a{3}b?$",
  "^(?:x|yy)+$",
  "^[^\\s]+@[\\w.-]+\\.[a-z]{2,}$",
  "^\\d{4}-\\d{2}$",
  "^\\p{L}+$",
  "^\\u{1F600}\\x41$",
  "^(?<year>\\d+)$",
  "[A-Z\\s]+\\/[A-Z\\s]+",
])("texts made of %s match it", (pattern) => {
  for (const seed of SEEDS) {
    const text = textOfPattern(pattern, createRandom(seed), seed % 2 === 0);

    expect(text).toMatch(new RegExp(pattern, "u"));
  }
});

test.each(["(a)\\1", "(?!a)b", "(?<=a)b"])("of %s no text is made", (pattern) => {
  expect(textOfPattern(pattern, createRandom(1), false)).toBe(null);
});

test("patterns and texts that would stall the engine's own matcher are judged at once, and linear patterns alike", () => {
  const text = `${"a".repeat(60)}!`;
  for (const pattern of ["^(a+)+$", "^(a|a)*$", "(a*)*b"]) {
    expect([pattern, accepts({ pattern }, text, {})]).toEqual([pattern, false]);
    expect(accepts({ patternProperties: { [pattern]: false } }, { [text]: 1 }, {})).toBe(true);
  }
  expect(accepts({ pattern: "^(a+)+!$" }, text, {})).toBe(true);
  expect(accepts({ pattern: "(a)\\1" }, "aa", {})).toBe(false);
  expect(sampleOf("m", { m: { type: "string", pattern: "^(a+)+$" } }, { seed: 1 })).toMatch(/^a+$/);
});

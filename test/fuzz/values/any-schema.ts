import fc from "fast-check";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { anyObjectSchema, anySchema } from "../acceptors/any-schema.ts";

const rest = fc.constantFrom<JsonSchema>(
  false,
  true,
  { type: "string" },
  { type: ["integer", "null"] },
);
const key = fc.constantFrom("a", "b", "type", "constructor", "x-1");

/** What an object's schema may have beside the keywords that acceptors read. */
const rareMembers = fc.record(
  {
    unevaluatedProperties: rest,
    dependentSchemas: fc.dictionary(key, anyObjectSchema, { maxKeys: 2 }),
    dependentRequired: fc.dictionary(key, fc.uniqueArray(key, { maxLength: 2 }), { maxKeys: 2 }),
    anyOf: fc.array(anyObjectSchema, { minLength: 1, maxLength: 2 }),
    allOf: fc.array(anyObjectSchema, { minLength: 1, maxLength: 2 }),
    oneOf: fc.array(anyObjectSchema, { minLength: 1, maxLength: 2 }),
    if: anyObjectSchema,
    then: anyObjectSchema,
    else: anyObjectSchema,
    not: fc.constantFrom({ required: ["b"] }, { required: ["q"] }),
    $ref: fc.constantFrom("#/$defs/m0", "#/$defs/m1"),
  },
  { requiredKeys: [] },
);

const contained = fc.record(
  {
    contains: fc.oneof(anySchema, fc.constantFrom<JsonSchema>({ type: "string" }, true)),
    minContains: fc.nat(2),
    maxContains: fc.constantFrom(2, 3),
    items: fc.oneof(anySchema, rest),
    unevaluatedItems: rest,
    uniqueItems: fc.boolean(),
  },
  { requiredKeys: ["contains"] },
);
const rareItems = fc.record(
  {
    type: fc.constantFrom("array", ["array", "string"]),
    prefixItems: fc.array(anySchema, { minLength: 1, maxLength: 2 }),
    contains: fc.constantFrom<JsonSchema>({ type: "string" }, true),
    items: fc.oneof(anySchema, rest),
    unevaluatedItems: rest,
    uniqueItems: fc.boolean(),
    anyOf: fc.array(
      fc.record({ prefixItems: fc.array(anySchema, { minLength: 1, maxLength: 3 }) }),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: ["type"] },
);

const precise = fc.constantFrom<JsonSchema>(
  { maximum: 2 ** 53, "x-exact": { maximum: "9007199254740993" } },
  { minimum: 2 ** 53, "x-exact": { minimum: "9007199254740993" } },
  { exclusiveMinimum: 0.1, "x-exact": { exclusiveMinimum: "0.10000000000000000001" } },
  { maximum: 0.1, "x-exact": { maximum: "0.09999999999999999999999" } },
  { minimum: 0.5, "x-exact": { minimum: "0.50000000000000000000001" } },
  { multipleOf: 0.1, "x-exact": { multipleOf: "0.1000000000000000000001" } },
  { const: 2 ** 53, "x-exact": { const: "9007199254740993" } },
  { enum: [2 ** 53, 1], "x-exact": { enum: ["9007199254740993", null] } },
);

/** Schemas of every keyword that checks know; they may refer to `m0` and `m1`. */
export const anyWholeSchema: fc.Arbitrary<JsonSchema> = fc.oneof(
  anySchema,
  anyObjectSchema,
  { weight: 2, arbitrary: merged(anyObjectSchema, rareMembers) },
  { weight: 2, arbitrary: rareItems.map((schema): JsonSchema => schema) },
  contained.map((schema): JsonSchema => schema),
  precise,
);

function merged(
  base: fc.Arbitrary<JsonSchema>,
  more: fc.Arbitrary<Readonly<Record<string, unknown>>>,
): fc.Arbitrary<JsonSchema> {
  return fc.tuple(base, more).map(([schema, keywords]): JsonSchema => ({
    ...(typeof schema === "boolean" ? {} : schema),
    ...keywords,
  }));
}

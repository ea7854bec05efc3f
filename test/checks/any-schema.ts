import fc from "fast-check";
import type { JsonSchema } from "../../generator/model/api.ts";

const leafSchema = fc.oneof(
  fc.constantFrom<JsonSchema>(
    true,
    false,
    { type: "string" },
    { type: "integer" },
    { type: ["null", "boolean"] },
    { $ref: "#/$defs/m0" },
    { $ref: "#/$defs/m1" },
  ),
  fc.constantFrom("x", "y", 0, 1, true, null).map((value): JsonSchema => ({ const: value })),
  fc
    .subarray(["x", "y", 0, 1, null, { a: "x" }], { minLength: 1 })
    .map((values): JsonSchema => ({ enum: values })),
);
const schemas = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leafSchema,
    fc.record(
      {
        type: fc.constantFrom("object", ["object", "array"]),
        required: fc.subarray(["a", "b"]),
        properties: fc.dictionary(fc.constantFrom("a", "b"), tie("schema"), { maxKeys: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
        patternProperties: fc.constant({ "^b": { type: "string" } }),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        type: fc.constant("array"),
        prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
        items: tie("schema"),
        minItems: fc.nat(2),
      },
      { requiredKeys: [] },
    ),
    fc
      .tuple(
        fc.constantFrom("allOf", "anyOf", "oneOf"),
        fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
      )
      .map(([keyword, parts]): JsonSchema => ({ [keyword]: parts })),
    fc.record({ if: tie("schema"), then: tie("schema"), else: tie("schema") }),
    fc.constantFrom("a", "b").map((key): JsonSchema => ({ not: { required: [key] } })),
  ),
}));
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("x", "y", 0, 1, 1.5, true, false, null),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 }),
  ),
}));

/** Schemas of every keyword that tells messages apart; they refer to `m0` and `m1`. */
export const anySchema: fc.Arbitrary<JsonSchema> = schemas.schema;
/** JSON values that such schemas are about. */
export const anyValue: fc.Arbitrary<unknown> = values.value;

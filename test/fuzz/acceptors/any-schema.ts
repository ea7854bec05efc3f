import fc from "fast-check";
import type { JsonSchema } from "../../../generator/model/api.ts";

const FORMATS = [
  ...["date", "time", "date-time", "duration", "uuid", "ipv4", "ipv6", "hostname", "email"],
  ...["uri", "uri-reference", "byte", "json-pointer", "regex", "unheard-of"],
];
const PATTERNS = [
  ...["^[a-z]+$", "^[A-Z]{2,5}-[0-9]{1,3}$", "x", "^$", "^(a|b)*c$", "^x-", "[^a]$", "^.{1,3}$"],
  ...["\\d+\\.\\d{2}", "^(?!no)", "^[\\w.-]+@\\w+$", "é", "^\\S+$"],
];

function keys(): fc.Arbitrary<string> {
  return fc.constantFrom("a", "b", "type", "id", "é", "x-1", "long key", "constructor", 'q"');
}

const text = fc.record(
  {
    type: fc.constant("string"),
    minLength: fc.constantFrom(0, 1, 2, 5),
    maxLength: fc.constantFrom(0, 1, 3, 8, 40),
    format: fc.constantFrom(...FORMATS),
    pattern: fc.constantFrom(...PATTERNS),
  },
  { requiredKeys: ["type"] },
);
const number = fc.record(
  {
    type: fc.constantFrom("integer", "number"),
    minimum: fc.constantFrom(0, 1, -5, 0.5, 1e21),
    maximum: fc.constantFrom(0, 10, 99.99, 2147483647, 2 ** 53, 2 ** 63),
    exclusiveMinimum: fc.constantFrom(0, -1),
    exclusiveMaximum: fc.constantFrom(1, 100),
    multipleOf: fc.constantFrom(1, 2, 0.5, 0.01, 3),
    format: fc.constantFrom("int32", "int64", "double"),
  },
  { requiredKeys: ["type"] },
);
const scalar = fc.constantFrom<unknown>("x", "y", "é", "", 0, 1, 1.5, -1, true, false, null);
const leaf: fc.Arbitrary<JsonSchema> = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 4, arbitrary: number },
  fc.constantFrom<JsonSchema>(true, {}, { type: "boolean" }, { type: "null" }, { type: "object" }),
  fc.constantFrom<JsonSchema>(
    { type: ["string", "null"] },
    { type: ["integer", "boolean", "array"] },
  ),
  fc.constantFrom<JsonSchema>({ $ref: "#/$defs/m0" }, { $ref: "#/$defs/m1" }, false),
  scalar.map((value): JsonSchema => ({ const: value })),
  fc.array(scalar, { minLength: 1, maxLength: 6 }).map((values): JsonSchema => ({ enum: values })),
  fc.constantFrom<JsonSchema>({ enum: [{ a: 1 }, [1, "x"], "x"] }, { const: { a: ["x"] } }),
);

const schemas = fc.letrec<{ schema: JsonSchema; object: JsonSchema }>((tie) => ({
  object: fc.record(
    {
      type: fc.constantFrom<unknown>("object", "object", ["object", "null"]),
      required: fc.uniqueArray(keys(), { maxLength: 3 }),
      properties: fc.dictionary(keys(), tie("schema"), { maxKeys: 5 }),
      additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
      patternProperties: fc.dictionary(fc.constantFrom("^x-", "[0-9]$"), tie("schema"), {
        maxKeys: 2,
      }),
      propertyNames: fc.constantFrom<JsonSchema>({ maxLength: 4 }, { pattern: "^[a-z]+$" }),
      minProperties: fc.constantFrom(0, 1, 2),
      maxProperties: fc.constantFrom(1, 3, 9),
      dependentRequired: fc.constant({ a: ["b"] }),
    },
    { requiredKeys: ["type", "properties"] },
  ),
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 5, arbitrary: leaf },
    { weight: 5, arbitrary: tie("object") },
    {
      weight: 2,
      arbitrary: fc.record(
        {
          type: fc.constant("array"),
          items: tie("schema"),
          prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
          minItems: fc.nat(2),
          maxItems: fc.constantFrom(0, 1, 2, 4),
          uniqueItems: fc.boolean(),
        },
        { requiredKeys: ["type"] },
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom("allOf", "anyOf", "oneOf"),
          fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        )
        .map(([keyword, parts]): JsonSchema => ({ [keyword]: parts })),
    },
    fc.record({ if: tie("schema"), then: tie("schema"), else: tie("schema") }),
    tie("schema").map((schema): JsonSchema => ({ not: schema })),
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.uniqueArray(fc.constantFrom("x", "y", "z"), { minLength: 2, maxLength: 3 }),
          fc.constantFrom("anyOf", "oneOf"),
          tie("object"),
        )
        .map(([tags, keyword, object]): JsonSchema => ({
          [keyword]: tags.map((tag) => ({
            allOf: [object, { required: ["type"], properties: { type: { const: tag } } }],
          })),
        })),
    },
  ),
}));

/** Schemas of all keywords that acceptors read, and some that they do not; they may refer to `m0` and `m1`. */
export const anySchema: fc.Arbitrary<JsonSchema> = schemas.schema;
/** Schemas of objects, which is what most messages are. */
export const anyObjectSchema: fc.Arbitrary<JsonSchema> = schemas.object;

import type { JsonSchema } from "../model/api.ts";
import type { Random } from "./random.ts";
import {
  definitionOf,
  isRecord,
  isSame,
  schemaAt,
  schemasAt,
  type Definitions,
  type Keywords,
} from "./schema-parts.ts";

/** Parts of one schema that are merged; what is beyond says nothing, and the sample is judged by the whole. */
const MAX_PARTS = 300;

/**
 * One schema without `$ref`, `allOf`, `anyOf`, `oneOf` and `if` on top that describes some of the values of the
 * given one: options are chosen at random. Null: the choice was one that no value has.
 */
export function flattened(
  schema: JsonSchema,
  definitions: Definitions,
  random: Random,
  budget = { parts: MAX_PARTS },
): Keywords | null {
  budget.parts -= 1;
  if (typeof schema === "boolean" || budget.parts < 0) {
    return schema === false ? null : {};
  }
  if (!Object.keys(schema).some((keyword) => COMPOSING.has(keyword))) {
    return schema;
  }
  const target = definitionOf(schema, definitions);
  const condition = schemaAt(schema, "if");
  const isMet = condition !== null && random.coin();
  const branch = condition === null ? null : schemaAt(schema, isMet ? "then" : "else");
  const parts: readonly JsonSchema[] = [
    ...(target === null ? [] : [target]),
    ...schemasAt(schema, "allOf"),
    ...["anyOf", "oneOf"].flatMap((keyword) => chosen(schemasAt(schema, keyword), random)),
    ...(isMet && condition !== null ? [condition] : []),
    ...(branch === null ? [] : [branch]),
  ];
  return parts.reduce<Keywords | null>((merged, part) => {
    const flat = merged === null ? null : flattened(part, definitions, random, budget);
    return merged === null || flat === null ? null : merge(merged, flat);
  }, ownKeywords(schema));
}

function chosen(options: readonly JsonSchema[], random: Random): readonly JsonSchema[] {
  const option = random.pick(options);
  return option === undefined ? [] : [option];
}

const COMPOSING = new Set(["$ref", "allOf", "anyOf", "oneOf", "if", "then", "else"]);

function ownKeywords(schema: Keywords): Keywords {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !COMPOSING.has(keyword)));
}

function merge(a: Keywords, b: Keywords): Keywords {
  const merged: Record<string, unknown> = { ...a };
  for (const [keyword, value] of Object.entries(b)) {
    merged[keyword] = keyword in merged ? mergedKeyword(keyword, merged[keyword], value) : value;
  }
  return merged;
}

function mergedKeyword(keyword: string, a: unknown, b: unknown): unknown {
  switch (keyword) {
    case "type":
      return commonTypes([a].flat(), [b].flat());
    case "enum":
      return common(a, b);
    case "required":
      return [...new Set([a, b].flat())];
    case "properties":
    case "patternProperties":
      return mergedSchemas(a, b);
    default:
      return mergedBound(keyword, a, b);
  }
}

function mergedBound(keyword: string, a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number") {
    return /^(min|exclusiveMin)/u.test(keyword) ? Math.max(a, b) : Math.min(a, b);
  }
  const isSchemaKeyword = ["items", "additionalProperties", "contains"].includes(keyword);
  return isSchemaKeyword ? both(a, b) : b;
}

function commonTypes(a: readonly unknown[], b: readonly unknown[]): readonly unknown[] {
  const shared = a.filter((type) => b.includes(type));
  const isInteger = [a, b].some((types) => types.includes("integer"));
  const isNumber = [a, b].some((types) => types.includes("number"));
  return isInteger && isNumber && !shared.includes("integer") ? [...shared, "integer"] : shared;
}

function common(a: unknown, b: unknown): unknown {
  if (!Array.isArray(a) || !Array.isArray(b)) {
    return b;
  }
  return a.filter((one) => b.some((other) => isSame(one, other)));
}

function mergedSchemas(a: unknown, b: unknown): unknown {
  if (!isRecord(a) || !isRecord(b)) {
    return b;
  }
  const merged = new Map(Object.entries(a));
  for (const [name, schema] of Object.entries(b)) {
    merged.set(name, merged.has(name) ? both(merged.get(name), schema) : schema);
  }
  return Object.fromEntries(merged);
}

function both(a: unknown, b: unknown): unknown {
  if (a === false || b === false) {
    return false;
  }
  return { allOf: [a, b] };
}

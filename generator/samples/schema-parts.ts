import type { JsonSchema } from "../model/api.ts";

/** Definitions by name. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

/** A schema that is an object. */
export type Keywords = Exclude<JsonSchema, boolean>;

/** The definition that a `$ref` names; null: there is no `$ref`, or nothing of that name. */
export function definitionOf(schema: Keywords, definitions: Definitions): JsonSchema | null {
  const reference = schema["$ref"];
  if (typeof reference !== "string") {
    return null;
  }
  const name = reference.slice("#/$defs/".length);
  return Object.hasOwn(definitions, name) ? (definitions[name] ?? null) : null;
}

/** The schema under a keyword; null where there is none. */
export function schemaAt(schema: Keywords, keyword: string): JsonSchema | null {
  const value = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
  return isSchema(value) ? value : null;
}

/** The list of schemas under a keyword; empty where there is none. */
export function schemasAt(schema: Keywords, keyword: string): readonly JsonSchema[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value.filter(isSchema) : NONE;
}

/** The schemas by name under a keyword; empty where there are none. */
export function namedAt(
  schema: Keywords,
  keyword: string,
): readonly (readonly [string, JsonSchema])[] {
  const value = schema[keyword];
  return isRecord(value)
    ? Object.entries(value).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]))
    : NONE;
}

/** Most keywords are absent from most schemas. */
const NONE: readonly never[] = [];

/** The number under a keyword; null where there is none. */
export function numberAt(schema: Keywords, keyword: string): number | null {
  const value = schema[keyword];
  return typeof value === "number" ? value : null;
}

/** The texts in a list under a keyword. */
export function textsAt(schema: Keywords, keyword: string): readonly string[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : NONE;
}

/** An object, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isRecord(value);
}

/** Equality of JSON values: numbers by value, objects whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) {
    return a === b;
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  );
}

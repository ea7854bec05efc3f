import type { JsonSchema } from "../../model/api.ts";
import { asRecord } from "./record.ts";
import { JSON_TYPES, type JsonType } from "./type-names.ts";

/** Finds a definition by its name. */
export type Definitions = (name: string) => JsonSchema;

/** Groups of keywords that an author writes for values of one type only. */
const TELLING: readonly (readonly [JsonType, readonly string[]])[] = [
  ["object", ["properties", "required", "additionalProperties", "patternProperties"]],
  ["array", ["items", "prefixItems", "contains"]],
  ["string", ["pattern", "minLength", "maxLength"]],
];

/**
 * The types of the values that an author had in mind: by `type`, by the values of `const` and `enum`, by
 * the options of `oneOf` and `anyOf`, else by the keywords. null: anything.
 */
export function jsonKinds(
  schema: JsonSchema,
  definitions: Definitions,
): ReadonlySet<JsonType> | null {
  return kindsOf(schema, definitions, new Map());
}

type Kinds = ReadonlySet<JsonType> | null;

/** `known`: the kinds of definitions passed, null while they are being looked for. */
function kindsOf(schema: JsonSchema, definitions: Definitions, known: Map<string, Kinds>): Kinds {
  if (typeof schema === "boolean") {
    return null;
  }
  const inner = (part: JsonSchema) => kindsOf(part, definitions, known);
  const parts: Kinds[] = [
    kindsOfReference(referenceName(schema), definitions, known),
    ownKinds(schema),
    ...listOf(schema["allOf"]).map(inner),
    unionOf(listOf(schema["anyOf"]).map(inner)),
    unionOf(listOf(schema["oneOf"]).map(inner)),
  ];
  return parts.reduce(intersection, null) ?? tellingKind(schema);
}

function kindsOfReference(
  name: string | null,
  definitions: Definitions,
  known: Map<string, Kinds>,
): Kinds {
  if (name === null) {
    return null;
  }
  if (!known.has(name)) {
    known.set(name, null);
    known.set(name, kindsOf(definitions(name), definitions, known));
  }
  return known.get(name) ?? null;
}

function ownKinds(schema: Exclude<JsonSchema, boolean>): Kinds {
  const names = [schema["type"] ?? []].flat();
  if (names.length > 0) {
    return new Set(JSON_TYPES.filter((type) => names.includes(type)));
  }
  const values = "const" in schema ? [schema["const"]] : schema["enum"];
  return Array.isArray(values) ? new Set(values.map(typeOfValue)) : null;
}

function tellingKind(schema: Exclude<JsonSchema, boolean>): Kinds {
  const found = TELLING.find(([, keywords]) => keywords.some((keyword) => keyword in schema));
  return found === undefined ? null : new Set([found[0]]);
}

function typeOfValue(value: unknown): JsonType {
  if (value === null || Array.isArray(value)) {
    return value === null ? "null" : "array";
  }
  return JSON_TYPES.find((type) => type === typeof value) ?? "object";
}

function unionOf(kinds: readonly Kinds[]): Kinds {
  const known = kinds.filter((kind) => kind !== null);
  return kinds.length === 0 || known.length < kinds.length
    ? null
    : new Set(known.flatMap((kind) => [...kind]));
}

function intersection(a: Kinds, b: Kinds): Kinds {
  if (a === null || b === null) {
    return a ?? b;
  }
  return new Set([...a].filter((kind) => b.has(kind)));
}

/** The definition that a normalised schema refers to, or null. */
export function referenceName(schema: JsonSchema): string | null {
  const reference = typeof schema === "boolean" ? null : schema["$ref"];
  return typeof reference === "string" ? reference.slice("#/$defs/".length) : null;
}

/** The schemas in a list of a normalised schema; none where the keyword is absent. */
export function listOf(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** The schema under a keyword of a normalised schema; null where the keyword is absent. */
export function schemaOf(value: unknown): JsonSchema | null {
  return isSchema(value) ? value : null;
}

/** The schemas by name under a keyword of a normalised schema (`properties`). */
export function schemasOf(value: unknown): readonly (readonly [string, JsonSchema])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [];
  }
  return Object.entries(value).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]));
}

function isSchema(value: unknown): value is JsonSchema {
  return (
    typeof value === "boolean" ||
    (typeof value === "object" && value !== null && !Array.isArray(value))
  );
}

/** A schema without some of its keywords; `true` where none is left. */
export function without(schema: JsonSchema, keywords: readonly string[]): JsonSchema {
  if (typeof schema === "boolean") {
    return schema;
  }
  const rest = Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword));
  return rest.length === 0 ? true : asRecord(rest);
}

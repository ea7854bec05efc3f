import type { JsonSchema } from "../model/api.ts";
import { refTarget } from "./prepare.ts";
import { isRecord } from "./record.ts";

/**
 * Nesting of a smallest value; deeper, required members are left out and the value will not fit.
 */
const MAX_DEPTH = 8;

/**
 * A small value that a schema may accept: required members only, the first of alternatives.
 * Whether it fits is for the check to say.
 */
export function smallestValue(
  name: string | null,
  schemas: Readonly<Record<string, JsonSchema>>,
): unknown {
  const schema = name !== null && Object.hasOwn(schemas, name) ? schemas[name] : true;
  return valueOf(schema, schemas, MAX_DEPTH);
}

function valueOf(
  schema: unknown,
  schemas: Readonly<Record<string, JsonSchema>>,
  depth: number,
): unknown {
  if (!isRecord(schema) || depth === 0) {
    return {};
  }
  if ("const" in schema) {
    return schema["const"];
  }
  const { enum: values, allOf } = schema;
  if (Array.isArray(values)) {
    const [first]: readonly unknown[] = values;
    return first;
  }
  const inner = (part: unknown): unknown => valueOf(part, schemas, depth - 1);
  const parts = [
    ...(refTarget(schema["$ref"]) === null ? [] : [schemas[refTarget(schema["$ref"]) ?? ""]]),
    ...(Array.isArray(allOf) ? allOf : []),
    ...firstOf(schema["oneOf"]),
    ...firstOf(schema["anyOf"]),
  ].map(inner);
  const own = ownValue(schema, inner);
  const objects = [...parts, own].filter(isRecord);
  return objects.length > parts.length ? Object.assign({}, ...objects) : (parts[0] ?? own);
}

function firstOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list.slice(0, 1) : [];
}

function ownValue(
  schema: Readonly<Record<string, unknown>>,
  inner: (part: unknown) => unknown,
): unknown {
  const [type]: readonly unknown[] = [schema["type"]].flat();
  switch (type) {
    case "string":
      return "x".repeat(typeof schema["minLength"] === "number" ? schema["minLength"] % 64 : 0);
    case "integer":
    case "number":
      return schema["minimum"] ?? schema["maximum"] ?? 0;
    case "boolean":
      return true;
    case "null":
      return null;
    case "array":
      return Array.isArray(schema["prefixItems"]) ? schema["prefixItems"].map(inner) : [];
    default:
      return smallestObject(schema, inner);
  }
}

function smallestObject(
  { required, properties }: Readonly<Record<string, unknown>>,
  inner: (part: unknown) => unknown,
): unknown {
  const keys: readonly unknown[] = Array.isArray(required) ? required : [];
  const entries = keys
    .filter((key) => typeof key === "string")
    .map((key) => {
      const isKnown = isRecord(properties) && Object.hasOwn(properties, key);
      return [key, inner(isKnown ? properties[key] : true)] as const;
    });
  return Object.fromEntries(entries);
}

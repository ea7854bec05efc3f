import { isPlainList, isPlainObject } from "../source/plain.ts";
import type { Plain, PlainObject } from "../source/tree.ts";

/** The types that a schema's `type` keyword allows; `[]`: any. */
export function typesOf(schema: PlainObject): readonly string[] {
  const { type } = schema;
  if (typeof type === "string") return [type];
  return isPlainList(type) ? type.filter((name) => typeof name === "string") : [];
}

/** Whether a value is of a JSON Schema type. */
export function isType(value: Plain, type: string): boolean {
  switch (type) {
    case "object":
      return isPlainObject(value);
    case "array":
      return isPlainList(value);
    case "integer":
      return typeof value === "bigint" || Number.isInteger(value);
    case "number":
      return typeof value === "number" || typeof value === "bigint";
    case "null":
      return value === null;
    default:
      return typeof value === type;
  }
}

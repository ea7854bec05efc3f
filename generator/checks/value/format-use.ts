import { formatKind } from "../formats.ts";
import type { Prepared } from "../prepare.ts";
import { isRecord } from "../record.ts";

/** Says of schemas whether they assert a format, themselves or through a `$ref`. */
export function createFormatUse({ nameOf, withFormat }: Prepared): (schema: unknown) => boolean {
  const formatted = new Set(
    [...nameOf].flatMap(([name, definition]) => (withFormat.has(name) ? [definition] : [])),
  );
  const known = new WeakMap<object, boolean>();
  const uses = (schema: unknown): boolean => {
    if (typeof schema !== "object" || schema === null) {
      return false;
    }
    const found = known.get(schema) ?? search(schema);
    known.set(schema, found);
    return found;
  };
  const search = (schema: object): boolean => {
    if (Array.isArray(schema)) {
      return schema.some(uses);
    }
    if (!isRecord(schema)) {
      return false;
    }
    const { $ref: reference, format } = schema;
    return (
      formatKind(format) !== null ||
      (typeof reference === "string" && formatted.has(reference)) ||
      Object.entries(schema).some(([keyword, inner]) => !DATA.has(keyword) && uses(inner))
    );
  };
  return uses;
}

/** Keywords whose value is data, whatever it looks like. */
const DATA = new Set(["const", "enum", "required", "type", "x-exact", "dependentRequired"]);

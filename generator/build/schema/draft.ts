import type { JsonSchema } from "../../model/api.ts";
import type { PlainObject, SourceNode } from "../../source/tree.ts";
import type { SchemaDialect } from "./dialect.ts";
import type { Say } from "./findings.ts";
import { asRecord } from "./record.ts";

/** What lowering one schema needs from the whole. */
export interface Lowering {
  readonly say: Say;
  readonly dialect: SchemaDialect;
  /** Lowers an inner schema in place. */
  lower(node: SourceNode): JsonSchema;
}

/** A schema being lowered: where it stands, what was written, what has come of it. */
export interface Draft {
  readonly node: SourceNode;
  readonly written: PlainObject;
  readonly out: Record<string, unknown>;
  readonly exact: Record<string, unknown>;
}

/** The order in which keywords of a normalised schema stand. */
const ORDER = [
  "$ref",
  "type",
  "const",
  "enum",
  "multipleOf",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "required",
  "properties",
  "patternProperties",
  "additionalProperties",
  "propertyNames",
  "minProperties",
  "maxProperties",
  "dependentRequired",
  "dependentSchemas",
  "prefixItems",
  "items",
  "contains",
  "minContains",
  "maxContains",
  "minItems",
  "maxItems",
  "uniqueItems",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedItems",
  "unevaluatedProperties",
  "x-exact",
] as const;

/** A draft for an object schema. */
export function draftOf(node: SourceNode, written: PlainObject): Draft {
  return { node, written, out: asRecord([]), exact: asRecord([]) };
}

/** The finished schema: keywords in canonical order, `true` where none is left. */
export function finished(draft: Draft): JsonSchema {
  if (Object.keys(draft.exact).length > 0) {
    draft.out["x-exact"] = draft.exact;
  }
  const entries = ORDER.filter((keyword) => keyword in draft.out).map(
    (keyword) => [keyword, draft.out[keyword]] as const,
  );
  return entries.length === 0 ? true : asRecord(entries);
}

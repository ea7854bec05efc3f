/**
 * The schema languages that are JSON Schema or nearly so. They are all lowered in one way, because no
 * keyword means two things in two of them; the dialect decides what is worth a finding.
 */
export type SchemaDialect =
  | "asyncapi"
  | "draft-04"
  | "draft-06"
  | "draft-07"
  | "2019-09"
  | "2020-12"
  | "openapi-3.0"
  | "openapi-3.1";

/** What a `schemaFormat` says: a dialect of JSON Schema, another language, or nothing that we know. */
export type SchemaLanguage =
  | { readonly kind: "json-schema"; readonly dialect: SchemaDialect }
  | { readonly kind: "avro" }
  | { readonly kind: "protobuf"; readonly version: 2 | 3 }
  | { readonly kind: "unknown" };

/** Reads a `schemaFormat` (AsyncAPI 3.0, section Multi Format Schema Object); null is AsyncAPI's own. */
export function languageOf(schemaFormat: string | null): SchemaLanguage {
  const text = (schemaFormat ?? "").trim().toLowerCase();
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim());
  const version = parameters.find((part) => part.startsWith("version="))?.slice(8) ?? "";
  const name = type.replace(/\+(json|yaml)$/u, "");
  switch (name) {
    case "":
    case "application/vnd.aai.asyncapi":
      return { kind: "json-schema", dialect: "asyncapi" };
    case "application/schema":
    case "application/json":
      return { kind: "json-schema", dialect: jsonSchemaDraft(version) };
    case "application/vnd.oai.openapi":
      return {
        kind: "json-schema",
        dialect: version.startsWith("3.1") ? "openapi-3.1" : "openapi-3.0",
      };
    case "application/vnd.apache.avro":
      return { kind: "avro" };
    case "application/vnd.google.protobuf":
      return { kind: "protobuf", version: version === "2" ? 2 : 3 };
    default:
      return { kind: "unknown" };
  }
}

/** The dialect that a `$schema` URI or a `version` parameter names; draft-07 where it names none. */
export function jsonSchemaDraft(name: string): SchemaDialect {
  if (name.includes("2020-12")) {
    return "2020-12";
  }
  if (name.includes("2019-09")) {
    return "2019-09";
  }
  if (/draft-0?4/u.test(name)) {
    return "draft-04";
  }
  return /draft-0?6/u.test(name) ? "draft-06" : "draft-07";
}

/** Whether keywords beside a `$ref` count in the dialect as it is written. */
export function ignoresRefSiblings(dialect: SchemaDialect): boolean {
  return ["asyncapi", "draft-04", "draft-06", "draft-07", "openapi-3.0"].includes(dialect);
}

/** Keywords that came after draft-07. */
const NEW_KEYWORDS = [
  "prefixItems",
  "unevaluatedItems",
  "unevaluatedProperties",
  "dependentRequired",
  "dependentSchemas",
  "minContains",
  "maxContains",
  "$dynamicRef",
  "$recursiveRef",
];

/** The first keyword of a schema that its dialect would ignore, though 2020-12 has it. */
export function newerKeyword(
  schema: Readonly<Record<string, unknown>>,
  dialect: SchemaDialect,
): string | null {
  if (!ignoresRefSiblings(dialect)) {
    return null;
  }
  return NEW_KEYWORDS.find((keyword) => Object.hasOwn(schema, keyword)) ?? null;
}

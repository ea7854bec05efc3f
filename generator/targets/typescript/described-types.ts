import type { ApiModel, JsonSchema, NamedType } from "../../model/api.ts";
import type { Field, Type } from "../../model/type.ts";
import { constraintWords, describedBy } from "./constraint-words.ts";

/** The types of an API with what their schemas ask for in their descriptions: formats, bounds, patterns. */
export function describedTypes({ types, schemas }: ApiModel): readonly NamedType[] {
  return types.map((named) => {
    const schema = Object.hasOwn(schemas, named.name) ? (schemas[named.name] ?? true) : true;
    return {
      name: named.name,
      type: described(named.type, schema),
      description: describedBy(named.description, ownWords(named.type, schema)),
    };
  });
}

/** A reference is described where it leads to, a choice at each of its options. */
function ownWords(type: Type, schema: JsonSchema): string {
  return type.kind === "ref" ? "" : constraintWords(schema);
}

/** The same type; the members of records in it are described. */
function described(type: Type, schema: JsonSchema): Type {
  switch (type.kind) {
    case "record":
      return { ...type, fields: type.fields.map((field) => describedField(field, schema)) };
    case "list":
      return { ...type, item: described(type.item, part(schema, "items")) };
    case "map":
      return { ...type, value: described(type.value, part(schema, "additionalProperties")) };
    case "intersection": {
      const schemas = partsOf(schema, "allOf", type.parts.length);
      return { ...type, parts: type.parts.map((one, at) => described(one, schemas[at] ?? true)) };
    }
    case "union": {
      const keyword = typeof schema === "object" && "oneOf" in schema ? "oneOf" : "anyOf";
      const schemas = partsOf(schema, keyword, type.options.length);
      return {
        ...type,
        options: type.options.map((one, at) => described(one, schemas[at] ?? true)),
      };
    }
    default:
      return type;
  }
}

function describedField(field: Field, schema: JsonSchema): Field {
  const own = part(part(schema, "properties"), field.name);
  return {
    ...field,
    type: described(field.type, own),
    description: describedBy(field.description, ownWords(field.type, own)),
  };
}

/** A schema in a schema; where there is none, the one that asks for nothing. */
function part(schema: JsonSchema, keyword: string): JsonSchema {
  return typeof schema === "object" && Object.hasOwn(schema, keyword)
    ? asSchema(schema[keyword])
    : true;
}

/** The schemas of a combination, where there are as many as parts of the type; a schema beside them is the first. */
function partsOf(schema: JsonSchema, keyword: string, count: number): readonly JsonSchema[] {
  const found = typeof schema === "object" ? schema[keyword] : undefined;
  const schemas = Array.isArray(found) ? found.map(asSchema) : [];
  return schemas.length === count
    ? schemas
    : schemas.length + 1 === count
      ? [schema, ...schemas]
      : [];
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : true;
}

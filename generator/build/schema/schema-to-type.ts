import type { JsonSchema, NamedType } from "../../model/api.ts";
import type { Field, Type } from "../../model/type.ts";
import { listOf, referenceName, schemaOf, schemasOf } from "./json-kinds.ts";
import type { Notes } from "./notes.ts";
import { reachableFrom } from "./reachable.ts";
import { allOf, oneOf } from "./type-algebra.ts";
import { tagged } from "./union-tag.ts";

/** What types need beside the schemas. */
export interface TypeOptions {
  readonly notes: Notes;
  /** Definitions whose messages carry byte strings as such. */
  readonly byteRoots: ReadonlySet<string>;
}

type Definitions = ReadonlyMap<string, JsonSchema>;

/**
 * The shapes of all definitions. A type is as wide as its schema where it cannot be as narrow: lengths, bounds,
 * patterns, `not` and `if` have no shape. Where a schema speaks of properties without `type: object`, its author's
 * object is the type.
 */
export function typesOf(schemas: Definitions, options: TypeOptions): readonly NamedType[] {
  const withBytes = reachableFrom(options.byteRoots, schemas);
  const untagged = [...schemas].map(([name, schema]): NamedType => {
    const maker = createMaker(options.notes, withBytes.has(name));
    return { name, type: maker(schema), description: options.notes.of(schema).description };
  });
  return tagged(untagged);
}

/** Makes the type of a schema. */
type Maker = (schema: JsonSchema) => Type;
type Keywords = Exclude<JsonSchema, boolean>;

const UNKNOWN: Type = { kind: "unknown" };

function createMaker(notes: Notes, hasBytes: boolean): Maker {
  const make: Maker = (schema) => {
    if (typeof schema === "boolean") {
      return schema ? UNKNOWN : { kind: "never" };
    }
    const reference = referenceName(schema);
    const target: readonly Type[] = reference === null ? [] : [{ kind: "ref", name: reference }];
    return allOf([...target, own(schema), ...composed(schema)]);
  };

  const composed = (schema: Keywords): readonly Type[] => [
    ...listOf(schema["allOf"]).map(make),
    ...["anyOf", "oneOf"].flatMap((keyword) => {
      const options = listOf(schema[keyword]);
      return options.length === 0 ? [] : [oneOf(options.map(make), notes.of(schema).discriminator)];
    }),
  ];

  const own = (schema: Keywords): Type => {
    const values = "const" in schema ? [schema["const"]] : schema["enum"];
    if (Array.isArray(values)) {
      return oneOf(values.map(typeOfValue), null);
    }
    const names = [schema["type"] ?? impliedType(schema)].flat();
    return oneOf(
      names.map((name) => ofKind(String(name), schema)),
      null,
    );
  };

  const ofKind = (name: string, schema: Keywords): Type => {
    switch (name) {
      case "null":
      case "boolean":
      case "integer":
      case "number":
        return { kind: name };
      case "string":
        return stringType(schema);
      case "array":
        return arrayType(schema, make);
      case "object":
        return objectType(schema, make, notes);
      default:
        return UNKNOWN;
    }
  };

  const stringType = (schema: Keywords): Type => {
    const format = typeof schema["format"] === "string" ? schema["format"] : null;
    return hasBytes && format === "binary" ? { kind: "bytes" } : { kind: "string", format };
  };

  return make;
}

/** What the author of a schema without `type` speaks of. */
function impliedType(schema: Keywords): string {
  if ("properties" in schema) {
    return "object";
  }
  return "prefixItems" in schema || typeof schema["items"] === "object" ? "array" : "unknown";
}

function arrayType(schema: Keywords, make: Maker): Type {
  const prefix = listOf(schema["prefixItems"]);
  const items = schemaOf(schema["items"]);
  if (prefix.length === 0) {
    return { kind: "list", item: make(items ?? true) };
  }
  const isClosed = items === false || schema["maxItems"] === prefix.length;
  return { kind: "tuple", items: prefix.map(make), rest: isClosed ? null : make(items ?? true) };
}

function objectType(schema: Keywords, make: Maker, notes: Notes): Type {
  const properties = schemasOf(schema["properties"]);
  const required = new Set(listOfNames(schema["required"]));
  const rest = restType(schema, make);
  if (properties.length === 0 && required.size === 0 && rest !== null) {
    return { kind: "map", value: rest };
  }
  const fields = properties.map(([name, property]): Field => {
    const note = notes.of(property);
    return {
      name,
      type: make(property),
      required: required.has(name),
      description: note.description,
      deprecated: note.deprecated,
    };
  });
  const undeclared = [...required].filter((name) => !properties.some(([known]) => known === name));
  return {
    kind: "record",
    fields: [...fields, ...undeclared.map((name) => undeclaredField(name, rest))],
    rest,
  };
}

/** A name in `required` that `properties` lacks. */
function undeclaredField(name: string, rest: Type | null): Field {
  return { name, type: rest ?? UNKNOWN, required: true, description: null, deprecated: false };
}

function restType(schema: Keywords, make: Maker): Type | null {
  const patterns = schemasOf(schema["patternProperties"]).map(([, pattern]) => make(pattern));
  const closed = schema["additionalProperties"] ?? schema["unevaluatedProperties"];
  const additional = schemaOf(closed) ?? true;
  if (additional === false) {
    return patterns.length === 0 ? null : oneOf(patterns, null);
  }
  return oneOf([...patterns, make(additional)], null);
}

function listOfNames(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}

/** The type that one value alone has. */
function typeOfValue(value: unknown): Type {
  if (value === null) {
    return { kind: "null" };
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return { kind: "literal", value };
  }
  if (Array.isArray(value)) {
    return { kind: "tuple", items: value.map(typeOfValue), rest: null };
  }
  const fields = Object.entries(value ?? {}).map(([name, member]): Field => ({
    name,
    type: typeOfValue(member),
    required: true,
    description: null,
    deprecated: false,
  }));
  return { kind: "record", fields, rest: null };
}

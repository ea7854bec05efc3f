import type { ParameterValue } from "../model/api.ts";
import type { Plain, SourceNode, SourceTree } from "../source/tree.ts";
import {
  isObject,
  itemsOf,
  layered,
  numberOf,
  placeKey,
  textOf,
  textsOf,
  type Fields,
} from "./fields.ts";

/** What the schema of a handshake parameter says of its text. */
export interface TextSchema {
  readonly value: ParameterValue;
  readonly isArray: boolean;
  /** What of the schema cannot be said of one line of text; null: all of it can. */
  readonly problem: string | null;
}

/** A parameter of which nothing is said: any text. */
export const ANY_TEXT: ParameterValue = {
  type: "string",
  format: null,
  allowed: [],
  pattern: null,
  minimum: null,
  maximum: null,
  exclusiveMinimum: null,
  exclusiveMaximum: null,
  minLength: null,
  maxLength: null,
  minItems: null,
  maxItems: null,
};

/** Lowers a JSON Schema to what one text can be checked against; what does not fit is told, never dropped unsaid. */
export function textSchema(tree: SourceTree, schema: Fields): TextSchema {
  const merged = withAllOf(tree, schema);
  const types = typesOf(merged);
  if (types.includes("object")) {
    return { value: ANY_TEXT, isArray: false, problem: "an object" };
  }
  if (types.includes("array")) {
    return listSchema(tree, merged);
  }
  return { value: scalarValue(tree, merged, types), isArray: false, problem: problemOf(merged) };
}

function listSchema(tree: SourceTree, schema: Fields): TextSchema {
  const items = schema.object("items");
  const item = items === null ? null : textSchema(tree, items);
  const bounds = { minItems: numberOf(schema, "minItems"), maxItems: numberOf(schema, "maxItems") };
  if (item === null || item.isArray) {
    const problem = item === null ? null : "a list of lists";
    return { value: { ...ANY_TEXT, ...bounds }, isArray: true, problem };
  }
  return { value: { ...item.value, ...bounds }, isArray: true, problem: item.problem };
}

/** Schemas under `allOf` say the same of one value, so they are read as one; the outer one wins. */
export function withAllOf(tree: SourceTree, schema: Fields): Fields {
  const layers = [schema.node];
  const seen = new Set([placeKey(schema.node)]);
  for (let index = 0; index < layers.length && index < 100; index++) {
    const layer = layers[index];
    const parts = layer === undefined ? [] : itemsOf(layered(tree, layer, [layer]).get("allOf"));
    for (const part of parts) {
      const target = tree.follow(part)?.node;
      if (target !== undefined && isObject(target.value) && !seen.has(placeKey(target))) {
        seen.add(placeKey(target));
        layers.push(target);
      }
    }
  }
  return layers.length === 1 ? schema : layered(tree, schema.node, layers);
}

function typesOf(schema: Fields): readonly string[] {
  const type = schema.get("type")?.value;
  const stated = typeof type === "string" ? [type] : textsOf(schema, "type");
  const types = stated.filter((name) => name !== "null");
  if (types.length > 0) {
    return types;
  }
  if (schema.get("properties") !== null) {
    return ["object"];
  }
  return schema.get("items") === null ? typesOfValues(schema) : ["array"];
}

/** A schema without `type` means what its `const`, `enum` or bounds can be. */
function typesOfValues(schema: Fields): readonly string[] {
  const values = constants(schema);
  if (values.length > 0) {
    return values.every((value) => typeof value === "boolean")
      ? ["boolean"]
      : values.every((value) => typeof value === "number")
        ? ["number"]
        : ["string"];
  }
  return numberOf(schema, "minimum") !== null || numberOf(schema, "maximum") !== null
    ? ["number"]
    : [];
}

/** Values that `const` or `enum` allow; `[]`: no such keyword. */
function constants(schema: Fields): readonly Plain[] {
  const only = schema.get("const");
  return only !== null ? [only.value] : itemsOf(schema.get("enum")).map(({ value }) => value);
}

function scalarValue(tree: SourceTree, schema: Fields, types: readonly string[]): ParameterValue {
  const format = textOf(schema, "format");
  const type = scalarType(types, format);
  return {
    ...ANY_TEXT,
    type,
    format: type === "string" && format !== null ? format : null,
    allowed: allowedTexts(tree, schema),
    pattern: type === "string" ? textOf(schema, "pattern") : null,
    ...bounds(schema),
    minLength: type === "string" ? numberOf(schema, "minLength") : null,
    maxLength: type === "string" ? numberOf(schema, "maxLength") : null,
  };
}

function scalarType(types: readonly string[], format: string | null): ParameterValue["type"] {
  const [type, ...others] = types;
  if (others.length > 0) {
    return types.every((name) => name === "integer" || name === "number") ? "number" : "string";
  }
  switch (type) {
    case "integer":
    case "number":
    case "boolean":
      return type;
    case "float":
    case "double":
      return "number";
    case undefined:
    default:
      return format === "date" || format === "date-time" ? format : "string";
  }
}

/** Draft 4 and OpenAPI 3.0 write `exclusiveMinimum: true` beside `minimum`. */
function bounds(
  schema: Fields,
): Pick<ParameterValue, "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum"> {
  const minimum = numberOf(schema, "minimum");
  const maximum = numberOf(schema, "maximum");
  const above = schema.get("exclusiveMinimum")?.value === true;
  const below = schema.get("exclusiveMaximum")?.value === true;
  return {
    minimum: above ? null : minimum,
    maximum: below ? null : maximum,
    exclusiveMinimum: above ? minimum : numberOf(schema, "exclusiveMinimum"),
    exclusiveMaximum: below ? maximum : numberOf(schema, "exclusiveMaximum"),
  };
}

/** Allowed values as text; those of `oneOf` and `anyOf` count where every branch has some. */
function allowedTexts(tree: SourceTree, schema: Fields): readonly string[] {
  const own = constants(schema);
  if (own.length > 0) {
    return own.flatMap((value) => (typeof value === "object" ? [] : [String(value)]));
  }
  const branches = branchesOf(schema).map((node) => layered(tree, node, [node]));
  const values = branches.map(constants);
  return values.length === 0 || values.some((list) => list.length === 0)
    ? []
    : values.flat().flatMap((value) => (typeof value === "object" ? [] : [String(value)]));
}

function branchesOf(schema: Fields): readonly SourceNode[] {
  return [...itemsOf(schema.get("oneOf")), ...itemsOf(schema.get("anyOf"))].filter((node) =>
    isObject(node.value),
  );
}

function problemOf(schema: Fields): string | null {
  for (const keyword of ["not", "if", "multipleOf"]) {
    if (schema.get(keyword) !== null) {
      return `a schema with ${keyword}`;
    }
  }
  return branchesOf(schema).some(({ value }) => isObject(value) && value["type"] === "object")
    ? "an object in one of its forms"
    : null;
}

import type { JsonSchema } from "../model/api.ts";
import { isRecord, refTarget } from "./prepare.ts";
import { ANY, KIND, KINDS, NEVER, SHAPE_DEPTH, join, kindOf, meet } from "./shape.ts";
import type { Primitive, Shape } from "./shape.ts";

/** More alternatives than this are not looked into. */
const MAX_ALTERNATIVES = 64;

interface Reading {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** By depth left, then by schema. */
  readonly known: readonly Map<unknown, Shape>[];
  /** Schemas being read at some depth: a schema that is part of itself says nothing new. */
  readonly open: readonly Set<unknown>[];
}

/** Reads shapes of the schemas of one API, each part of a schema once. */
export function createShapeReader(
  schemas: Readonly<Record<string, JsonSchema>>,
): (name: string | null) => Shape {
  const levels = Array.from({ length: SHAPE_DEPTH + 1 });
  const reading: Reading = {
    schemas,
    known: levels.map(() => new Map()),
    open: levels.map(() => new Set()),
  };
  return (name) => {
    const schema = name !== null && Object.hasOwn(schemas, name) ? schemas[name] : true;
    return shapeOf(schema, SHAPE_DEPTH, reading);
  };
}

function shapeOf(schema: unknown, depth: number, reading: Reading): Shape {
  if (!isRecord(schema)) {
    return schema === false ? NEVER : ANY;
  }
  const known = reading.known[depth];
  const open = reading.open[depth];
  const found = known?.get(schema);
  if (found !== undefined || known === undefined || open === undefined || open.has(schema)) {
    return found ?? ANY;
  }
  open.add(schema);
  const shape = readSchema(schema, depth, reading);
  open.delete(schema);
  known.set(schema, shape);
  return shape;
}

type Keywords = Readonly<Record<string, unknown>>;

function readSchema(schema: Keywords, depth: number, reading: Reading): Shape {
  const inner = (part: unknown): Shape => shapeOf(part, depth, reading);
  const parts = [
    readKinds(schema),
    readValues(schema),
    readExclusion(schema),
    depth > 0 ? readObject(schema, (part) => shapeOf(part, depth - 1, reading)) : ANY,
    depth > 0 ? readArray(schema, (part) => shapeOf(part, depth - 1, reading)) : ANY,
    readReference(schema, inner, reading),
    ...list(schema["allOf"]).map(inner),
    readAlternatives(schema["anyOf"], inner),
    readAlternatives(schema["oneOf"], inner),
    "if" in schema ? join(inner(schema["then"] ?? true), inner(schema["else"] ?? true)) : ANY,
  ];
  return parts.reduce(meet, ANY);
}

function readReference(schema: Keywords, inner: (part: unknown) => Shape, reading: Reading): Shape {
  const target = refTarget(schema["$ref"]);
  const isKnown = target !== null && Object.hasOwn(reading.schemas, target);
  return isKnown ? inner(reading.schemas[target]) : ANY;
}

function readAlternatives(value: unknown, inner: (part: unknown) => Shape): Shape {
  const parts = list(value);
  return parts.length === 0 || parts.length > MAX_ALTERNATIVES
    ? ANY
    : parts.map(inner).reduce(join, NEVER);
}

function readKinds({ type }: Keywords): Shape {
  if (type === undefined) {
    return ANY;
  }
  const names = new Set([type].flat().map((name) => (name === "integer" ? "number" : name)));
  const kinds = KINDS.filter((kind) => names.has(kind)).reduce(
    (bits, kind) => bits | KIND[kind],
    0,
  );
  return { ...ANY, kinds };
}

function readValues(schema: Keywords): Shape {
  const shapes = [
    ...("const" in schema ? [allowed([schema["const"]])] : []),
    ...(Array.isArray(schema["enum"]) ? [allowed(schema["enum"])] : []),
  ];
  return shapes.reduce(meet, ANY);
}

function allowed(values: readonly unknown[]): Shape {
  let kinds = 0;
  const primitives = new Set<Primitive>();
  for (const value of values) {
    const kind = kindOf(value);
    kinds |= kind === null ? 0 : KIND[kind];
    if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
      primitives.add(asPrimitive(value));
    }
  }
  return { ...ANY, kinds, values: primitives };
}

function asPrimitive(value: unknown): Primitive {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;
}

/** `not: {required: [key]}`: an object without that key. */
function readExclusion({ not }: Keywords): Shape {
  if (!isRecord(not) || Object.keys(not).length !== 1 || !Array.isArray(not["required"])) {
    return ANY;
  }
  const keys: readonly unknown[] = not["required"];
  const [key] = keys;
  return keys.length === 1 && typeof key === "string"
    ? { ...ANY, kinds: KIND.object, members: new Map([[key, NEVER]]) }
    : ANY;
}

function readObject(schema: Keywords, inner: (part: unknown) => Shape): Shape {
  const { properties, required, additionalProperties, patternProperties } = schema;
  if (properties === undefined && required === undefined && additionalProperties === undefined) {
    return ANY;
  }
  const isPatterned = isRecord(patternProperties) && Object.keys(patternProperties).length > 0;
  const isOpen = additionalProperties === undefined || isPatterned;
  const rest = isOpen ? ANY : inner(additionalProperties);
  return {
    ...ANY,
    required: new Set(list(required).map(String)),
    members: new Map(
      Object.entries(isRecord(properties) ? properties : {})
        .filter(([key]) => key !== "__proto__") // ajv does not look at it either
        .map(([key, part]) => [key, inner(part)] as const),
    ),
    rest: rest === ANY ? null : rest,
  };
}

function readArray(schema: Keywords, inner: (part: unknown) => Shape): Shape {
  const { items, minItems, prefixItems } = schema;
  if (items === undefined && minItems === undefined && prefixItems === undefined) {
    return ANY;
  }
  const more = items === undefined ? ANY : inner(items);
  return {
    ...ANY,
    items: list(prefixItems).map(inner),
    more: more === ANY ? null : more,
    minItems: typeof minItems === "number" ? minItems : 0,
  };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

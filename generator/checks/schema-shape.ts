import type { JsonSchema } from "../model/api.ts";
import { isRecord, refTarget } from "./prepare.ts";
import { ANY, KIND, KINDS, NEVER, SHAPE_DEPTH, join, kindOf, meet, normalised } from "./shape.ts";
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
  const shapeOfPart = createPartReader(schemas);
  return (name) =>
    shapeOfPart(name !== null && Object.hasOwn(schemas, name) ? schemas[name] : true);
}

/** Reads shapes of schemas, or of parts of them, whose references lead to `schemas`. */
export function createPartReader(
  schemas: Readonly<Record<string, JsonSchema>>,
): (schema: unknown) => Shape {
  const levels = Array.from({ length: SHAPE_DEPTH + 1 });
  const reading: Reading = {
    schemas,
    known: levels.map(() => new Map()),
    open: levels.map(() => new Set()),
  };
  return (schema) => shapeOf(schema, SHAPE_DEPTH, reading);
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
  const below = (part: unknown): Shape => shapeOf(part, depth - 1, reading);
  const parts = [
    readExclusion(schema),
    readReference(schema, inner, reading),
    ...list(schema["allOf"]).map(inner),
    readAlternatives(schema["anyOf"], inner),
    readAlternatives(schema["oneOf"], inner),
    "if" in schema ? join(inner(schema["then"] ?? true), inner(schema["else"] ?? true)) : ANY,
  ];
  return parts.reduce(meet, readOwn(schema, depth > 0 ? below : null));
}

/** What a schema says itself, of members and items only where there is a reader for what is below. */
function readOwn(schema: Keywords, below: ((part: unknown) => Shape) | null): Shape {
  const { kinds, values } = readValues(schema);
  const own = {
    kinds: kinds & readKinds(schema),
    values,
    ...(below === null ? null : readObject(schema, below)),
    ...(below === null ? null : readArray(schema, below)),
  };
  const isAny = own.kinds === ANY.kinds && values === null && Object.keys(own).length === 2;
  if (isAny) {
    return ANY;
  }
  return own.kinds === 0 ? NEVER : normalised({ ...ANY, ...own });
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

function readKinds({ type }: Keywords): number {
  if (type === undefined) {
    return ANY.kinds;
  }
  const names = new Set([type].flat().map((name) => (name === "integer" ? "number" : name)));
  return KINDS.filter((kind) => names.has(kind)).reduce((bits, kind) => bits | KIND[kind], 0);
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

type ObjectShape = Pick<Shape, "required" | "members" | "rest">;

function readObject(schema: Keywords, inner: (part: unknown) => Shape): ObjectShape | null {
  const { properties, required, additionalProperties, patternProperties } = schema;
  if (properties === undefined && required === undefined && additionalProperties === undefined) {
    return null;
  }
  const isPatterned = isRecord(patternProperties) && Object.keys(patternProperties).length > 0;
  const isOpen = additionalProperties === undefined || isPatterned;
  const rest = isOpen ? ANY : inner(additionalProperties);
  const members = new Map<string, Shape>();
  for (const [key, part] of Object.entries(isRecord(properties) ? properties : {})) {
    if (key !== "__proto__") {
      members.set(key, inner(part)); // ajv does not look at `__proto__` either
    }
  }
  const keys = new Set(list(required).map(String));
  return { required: keys, members, rest: rest === ANY ? null : rest };
}

type ArrayShape = Pick<Shape, "items" | "more" | "minItems">;

function readArray(schema: Keywords, inner: (part: unknown) => Shape): ArrayShape | null {
  const { items, minItems, prefixItems } = schema;
  if (items === undefined && minItems === undefined && prefixItems === undefined) {
    return null;
  }
  const more = items === undefined ? ANY : inner(items);
  return {
    items: list(prefixItems).map(inner),
    more: more === ANY ? null : more,
    minItems: typeof minItems === "number" ? minItems : 0,
  };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

import type { JsonSchema } from "../model/api.ts";
import { accepts, dependentNames, schemasFor } from "./accepts.ts";
import { flattened } from "./merge.ts";
import { createRandom, type Random } from "./random.ts";
import { PatternTests } from "./pattern-tests.ts";
import { sampleNumber, sampleText } from "./scalars.ts";
import {
  isSame,
  namedAt,
  numberAt,
  schemaAt,
  schemasAt,
  textsAt,
  type Definitions,
  type Keywords,
} from "./schema-parts.ts";

/** How a sample is chosen among all values of a schema. */
export interface SampleOptions {
  /** The same seed gives the same sample. */
  readonly seed: number;
  /** Default: tests for this sample alone. Whoever makes many keeps them. */
  readonly patterns?: PatternTests;
}

/** How many samples are tried before giving up. */
const ATTEMPTS = 24;

/**
 * A value that passes the schema of that name, with most of its optional members; undefined where none was found.
 * Formats are those that checks assert.
 */
export function sampleOf(
  schemaName: string,
  schemas: Definitions,
  options: SampleOptions,
): unknown {
  const schema = Object.hasOwn(schemas, schemaName) ? schemas[schemaName] : undefined;
  if (schema === undefined) {
    return undefined;
  }
  const { patterns = new PatternTests() } = options;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const random = createRandom(options.seed * ATTEMPTS + attempt);
    const maker = new Sampler(schemas, patterns, random, attempt);
    const value = maker.make(schema, 0);
    if (value !== undefined && accepts(schema, value, schemas, { patterns })) {
      return value;
    }
  }
  return undefined;
}

/** Objects and arrays deeper than this hold what they must and no more. */
const GENEROUS_DEPTH = 4;
/** Beyond this a sample is given up: the schema demands a value without end, or the choices did. */
const MAX_DEPTH = 24;
/** Ways through a schema's alternatives that are compared so deep. */
const CHOICES = 8;
/** Values in one sample: beyond it, objects and arrays hold what they must and no more. */
const GENEROUS_VALUES = 400;
/** Most items that are made to satisfy a `minItems`. */
const MAX_ITEMS = 2000;

class Sampler {
  readonly #schemas: Definitions;
  readonly #random: Random;
  readonly #attempt: number;
  readonly #patterns: PatternTests;
  #values = 0;

  constructor(schemas: Definitions, patterns: PatternTests, random: Random, attempt: number) {
    this.#schemas = schemas;
    this.#patterns = patterns;
    this.#random = random;
    this.#attempt = attempt;
  }

  #accepts(schema: JsonSchema, value: unknown): boolean {
    return accepts(schema, value, this.#schemas, { patterns: this.#patterns });
  }

  /** A value that may pass; undefined where there is none. */
  make(schema: JsonSchema, depth: number): unknown {
    this.#values += 1;
    if (depth > MAX_DEPTH || this.#values > GENEROUS_VALUES * 10) {
      return undefined;
    }
    const flat = this.#flattened(schema, depth);
    if (flat === null) {
      return undefined;
    }
    if ("const" in flat) {
      return flat["const"];
    }
    const values = flat["enum"];
    return Array.isArray(values) ? this.#pickValue(values, flat) : this.#ofType(flat, depth);
  }

  /** Deep in a recursive schema, of several choices the one that ends soonest. */
  #flattened(schema: JsonSchema, depth: number): Keywords | null {
    if (depth <= GENEROUS_DEPTH) {
      return flattened(schema, this.#schemas, this.#random);
    }
    const found = Array.from({ length: CHOICES }, () =>
      flattened(schema, this.#schemas, this.#random),
    ).filter((flat) => flat !== null);
    return found.toSorted((a, b) => weight(a) - weight(b))[0] ?? null;
  }

  #pickValue(values: readonly unknown[], flat: Keywords): unknown {
    const { enum: _values, ...rest } = flat;
    return this.#random.pick(values.filter((value) => this.#accepts(rest, value)));
  }

  #ofType(schema: Keywords, depth: number): unknown {
    switch (this.#type(schema)) {
      case "null":
        return null;
      case "boolean":
        return this.#random.coin();
      case "integer":
        return sampleNumber(schema, true, this.#random);
      case "number":
        return sampleNumber(schema, false, this.#random);
      case "array":
        return this.#array(schema, depth);
      case "object":
        return this.#object(schema, depth);
      case "string":
        return sampleText(schema, this.#random, this.#patterns);
      default:
        return undefined;
    }
  }

  #type(schema: Keywords): unknown {
    const types = schema["type"] === undefined ? impliedTypes(schema) : [schema["type"]].flat();
    const telling = types.filter((type) => type !== "null");
    return this.#random.pick(this.#attempt < 3 && telling.length > 0 ? telling : types);
  }

  #isGenerous(depth: number): boolean {
    const isSpare = this.#attempt % 2 === 1;
    return !isSpare && depth < GENEROUS_DEPTH && this.#values < GENEROUS_VALUES;
  }

  #array(schema: Keywords, depth: number): unknown {
    const prefix = schemasAt(schema, "prefixItems");
    const rest = schemaAt(schema, "items") ?? true;
    const least = numberAt(schema, "minItems") ?? 0;
    const most = Math.min(numberAt(schema, "maxItems") ?? Infinity, MAX_ITEMS);
    const wished = this.#isGenerous(depth) && rest !== false ? prefix.length + 1 : prefix.length;
    const contained = this.#contained(schema, depth);
    const count = Math.min(Math.max(least, wished, contained.length), most);
    const items: unknown[] = [...contained];
    for (let index = items.length; index < count; index += 1) {
      const item = this.#item(prefix[index] ?? rest, schema["uniqueItems"] === true, items, depth);
      if (item === undefined) {
        return items.length >= least ? items : undefined;
      }
      items.push(item);
    }
    return items;
  }

  #contained(schema: Keywords, depth: number): readonly unknown[] {
    const contains = schemaAt(schema, "contains");
    const count = contains === null ? 0 : (numberAt(schema, "minContains") ?? 1);
    const items = schemaAt(schema, "items") ?? true;
    return Array.from({ length: Math.min(count, MAX_ITEMS) }, () =>
      this.make({ allOf: [contains ?? true, items] }, depth + 1),
    ).filter((item) => item !== undefined);
  }

  #item(schema: JsonSchema, isUnique: boolean, items: readonly unknown[], depth: number): unknown {
    for (let attempt = 0; attempt < (isUnique ? 20 : 1); attempt += 1) {
      const item = this.make(schema, depth + 1);
      if (!isUnique || !items.some((other) => isSame(item, other))) {
        return item;
      }
    }
    return undefined;
  }

  #object(schema: Keywords, depth: number): unknown {
    const members = new Map<string, unknown>();
    for (const name of this.#mandatory(schema)) {
      const value = this.#member(schema, name, depth);
      if (value === undefined) {
        return undefined;
      }
      members.set(name, value);
    }
    if (this.#isGenerous(depth)) {
      this.#addOptional(schema, members, depth);
    }
    this.#addUntilEnough(schema, members, depth);
    return Object.fromEntries(members);
  }

  #mandatory(schema: Keywords): readonly string[] {
    const names = new Set(textsAt(schema, "required"));
    // A set grows while it is walked, so chains of dependencies are followed to their end.
    const dependent = dependentNames(schema);
    for (const name of names) {
      dependent
        .filter(([holder]) => holder === name)
        .forEach(([, others]) => others.forEach((other) => names.add(other)));
    }
    return [...names];
  }

  #member(schema: Keywords, name: string, depth: number): unknown {
    const parts = schemasFor(schema, name, this.#patterns);
    const [only] = parts;
    return this.make(parts.length === 1 && only !== undefined ? only : { allOf: parts }, depth + 1);
  }

  /** Adds members as long as the object stays valid, where some rule ties members together. */
  #addOptional(schema: Keywords, members: Map<string, unknown>, depth: number): void {
    const isTied = ["dependentSchemas", "not", "maxProperties", "dependentRequired"].some(
      (keyword) => keyword in schema,
    );
    const mustStayValid = isTied && this.#accepts(schema, Object.fromEntries(members));
    for (const [name] of namedAt(schema, "properties")) {
      const value = members.has(name) ? undefined : this.#member(schema, name, depth);
      const next = () => ({ ...Object.fromEntries(members), [name]: value });
      if (value !== undefined && (!mustStayValid || this.#accepts(schema, next()))) {
        members.set(name, value);
      }
    }
    const isMap = members.size === 0 && isTelling(schemaAt(schema, "additionalProperties"));
    if (isMap) {
      this.#addNamed(schema, members, depth);
    }
  }

  #addUntilEnough(schema: Keywords, members: Map<string, unknown>, depth: number): void {
    const least = Math.min(numberAt(schema, "minProperties") ?? 0, MAX_ITEMS);
    for (const [name] of namedAt(schema, "properties")) {
      const value =
        members.size < least && !members.has(name) ? this.#member(schema, name, depth) : undefined;
      if (value !== undefined) {
        members.set(name, value);
      }
    }
    for (let attempt = 0; members.size < least && attempt < least * 4; attempt += 1) {
      this.#addNamed(schema, members, depth);
    }
  }

  /** Adds a member of a name that the schema allows without naming it. */
  #addNamed(schema: Keywords, members: Map<string, unknown>, depth: number): void {
    const [pattern] = namedAt(schema, "patternProperties").map(([source]) => source);
    const names = schemaAt(schema, "propertyNames") ?? (pattern === undefined ? true : { pattern });
    const made = this.make({ allOf: [{ type: "string" }, names] }, depth + 1);
    const name =
      typeof made === "string" && !members.has(made) ? made : `member${members.size + 1}`;
    const value = this.#member(schema, name, depth);
    if (value !== undefined && name !== "__proto__") {
      members.set(name, value);
    }
  }
}

function isTelling(schema: JsonSchema | null): boolean {
  return schema !== null && typeof schema !== "boolean";
}

const OF_OBJECTS = "properties required patternProperties additionalProperties minProperties".split(
  " ",
);
const OF_ARRAYS = "items prefixItems contains minItems uniqueItems".split(" ");
const OF_NUMBERS = "minimum maximum multipleOf exclusiveMinimum".split(" ");

function impliedTypes(schema: Keywords): readonly string[] {
  const has = (keywords: readonly string[]) => keywords.some((keyword) => keyword in schema);
  if (has(OF_OBJECTS)) {
    return ["object"];
  }
  if (has(OF_ARRAYS)) {
    return ["array"];
  }
  return has(OF_NUMBERS) ? ["number"] : ["string"];
}

/** How much a schema demands: scalars end, arrays can be empty, objects go on. */
function weight(schema: Keywords): number {
  const types = [schema["type"] ?? impliedTypes(schema)].flat();
  if ("const" in schema || "enum" in schema || types.some((t) => t !== "object" && t !== "array")) {
    return 0;
  }
  return types.includes("array") && (numberAt(schema, "minItems") ?? 0) === 0
    ? 0
    : 1 + textsAt(schema, "required").length;
}

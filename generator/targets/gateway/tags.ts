import type { JsonSchema } from "../../model/api.ts";

/** `$ref` and `allOf` in each other beyond this are not looked into. */
const MAX_DEPTH = 4;

type Keywords = Readonly<Record<string, unknown>>;
type Definitions = Readonly<Record<string, JsonSchema>>;

/** What each object of a schema has: by key, the only values that may stand there, as JSON. */
type Tags = ReadonlyMap<string, ReadonlySet<string>>;

/** A message and what its objects must have. */
interface Tagged {
  readonly id: string;
  readonly tags: Tags;
}

/**
 * Pairs of messages, the earlier first, that no member which both must have tells apart by its value. A
 * quick look before a thorough one: most documents give each message a `type` of its own. The first
 * `maxPairs` only, so that messages that are all alike do not make a list of thousands.
 */
export function pairsWithoutTag(
  messageIds: readonly string[],
  schemaOf: (messageId: string) => JsonSchema,
  definitions: Definitions,
  maxPairs: number,
): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  const tagged = messageIds.map((id) => ({ id, tags: tagsOf(schemaOf(id), definitions, 0) }));
  const others = createOthers(tagged);
  for (const [position, left] of tagged.entries()) {
    for (const right of others(left, position)) {
      if (pairs.length >= maxPairs) {
        return pairs;
      }
      if (!areApart(left.tags, right.tags)) {
        pairs.push([left.id, right.id]);
      }
    }
  }
  return pairs;
}

/** Of a message, those after it that one member, the most telling one, does not tell from it. */
type Others = (message: Tagged, position: number) => readonly Tagged[];

/** Thousands of messages are not compared each with each: those with another value are not looked at. */
function createOthers(all: readonly Tagged[]): Others {
  const key = mostTelling(all);
  if (key === null) {
    return (_, position) => all.slice(position + 1);
  }
  const byValue = new Map<string, number[]>();
  const without: number[] = [];
  for (const [position, { tags }] of all.entries()) {
    const values = tags.get(key);
    if (values === undefined) {
      without.push(position);
    }
    for (const value of values ?? []) {
      const holders = byValue.get(value) ?? [];
      holders.push(position);
      byValue.set(value, holders);
    }
  }
  return ({ tags }, position) => {
    const values = tags.get(key);
    if (values === undefined) {
      return all.slice(position + 1);
    }
    const near = new Set([...values].flatMap((value) => byValue.get(value) ?? []));
    const later = [...near, ...without].filter((other) => other > position);
    return later.toSorted((a, b) => a - b).flatMap((other) => all[other] ?? []);
  };
}

/** The member by which the fewest pairs are left; null: no message has any. */
function mostTelling(all: readonly Tagged[]): string | null {
  const holders = new Map<string, number>();
  const values = new Map<string, Map<string, number>>();
  for (const { tags } of all) {
    for (const [key, allowed] of tags) {
      const sizes = values.get(key) ?? new Map<string, number>();
      values.set(key, sizes);
      holders.set(key, (holders.get(key) ?? 0) + 1);
      for (const value of allowed) {
        sizes.set(value, (sizes.get(value) ?? 0) + 1);
      }
    }
  }
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [key, sizes] of values) {
    const without = (all.length - (holders.get(key) ?? 0)) * all.length;
    const left = [...sizes.values()].reduce((sum, size) => sum + size * size, without);
    [best, least] = left < least ? [key, left] : [best, least];
  }
  return best;
}

function areApart(left: Tags, right: Tags): boolean {
  for (const [key, values] of left) {
    const others = right.get(key);
    if (others !== undefined && !haveOneInCommon(values, others)) {
      return true;
    }
  }
  return false;
}

function haveOneInCommon(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  for (const value of left) {
    if (right.has(value)) {
      return true;
    }
  }
  return false;
}

function tagsOf(schema: unknown, definitions: Definitions, depth: number): Tags {
  const tags = new Map<string, ReadonlySet<string>>();
  if (!isKeywords(schema) || depth > MAX_DEPTH) {
    return tags;
  }
  const { required, properties } = schema;
  for (const key of listOf(required)) {
    const property = typeof key === "string" && isKeywords(properties) ? properties[key] : null;
    const values = valuesOf(property, definitions, depth);
    if (values !== null) {
      tags.set(String(key), values);
    }
  }
  for (const part of [...referred(schema, definitions), ...listOf(schema["allOf"])]) {
    for (const [key, values] of tagsOf(part, definitions, depth + 1)) {
      tags.set(key, tags.get(key) ?? values);
    }
  }
  return tags;
}

/** The only values that a schema lets pass, as JSON; null: it does not list them. */
function valuesOf(
  schema: unknown,
  definitions: Definitions,
  depth: number,
): ReadonlySet<string> | null {
  if (!isKeywords(schema) || depth > MAX_DEPTH) {
    return null;
  }
  if ("const" in schema) {
    return new Set([JSON.stringify(schema["const"])]);
  }
  if (Array.isArray(schema["enum"])) {
    return new Set(schema["enum"].map((value) => JSON.stringify(value)));
  }
  const [target] = referred(schema, definitions);
  return target === undefined ? null : valuesOf(target, definitions, depth + 1);
}

function referred(schema: Keywords, definitions: Definitions): readonly unknown[] {
  const ref = schema["$ref"];
  const name = typeof ref === "string" ? ref.slice("#/$defs/".length) : "";
  return Object.hasOwn(definitions, name) ? [definitions[name]] : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isKeywords(value: unknown): value is Keywords {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

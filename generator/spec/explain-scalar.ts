import { isPlainList, isPlainObject } from "../source/plain.ts";
import type { Plain, PlainObject } from "../source/tree.ts";
import type { Mismatch } from "./mismatch.ts";
import type { Subject } from "./subject.ts";

/** Adds the differences that need no look inside a value: allowed values, patterns, bounds, repetition. */
export function addScalarMismatches(
  schema: PlainObject,
  subject: Subject,
  found: Mismatch[],
  matches: Matcher,
): void {
  const { value, definition } = subject;
  const allowed = allowedValues(schema);
  if (allowed !== null && !allowed.some((one) => isEqual(one, value))) {
    found.push({ kind: "value", pointer: subject.pointer, definition, allowed });
  }
  const { pattern } = schema;
  if (typeof pattern === "string" && typeof value === "string" && !matches(pattern, value)) {
    found.push({ kind: "pattern", pointer: subject.pointer, definition, pattern });
  }
  const expected = brokenBound(schema, value);
  if (expected !== null) {
    found.push({ kind: "bound", pointer: subject.pointer, definition, expected });
  }
  if (schema["uniqueItems"] === true && isPlainList(value) && hasRepeated(value)) {
    found.push({ kind: "repeated", pointer: subject.pointer, definition });
  }
}

/** Whether a text fits a pattern of AsyncAPI's schemas. */
export type Matcher = (pattern: string, text: string) => boolean;

/** Each pattern is compiled once; there are a few dozen. */
export function createMatcher(): Matcher {
  const compiled = new Map<string, RegExp>();
  return (pattern, text) => {
    const known = compiled.get(pattern) ?? new RegExp(pattern, "u");
    compiled.set(pattern, known);
    return known.test(text);
  };
}

function allowedValues(schema: PlainObject): readonly Plain[] | null {
  if (isPlainList(schema["enum"])) return schema["enum"];
  return Object.hasOwn(schema, "const") ? [schema["const"] ?? null] : null;
}

function isEqual(one: Plain, other: Plain): boolean {
  const isScalar = typeof one !== "object" || typeof other !== "object";
  return one === other || (!isScalar && textOf(one) === textOf(other));
}

function hasRepeated(items: readonly Plain[]): boolean {
  return new Set(items.map(textOf)).size < items.length;
}

/** A text that is equal for equal values, whatever the order of their keys. */
function textOf(value: Plain): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "bigint") return `${inner}n`;
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

interface Bound {
  readonly keyword: string;
  readonly isBroken: (size: number, bound: number) => boolean;
  readonly says: string;
}

const LEAST = (size: number, bound: number): boolean => size < bound;
const MOST = (size: number, bound: number): boolean => size > bound;

const BOUNDS: readonly Bound[] = [
  { keyword: "minimum", isBroken: LEAST, says: "at least {}" },
  { keyword: "maximum", isBroken: MOST, says: "at most {}" },
  { keyword: "exclusiveMinimum", isBroken: (size, bound) => size <= bound, says: "more than {}" },
  { keyword: "exclusiveMaximum", isBroken: (size, bound) => size >= bound, says: "less than {}" },
  { keyword: "minLength", isBroken: LEAST, says: "{} or more characters" },
  { keyword: "maxLength", isBroken: MOST, says: "{} or fewer characters" },
  { keyword: "minItems", isBroken: LEAST, says: "{} or more items" },
  { keyword: "maxItems", isBroken: MOST, says: "{} or fewer items" },
  { keyword: "minProperties", isBroken: LEAST, says: "{} or more members" },
  { keyword: "maxProperties", isBroken: MOST, says: "{} or fewer members" },
];

function brokenBound(schema: PlainObject, value: Plain): string | null {
  for (const { keyword, isBroken, says } of BOUNDS) {
    const bound = schema[keyword];
    if (typeof bound !== "number") continue;
    const size = sizeFor(keyword, value);
    if (size === null || !isBroken(size, bound)) continue;
    return says.replace("{}", String(bound));
  }
  return null;
}

function sizeFor(keyword: string, value: Plain): number | null {
  if (keyword.endsWith("imum")) {
    return typeof value === "number" || typeof value === "bigint" ? Number(value) : null;
  }
  if (keyword.endsWith("Length")) return typeof value === "string" ? [...value].length : null;
  if (keyword.endsWith("Items")) return isPlainList(value) ? value.length : null;
  return isPlainObject(value) ? Object.keys(value).length : null;
}

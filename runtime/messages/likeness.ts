/**
 * How like a message a refused value is: read from the message's schema by walking schema and value
 * side by side. Validators stop at the first fault, which tells little about which of many messages
 * was meant. What is hard to read (patterns, ranges, formats) is left out: validators say what is
 * wrong, this only says whose validator to ask.
 */
import { FUEL } from "../contract/fuel.ts";
import { escapeToken } from "../contract/pointer.ts";
import type { AjvError } from "../contract/v1.ts";
import { equal } from "../contract/values.ts";
import { COSTS, addAll, addFault, addTag, createEvidence, fitsOf, isLikelier } from "./evidence.ts";
import type { Evidence, Tag } from "./evidence.ts";
import { isRecord } from "./pointer.ts";
import { isOfType } from "./type-of.ts";

/** What speaks for and against one message. */
export interface Likeness {
  /** What is wrong in all, by `COSTS`: 0 where nothing was seen. */
  readonly distance: number;
  /** One for each member or item that the schema lists, one more for each that is as it says. */
  readonly fits: number;
  /** By pointer: places near the top for which the schema lists values. */
  readonly tags: ReadonlyMap<string, Tag>;
  /** By pointer: what is wrong with the alternative that was meant there, where one is likelier. */
  readonly meant: ReadonlyMap<string, readonly AjvError[]>;
}

/** Measures a value against one of the schemas of an API, by name; null: any value fits. */
export type Measure = (schema: string | null, value: unknown, steps: Steps) => Likeness;

/** How much may still be looked at for one frame. */
export interface Steps {
  /** Schemas and members. Below 0 what is not yet seen is left out. */
  left: number;
  /** Keys of the frame's objects: one may have a million, and be looked at for each message. */
  readonly keys: WeakMap<object, readonly string[]>;
  /** Pointers by that of their holder and their last token: made once, for they are looked up often. */
  readonly pointers: Map<string, Map<string | number, string>>;
}

/** A beginning, with room for `left` schemas and members. */
export function createSteps(left: number): Steps {
  return { left, keys: new WeakMap(), pointers: new Map() };
}

/** Levels of a value that are looked at. */
const MAX_LEVELS = 8;
/** Levels down to which listed values are tags. */
const MAX_TAG_LEVELS = 3;
/** Schemas within schemas about one place: a schema that is part of itself ends here. */
const MAX_NESTING = 24;
/** Items of one array, beyond those that have a schema of their own, that are looked at. */
const MAX_ITEMS = 8;
/** Members of one object that are looked at. */
const MAX_MEMBERS = 256;
/** What is found of one alternative costs as much to hold as so many schemas. */
const ASIDE_STEPS = 4;
/** Characters of a key that stand in a pointer. */
const MAX_KEY = 256;

type Schema = Readonly<Record<string, unknown>>;

/** One place of the value, and what was found there and below. */
interface Place {
  readonly schemas: Schema;
  readonly steps: Steps;
  readonly value: unknown;
  readonly pointer: string;
  readonly level: number;
  readonly isTag: boolean;
  readonly found: Evidence;
}

/** The measure for the `schemas` of a compiled API (JSON Schema 2020-12). */
export function createMeasure(schemas: Schema): Measure {
  return (name, value, steps) => {
    const schema = name !== null && Object.hasOwn(schemas, name) ? schemas[name] : true;
    const found = createEvidence();
    measure(schema, { schemas, steps, value, pointer: "", level: 0, isTag: true, found });
    const { distance, tags, meant } = found;
    return { distance, fits: fitsOf(found), tags, meant };
  };
}

function measure(schema: unknown, place: Place): void {
  const { found, value } = place;
  look(schema, place, 0);
  const { listed } = found;
  if (listed === null || !isRecord(value)) return;
  for (const key of keysOf(value, place.steps)) {
    if (!listed.has(key)) found.distance += COSTS.stray;
  }
}

function look(schema: unknown, place: Place, nesting: number): void {
  place.steps.left -= 1;
  if (place.steps.left < 0 || nesting > MAX_NESTING) return;
  if (schema === false) wrong(place, "false schema");
  if (!isRecord(schema)) return;
  const { type } = schema;
  if (!isOfType(place.value, type)) {
    wrong(place, "type", { type });
    lookAtValues(schema, place);
    return;
  }
  lookAtValues(schema, place);
  lookAtParts(schema, place, nesting + 1);
  if (isRecord(place.value)) lookAtObject(schema, place.value, place);
  if (Array.isArray(place.value)) lookAtArray(schema, place.value, place);
}

function wrong({ found, pointer }: Place, keyword: string, params: AjvError["params"] = {}): void {
  addFault(found, pointer, { instancePath: pointer, keyword, params });
}

function lookAtValues(schema: Schema, place: Place): void {
  const values = valuesOf(schema);
  if (values === null) return;
  const isOne = values.some((value) => isEqual(value, place.value));
  if (!isOne) wrong(place, "enum", { allowedValues: values });
  if (place.isTag) addTag(place.found, place.pointer, { values, holds: isOne ? "one" : "other" });
}

function valuesOf(schema: Schema): readonly unknown[] | null {
  if ("const" in schema) return [schema["const"]];
  return Array.isArray(schema["enum"]) ? schema["enum"] : null;
}

/** What else is said about the same place. */
function lookAtParts(schema: Schema, place: Place, nesting: number): void {
  const target = targetOf(schema["$ref"]);
  if (target !== null && Object.hasOwn(place.schemas, target)) {
    look(place.schemas[target], place, nesting);
  }
  for (const part of listOf(schema["allOf"])) look(part, place, nesting);
  for (const keyword of ["oneOf", "anyOf"]) {
    lookAtBest(listOf(schema[keyword]), place, nesting);
  }
  if ("if" in schema) {
    const isThen = aside(schema["if"], place, nesting).faults.size === 0;
    look(isThen ? schema["then"] : schema["else"], place, nesting);
  }
  const { not } = schema;
  if (not === true || (isRecord(not) && Object.keys(not).length === 0)) {
    wrong(place, "not");
  }
}

/** Of alternatives the one that is most like the value speaks for all. */
function lookAtBest(parts: readonly unknown[], place: Place, nesting: number): void {
  const [first, ...others] = parts.map((part) => aside(part, place, nesting));
  if (first === undefined) return;
  let best = first;
  for (const other of others) if (isLikelier(other, best)) best = other;
  const isMeant = [first, ...others].every((one) => one === best || isLikelier(best, one));
  place.steps.left -= best.faults.size + best.declared.size;
  addAll(place.found, best);
  if (isMeant) place.found.meant.set(place.pointer, [...best.faults.values()]);
}

/** A part's findings on their own. */
function aside(part: unknown, place: Place, nesting: number): Evidence {
  const found = createEvidence();
  place.steps.left -= ASIDE_STEPS;
  look(part, { ...place, found }, nesting);
  return found;
}

function lookAtObject(schema: Schema, value: Schema, place: Place): void {
  const { found } = place;
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  lookAtRequired(listOf(schema["required"]), properties, value, place);
  const hasPatterns = isRecord(schema["patternProperties"]);
  const rest = schema["additionalProperties"];
  const listed = found.listed ?? new Set();
  const keys = keysOf(value, place.steps);
  place.steps.left -= keys.length;
  for (const key of keys) {
    const isOwn = Object.hasOwn(properties, key);
    if (isOwn || hasPatterns || (rest !== undefined && typeof rest !== "boolean")) listed.add(key);
    const part = isOwn ? properties[key] : hasPatterns ? true : rest;
    lookBelow(part, value[key], { token: key, isDeclared: isOwn, isTag: place.isTag }, place);
  }
  if (Object.keys(properties).length > 0 || listed.size > 0) found.listed = listed;
}

function lookAtRequired(
  names: readonly unknown[],
  properties: Schema,
  value: Schema,
  { found, pointer, schemas, steps, level, isTag }: Place,
): void {
  for (const name of names.map(String)) {
    if (Object.hasOwn(value, name)) continue;
    const at = below({ pointer, steps }, name);
    const params = { missingProperty: name };
    addFault(found, at, { instancePath: pointer, keyword: "required", params });
    const values = namedValues(Object.hasOwn(properties, name) ? properties[name] : true, schemas);
    if (values !== null && isTag && level < MAX_TAG_LEVELS) {
      addTag(found, at, { values, holds: "nothing" });
    }
  }
}

/** The values that a member could have had, if its schema, or the one that it refers to, lists them. */
function namedValues(schema: unknown, schemas: Schema): readonly unknown[] | null {
  if (!isRecord(schema)) return null;
  const target = targetOf(schema["$ref"]);
  const named = target !== null && Object.hasOwn(schemas, target) ? schemas[target] : null;
  return valuesOf(schema) ?? (isRecord(named) ? valuesOf(named) : null);
}

function lookAtArray(schema: Schema, value: readonly unknown[], place: Place): void {
  const { minItems, maxItems } = schema;
  const isShort = typeof minItems === "number" && value.length < minItems;
  const isLong = typeof maxItems === "number" && value.length > maxItems;
  if (isShort) wrong(place, "minItems", { limit: minItems });
  if (isLong) wrong(place, "maxItems", { limit: maxItems });
  const first = listOf(schema["prefixItems"]);
  const end = Math.min(value.length, first.length + MAX_ITEMS);
  for (let index = 0; index < end; index += 1) {
    const isFirst = index < first.length;
    const part = isFirst ? first[index] : schema["items"];
    const isTag = place.isTag && isFirst;
    lookBelow(part, value[index], { token: index, isDeclared: isFirst, isTag }, place);
  }
}

/** A member or item on the way to it. */
interface Step {
  readonly token: string | number;
  /** Its schema stands for this very member or item. */
  readonly isDeclared: boolean;
  readonly isTag: boolean;
}

function lookBelow(schema: unknown, value: unknown, step: Step, place: Place): void {
  if (!step.isDeclared && (schema === undefined || schema === true)) return;
  const { found } = place;
  const pointer = below(place, step.token);
  if (step.isDeclared) found.declared.add(pointer);
  if (place.level >= MAX_LEVELS) return;
  const { distance, listed } = found;
  const hadFault = found.faults.has(pointer);
  const level = place.level + 1;
  const isTag = step.isTag && level <= MAX_TAG_LEVELS;
  found.listed = null;
  measure(schema, { ...place, value, pointer, level, isTag });
  found.listed = listed;
  const isOther = !hadFault && found.faults.has(pointer);
  const most = isOther ? COSTS.wrong : COSTS.member;
  found.distance = Math.min(found.distance, distance + most);
}

function below(
  { pointer, steps }: Pick<Place, "pointer" | "steps">,
  token: string | number,
): string {
  const known = steps.pointers.get(pointer) ?? new Map<string | number, string>();
  steps.pointers.set(pointer, known);
  const made = known.get(token) ?? `${pointer}/${escapeToken(String(token).slice(0, MAX_KEY))}`;
  known.set(token, made);
  return made;
}

function keysOf(value: Schema, { keys }: Steps): readonly string[] {
  const known = keys.get(value);
  if (known !== undefined) return known;
  const own = Object.keys(value).slice(0, MAX_MEMBERS);
  keys.set(value, own);
  return own;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const REFERENCE = "#/$defs/";

function targetOf(reference: unknown): string | null {
  return typeof reference === "string" && reference.startsWith(REFERENCE)
    ? reference.slice(REFERENCE.length)
    : null;
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  const isDeep = typeof left === "object" && left !== null && typeof right === "object";
  return isDeep && FUEL.left >= 0 && equal(left, right);
}

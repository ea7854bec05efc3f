import type { PatternMachine } from "../../runtime/contract/v1.ts";
import type { JsonSchema } from "../model/api.ts";
import type { CHECK_FINDINGS } from "./findings.ts";
import { containsApart } from "./contains-apart.ts";
import { withFuel } from "./fuel.ts";
import { formatKind } from "./formats.ts";
import { patternFlags, patternPlan } from "./pattern/plan.ts";
import type { PatternPlan } from "./pattern/plan.ts";
import { isRecord } from "./record.ts";

/**
 * A schema as ajv gets it: definitions renamed, formats and keywords known, patterns compilable.
 */
export type AjvSchema = boolean | { [keyword: string]: unknown };

/** Something in a schema that has no meaning for a validator. */
export interface SchemaFailure {
  /** Name in `schemas`. */
  readonly schema: string;
  /** JSON pointer into that schema; `""`: the whole. */
  readonly pointer: string;
  /** Lower case, one sentence: what is wrong. */
  readonly reason: string;
  readonly rule: keyof typeof CHECK_FINDINGS;
}

/** Definitions ready for one ajv instance. */
export interface Prepared {
  /**
   * `d0`, `d1`…, each a schema of its own with `$ref: d1`: names from a document need not be safe
   * in a URI.
   */
  readonly definitions: Readonly<Record<string, AjvSchema>>;
  /** From a name in `schemas` to its name in `definitions`. */
  readonly nameOf: ReadonlyMap<string, string>;
  /** Schemas that assert a format, themselves or through a `$ref`. */
  readonly withFormat: ReadonlySet<string>;
  readonly usesUnevaluated: boolean;
  /** By pattern: what those are run by that the engine's own matcher may take long for. */
  readonly machines: ReadonlyMap<string, PatternMachine>;
  readonly failures: readonly SchemaFailure[];
}

/** Keywords whose value is one schema, a list of schemas, a map of schemas. */
const ONE = new Set([
  "additionalProperties",
  "propertyNames",
  "items",
  "contains",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedItems",
  "unevaluatedProperties",
]);
const LIST = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const MAP = new Set(["properties", "patternProperties", "dependentSchemas"]);
/** Keywords that check by themselves. */
const PLAIN = new Set(
  (
    "type const enum multipleOf minimum exclusiveMinimum maximum exclusiveMaximum " +
    "minLength maxLength required minProperties maxProperties dependentRequired " +
    "minContains maxContains minItems maxItems uniqueItems x-exact"
  ).split(" "),
);

/** A keyword that was reported: nothing may pass where nobody knows what should. */
const MEANINGLESS = Symbol("meaningless");

interface Context {
  readonly schema: string;
  readonly nameOf: ReadonlyMap<string, string>;
  readonly failures: SchemaFailure[];
  readonly plans: Map<string, PatternPlan>;
  readonly refs: Set<string>;
  hasFormat: boolean;
  usesUnevaluated: boolean;
}

const REF_PREFIX = "#/$defs/";

/** The `$ref` to a definition. */
export function refTo(name: string): string {
  return `${REF_PREFIX}${name}`;
}

/** The definition a normalised `$ref` names; null: it names none. */
export function refTarget(ref: unknown): string | null {
  return typeof ref === "string" && ref.startsWith(REF_PREFIX)
    ? ref.slice(REF_PREFIX.length)
    : null;
}

/**
 * Makes definitions for ajv of normalised schemas; what has no meaning is reported and fits
 * nothing.
 */
export function prepareSchemas(schemas: Readonly<Record<string, JsonSchema>>): Prepared {
  const names = Object.keys(schemas);
  const nameOf = new Map(names.map((name, index) => [name, `d${index}`]));
  const failures: SchemaFailure[] = [];
  const plans = new Map<string, PatternPlan>();
  const definitions: Record<string, AjvSchema> = {};
  const refsOf = new Map<string, ReadonlySet<string>>();
  const formatted = new Set<string>();
  let usesUnevaluated = false;
  for (const [name, schema] of Object.entries(schemas)) {
    const context: Context = {
      schema: name,
      nameOf,
      failures,
      plans,
      refs: new Set(),
      hasFormat: false,
      usesUnevaluated: false,
    };
    definitions[nameOf.get(name) ?? ""] = withFuel(prepare(schema, "", context));
    refsOf.set(name, context.refs);
    usesUnevaluated ||= context.usesUnevaluated;
    if (context.hasFormat) {
      formatted.add(name);
    }
  }
  const withFormat = spread(formatted, refsOf);
  const machines = machinesOf(plans);
  return { definitions, nameOf, withFormat, usesUnevaluated, machines, failures };
}

function machinesOf(plans: ReadonlyMap<string, PatternPlan>): ReadonlyMap<string, PatternMachine> {
  return new Map(
    [...plans].flatMap(([pattern, plan]) =>
      plan.kind === "linear" ? [[pattern, plan.machine] as const] : [],
    ),
  );
}

function prepare(schema: unknown, pointer: string, context: Context): AjvSchema {
  if (typeof schema === "boolean") {
    return schema;
  }
  const out: { [keyword: string]: unknown } = {};
  if (!isRecord(schema)) {
    fail(context, pointer, "a schema is an object, true or false");
    return false;
  }
  for (const [keyword, value] of Object.entries(schema)) {
    const kept = keep(keyword, value, `${pointer}/${keyword}`, context);
    if (kept === MEANINGLESS) {
      return false;
    }
    if (kept !== undefined) {
      out[keyword] = kept;
    }
  }
  return containsApart(out);
}

/** The value of a keyword for ajv; undefined: left out. */
function keep(keyword: string, value: unknown, at: string, context: Context): unknown {
  if (PLAIN.has(keyword)) {
    if (keyword === "enum" && (!Array.isArray(value) || value.length === 0)) {
      return fail(context, at, "enum lists no value, so nothing fits");
    }
    return value;
  }
  if (ONE.has(keyword)) {
    context.usesUnevaluated ||= keyword.startsWith("unevaluated");
    return prepare(value, at, context);
  }
  if (LIST.has(keyword) && Array.isArray(value)) {
    return value.map((item: unknown, index) => prepare(item, `${at}/${index}`, context));
  }
  if (MAP.has(keyword) && isRecord(value)) {
    return prepareMap(keyword, value, at, context);
  }
  if (keyword === "$ref") {
    return keepRef(value, at, context);
  }
  if (keyword === "format") {
    const known = formatKind(value) !== null;
    context.hasFormat ||= known;
    return known ? value : undefined;
  }
  if (keyword === "pattern") {
    return keepPattern(value, at, context);
  }
  return undefined;
}

function prepareMap(
  keyword: string,
  value: Readonly<Record<string, unknown>>,
  at: string,
  context: Context,
): AjvSchema | typeof MEANINGLESS {
  for (const key of keyword === "patternProperties" ? Object.keys(value) : []) {
    if (keepPattern(key, at, context) === MEANINGLESS) {
      return MEANINGLESS;
    }
  }
  return Object.fromEntries(
    Object.entries(value).map(
      ([key, inner]) => [key, prepare(inner, `${at}/${escapeToken(key)}`, context)] as const,
    ),
  );
}

function keepRef(value: unknown, at: string, context: Context): string | typeof MEANINGLESS {
  const target = refTarget(value) ?? "";
  const name = context.nameOf.get(target);
  if (name === undefined) {
    return fail(context, at, `reference ${JSON.stringify(value)} leads to no schema`);
  }
  context.refs.add(target);
  return name;
}

/** A pattern as the engine's own matcher; null: it does not compile. Not for texts of strangers. */
export function compilePattern(pattern: string): RegExp | null {
  const flags = patternFlags(pattern);
  return flags === undefined ? null : new RegExp(pattern, flags);
}

function keepPattern(pattern: unknown, at: string, context: Context): string | typeof MEANINGLESS {
  if (typeof pattern !== "string") {
    return fail(context, at, `pattern is ${JSON.stringify(pattern)}, expected a text`);
  }
  const plan = context.plans.get(pattern) ?? patternPlan(pattern);
  context.plans.set(pattern, plan);
  return plan.kind === "refused"
    ? fail(context, at, `pattern ${JSON.stringify(pattern)} ${plan.reason}`, plan.rule)
    : pattern;
}

function fail(
  context: Context,
  pointer: string,
  reason: string,
  rule: SchemaFailure["rule"] = "schema-not-checkable",
): typeof MEANINGLESS {
  context.failures.push({ schema: context.schema, pointer, reason, rule });
  return MEANINGLESS;
}

/** Adds to `names` all that lead to one of them by references. */
function spread(
  names: ReadonlySet<string>,
  refsOf: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  for (const [name, refs] of refsOf) {
    for (const ref of refs) {
      users.set(ref, [...(users.get(ref) ?? []), name]);
    }
  }
  const reached = new Set(names);
  for (const name of reached) {
    for (const user of users.get(name) ?? []) {
      reached.add(user); // a Set hands out what is added while it is walked
    }
  }
  return reached;
}

/** A key as a token of a JSON pointer (RFC 6901 section 3). */
export function escapeToken(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

export { isRecord } from "./record.ts";

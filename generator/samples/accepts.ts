import type { JsonSchema } from "../model/api.ts";
import { PatternTests } from "./pattern-tests.ts";
import {
  definitionOf,
  isRecord,
  isSame,
  namedAt,
  numberAt,
  schemaAt,
  schemasAt,
  textsAt,
  type Definitions,
  type Keywords,
} from "./schema-parts.ts";

/** Schemas that are looked at for one value; a value that needs more is taken as refused. */
const MAX_STEPS = 20_000;

/** Whether a text is of a format. */
export type FitsFormat = (text: string, format: string) => boolean;

/** How values are judged besides by their schema. */
export interface AcceptOptions {
  /** Default: every text is of every format. */
  readonly fitsFormat?: FitsFormat;
  /** Default: tests for this value alone. Whoever judges many values keeps them. */
  readonly patterns?: PatternTests;
}

/** The definitions, and how many more schemas may be looked at. */
interface Judging {
  readonly definitions: Definitions;
  readonly fitsFormat: FitsFormat;
  readonly patterns: PatternTests;
  steps: number;
}

/**
 * Whether a value passes a normalised schema, formats aside unless `fitsFormat` says of them. For what the
 * compiler itself thinks up only: it interprets, so nothing has to be compiled; frames are checked by
 * compiled validators.
 */
export function accepts(
  schema: JsonSchema,
  value: unknown,
  definitions: Definitions,
  options: AcceptOptions = {},
): boolean {
  const { fitsFormat = () => true, patterns = new PatternTests() } = options;
  return isAccepted(schema, value, { definitions, fitsFormat, patterns, steps: MAX_STEPS }, 0);
}

/** References in each other beyond this: the schema refers to itself without coming to a value. */
const MAX_DEPTH = 200;

function isAccepted(schema: JsonSchema, value: unknown, judging: Judging, depth: number): boolean {
  judging.steps -= 1;
  if (typeof schema === "boolean" || depth > MAX_DEPTH || judging.steps < 0) {
    return schema === true;
  }
  const test: Test = (inner, part) => isAccepted(inner, part, judging, depth + 1);
  const target = definitionOf(schema, judging.definitions);
  return (
    (target === null || test(target, value)) &&
    isOfType(schema, value) &&
    isOneOfValues(schema, value) &&
    isComposed(schema, value, test) &&
    isWithin(schema, value, judging) &&
    isArrayAccepted(schema, value, test) &&
    isObjectAccepted(schema, value, test, judging.patterns) &&
    hasNothingUnevaluated(schema, value, judging, depth)
  );
}

type Test = (schema: JsonSchema, value: unknown) => boolean;

function isOfType({ type }: Keywords, value: unknown): boolean {
  if (typeof type === "string") {
    return isType(type, value);
  }
  const types = Array.isArray(type) ? type : [];
  return types.length === 0 || types.some((one) => isType(String(one), value));
}

function isType(type: string, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isOneOfValues(schema: Keywords, value: unknown): boolean {
  const allowed = schema["enum"];
  return (
    (!("const" in schema) || isSame(schema["const"], value)) &&
    (!Array.isArray(allowed) || allowed.some((one) => isSame(one, value)))
  );
}

const COMPOSING = ["allOf", "anyOf", "oneOf", "not", "if"];

function isComposed(schema: Keywords, value: unknown, test: Test): boolean {
  if (!COMPOSING.some((keyword) => keyword in schema)) {
    return true;
  }
  const fits = (option: JsonSchema) => test(option, value);
  const [anyOf, oneOf] = [schemasAt(schema, "anyOf"), schemasAt(schema, "oneOf")];
  const not = schemaAt(schema, "not");
  const condition = schemaAt(schema, "if");
  const branch =
    condition === null ? null : schemaAt(schema, test(condition, value) ? "then" : "else");
  return (
    schemasAt(schema, "allOf").every(fits) &&
    (anyOf.length === 0 || anyOf.some(fits)) &&
    (oneOf.length === 0 || oneOf.filter(fits).length === 1) &&
    (not === null || !test(not, value)) &&
    (branch === null || test(branch, value))
  );
}

function isWithin(schema: Keywords, value: unknown, { fitsFormat, patterns }: Judging): boolean {
  if (typeof value === "number") {
    const step = numberAt(schema, "multipleOf");
    return (
      value >= (numberAt(schema, "minimum") ?? -Infinity) &&
      value <= (numberAt(schema, "maximum") ?? Infinity) &&
      value > (numberAt(schema, "exclusiveMinimum") ?? -Infinity) &&
      value < (numberAt(schema, "exclusiveMaximum") ?? Infinity) &&
      (step === null || Number.isInteger(value / step))
    );
  }
  if (typeof value !== "string") {
    return true;
  }
  const pattern = schema["pattern"];
  const isMatching = typeof pattern !== "string" || patterns.matches(pattern, value);
  const format = schema["format"];
  const isFormed = typeof format !== "string" || fitsFormat(value, format);
  return isMatching && isFormed && isCountWithin(schema, "Length", Array.from(value).length);
}

function isCountWithin(schema: Keywords, what: string, count: number): boolean {
  return (
    count >= (numberAt(schema, `min${what}`) ?? 0) &&
    count <= (numberAt(schema, `max${what}`) ?? Infinity)
  );
}

function isArrayAccepted(schema: Keywords, value: unknown, test: Test): boolean {
  if (!Array.isArray(value)) {
    return true;
  }
  const prefix = schemasAt(schema, "prefixItems");
  const items = schemaAt(schema, "items") ?? true;
  const isUnique =
    schema["uniqueItems"] !== true ||
    value.every((item, index) => !value.slice(0, index).some((other) => isSame(item, other)));
  return (
    isUnique &&
    isCountWithin(schema, "Items", value.length) &&
    value.every((item, index) => test(prefix[index] ?? items, item)) &&
    isContaining(schema, value, test)
  );
}

function isContaining(schema: Keywords, value: readonly unknown[], test: Test): boolean {
  const contains = schemaAt(schema, "contains");
  if (contains === null) {
    return true;
  }
  const count = value.filter((item) => test(contains, item)).length;
  const least = numberAt(schema, "minContains") ?? 1;
  return count >= least && count <= (numberAt(schema, "maxContains") ?? Infinity);
}

function isObjectAccepted(
  schema: Keywords,
  value: unknown,
  test: Test,
  tests: PatternTests,
): boolean {
  if (!isRecord(value)) {
    return true;
  }
  const names = Object.keys(value);
  const has = (name: string) => Object.hasOwn(value, name);
  const propertyNames = schemaAt(schema, "propertyNames");
  return (
    textsAt(schema, "required").every(has) &&
    isCountWithin(schema, "Properties", names.length) &&
    (propertyNames === null || names.every((name) => test(propertyNames, name))) &&
    names.every((name) =>
      schemasFor(schema, name, tests).every((inner) => test(inner, value[name])),
    ) &&
    namedAt(schema, "dependentSchemas").every(
      ([name, inner]) => !has(name) || test(inner, value),
    ) &&
    dependentNames(schema).every(([name, others]) => !has(name) || others.every(has))
  );
}

/** `dependentRequired` as pairs. */
export function dependentNames(
  schema: Keywords,
): readonly (readonly [string, readonly string[]])[] {
  const value = schema["dependentRequired"];
  return isRecord(value)
    ? Object.keys(value).map((name) => [name, textsAt(value, name)] as const)
    : [];
}

/** All schemas that apply to a member of that name: its own, those by pattern, else the additional one. */
export function schemasFor(
  schema: Keywords,
  name: string,
  tests: PatternTests,
): readonly JsonSchema[] {
  const matching = declaredFor(schema, name, tests);
  return matching.length > 0 ? matching : [schemaAt(schema, "additionalProperties") ?? true];
}

function declaredFor(schema: Keywords, name: string, tests: PatternTests): readonly JsonSchema[] {
  const own = schema["properties"];
  const property = isRecord(own) ? schemaAt(own, name) : null;
  const patterns = namedAt(schema, "patternProperties");
  if (patterns.length === 0) {
    return property === null ? [] : [property];
  }
  const byPattern = patterns
    .filter(([pattern]) => tests.matches(pattern, name))
    .map(([, inner]) => inner);
  return property === null ? byPattern : [property, ...byPattern];
}

function hasNothingUnevaluated(
  schema: Keywords,
  value: unknown,
  judging: Judging,
  depth: number,
): boolean {
  const unevaluated = schemaAt(schema, "unevaluatedProperties");
  if (unevaluated === null || !isRecord(value)) {
    return true;
  }
  return Object.keys(value)
    .filter((name) => !isEvaluated(schema, { name, value }, judging, depth))
    .every((name) => isAccepted(unevaluated, value[name], judging, depth + 1));
}

/** Whether some part of the schema that `value` passes speaks of its member `name` (2020-12 section 11.3). */
function isEvaluated(
  schema: JsonSchema,
  member: { readonly name: string; readonly value: unknown },
  judging: Judging,
  depth: number,
): boolean {
  if (typeof schema === "boolean" || depth > MAX_DEPTH) {
    return false;
  }
  const { name, value } = member;
  const isOwn =
    declaredFor(schema, name, judging.patterns).length > 0 || "additionalProperties" in schema;
  const target = definitionOf(schema, judging.definitions);
  const parts: readonly JsonSchema[] = [
    ...(target === null ? [] : [target]),
    ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => schemasAt(schema, keyword)),
    ...["if", "then", "else"].flatMap((keyword) => optional(schemaAt(schema, keyword))),
  ];
  return (
    isOwn ||
    parts.some(
      (part) =>
        isAccepted(part, value, judging, depth + 1) &&
        isEvaluated(part, member, judging, depth + 1),
    )
  );
}

function optional(schema: JsonSchema | null): readonly JsonSchema[] {
  return schema === null ? [] : [schema];
}

import { isRecord } from "./record.ts";

/** A schema as ajv gets it. */
type Schema = boolean | { [keyword: string]: unknown };

/** Keywords whose schema is tried once for each item or member. */
const EACH = new Set(["items", "contains", "propertyNames", "unevaluatedItems"]);
/** Those of which each member's key becomes part of a pointer. */
const EACH_NAMED = new Set(["additionalProperties", "unevaluatedProperties"]);
/** Units of a call or a round, of a keyword, and of a schema that may fail for another to be tried. */
const CALL = 4;
const KEYWORD = 1;
const BRANCH = 16;
/** Keywords of which each part may fail and leave an error behind. */
const TRIED = new Set(["anyOf", "oneOf", "not", "if"]);
/** Other keywords whose value is a schema, a list of schemas or a map of schemas. */
const ONCE = new Set(["not", "if", "then", "else"]);
const LIST = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const MAP = new Set(["properties", "dependentSchemas"]);
/** A text of this many characters is compared in the time of one keyword. */
const CHARACTERS = 32;

/**
 * Makes checks of a definition pay for their work (`runtime/contract/fuel.ts`): each schema that can
 * be tried many times over, because a reference leads to it or for each item or member, gets an
 * `x-fuel`: how many keywords are looked at before the next such schema.
 */
export function withFuel(schema: Schema): Schema {
  if (typeof schema === "boolean" || isOnlyReference(schema)) {
    return schema; // what it refers to pays
  }
  const meter: Meter = { units: CALL };
  const metered = measure(schema, meter);
  return meter.units === CALL ? metered : { "x-fuel": meter.units, ...metered };
}

/** The schema of each of an object's members, whose keys the sender makes. */
function withNamedFuel(schema: Schema): Schema {
  const metered = withFuel(schema);
  return typeof metered === "boolean"
    ? metered
    : { "x-fuel": CALL, ...metered, "x-fuel-key": true };
}

interface Meter {
  units: number;
}

function isOnlyReference(schema: { readonly [keyword: string]: unknown }): boolean {
  const keywords = Object.keys(schema);
  return keywords.length === 1 && keywords[0] === "$ref";
}

function measure(
  schema: { readonly [keyword: string]: unknown },
  meter: Meter,
): { [keyword: string]: unknown } {
  const out: { [keyword: string]: unknown } = {};
  for (const [keyword, value] of Object.entries(schema)) {
    meter.units += KEYWORD;
    out[keyword] = measureKeyword(keyword, value, meter);
  }
  return out;
}

function measureKeyword(keyword: string, value: unknown, meter: Meter): unknown {
  if (EACH.has(keyword)) {
    return isSchema(value) ? withFuel(value) : value;
  }
  if (EACH_NAMED.has(keyword)) {
    return isSchema(value) ? withNamedFuel(value) : value;
  }
  if (TRIED.has(keyword)) {
    meter.units += BRANCH * (Array.isArray(value) ? value.length : 1);
  }
  if (ONCE.has(keyword)) {
    return measurePart(value, meter);
  }
  if (LIST.has(keyword) && Array.isArray(value)) {
    return value.map((part: unknown) => measurePart(part, meter));
  }
  if (isRecord(value) && (MAP.has(keyword) || keyword === "patternProperties")) {
    const isEach = keyword === "patternProperties";
    const members = Object.entries(value).map(([key, part]) => {
      meter.units += KEYWORD;
      return [
        key,
        isEach && isSchema(part) ? withNamedFuel(part) : measurePart(part, meter),
      ] as const;
    });
    return Object.fromEntries(members);
  }
  meter.units += Array.isArray(value)
    ? value.reduce((sum: number, item) => sum + sizeOf(item), 0)
    : 0;
  return value;
}

function measurePart(part: unknown, meter: Meter): unknown {
  return isRecord(part) ? measure(part, meter) : part;
}

function sizeOf(value: unknown): number {
  return typeof value === "string" ? 1 + Math.floor(value.length / CHARACTERS) : 1;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "boolean" || isRecord(value);
}

import { isRecord } from "../prepare.ts";
import { EXCLUDED, listOf } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";

/** How a negation is made. */
interface Negating {
  readonly resolve: (ref: unknown) => unknown;
  /** Schemas that may still be looked at: each may lead to many others, and back to itself. */
  left: number;
}

const NAMES = ["null", "boolean", "number", "string", "array", "object"];
const MAX_DEPTH = 8;
/** Schemas that one negation looks at. */
const MAX_LOOKS = 1000;
/** Ways to refuse a schema that are kept. */
const MAX_WAYS = 32;

/**
 * A schema of values that this schema refuses; it need not have all of them. null: none was found. Whatever it
 * accepts the given schema refuses, by JSON Schema core 2020-12 section 10.2.1.4. `resolve`
 * says what a `$ref` leads to.
 */
export function negationOf(schema: unknown, resolve: (ref: unknown) => unknown): unknown {
  const ways = waysToRefuse(schema, { resolve, left: MAX_LOOKS }, MAX_DEPTH);
  const [first, ...others] = ways;
  return first === undefined ? null : others.length === 0 ? first : { anyOf: ways };
}

/** Schemas of which each refuses all that `schema` accepts. */
function waysToRefuse(schema: unknown, negating: Negating, depth: number): readonly unknown[] {
  if (typeof schema === "boolean") {
    return schema ? [false] : [true];
  }
  if (!isRecord(schema) || depth === 0 || negating.left === 0) {
    return [];
  }
  negating.left -= 1;
  const inner = (part: unknown): unknown => {
    const ways = waysToRefuse(part, negating, depth - 1);
    return ways.length === 0 ? null : ways.length === 1 ? ways[0] : { anyOf: ways };
  };
  const further = [
    ...("$ref" in schema ? [negating.resolve(schema["$ref"])] : []),
    ...listOf(schema["allOf"]),
  ];
  const ways = [
    ...ofValues(schema),
    ...ofMembers(schema, inner),
    ...further.flatMap((part) => waysToRefuse(part, negating, depth - 1)),
    ...ofAlternatives(schema, inner),
    ...ofTypes(schema),
  ];
  return ways.filter((way) => way !== false).slice(0, MAX_WAYS);
}

function ofValues(schema: Keywords): readonly Keywords[] {
  return [
    ...("const" in schema ? [{ [EXCLUDED]: [schema["const"]] }] : []),
    ...(Array.isArray(schema["enum"]) ? [{ [EXCLUDED]: schema["enum"] }] : []),
  ];
}

function ofTypes({ type }: Keywords): readonly Keywords[] {
  const names = new Set(type === undefined ? NAMES : [type].flat());
  const others = NAMES.filter(
    (name) => !names.has(name) && !(name === "number" && names.has("integer")),
  );
  return others.length === 0 ? [] : [{ type: others }];
}

/** An object that lacks what must be there, or holds what must not. */
function ofMembers(schema: Keywords, inner: (part: unknown) => unknown): readonly Keywords[] {
  const { required, properties } = schema;
  const lacking = Array.isArray(required)
    ? required.map((key: unknown) => ({
        type: "object",
        properties: Object.fromEntries([[String(key), false]]),
      }))
    : [];
  const holding = Object.entries(isRecord(properties) ? properties : {}).flatMap(([key, part]) => {
    const other = inner(part);
    return other === null || other === false || key === "__proto__"
      ? []
      : [{ type: "object", required: [key], properties: Object.fromEntries([[key, other]]) }];
  });
  return [...lacking, ...holding];
}

function ofAlternatives(schema: Keywords, inner: (part: unknown) => unknown): readonly Keywords[] {
  return [listOf(schema["anyOf"]), listOf(schema["oneOf"])].flatMap((options) => {
    const refused = options.map(inner);
    return options.length > 0 && refused.every((part) => part !== null) ? [{ allOf: refused }] : [];
  });
}

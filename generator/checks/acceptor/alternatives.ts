import { isRecord } from "../prepare.ts";
import { schemaOfValue } from "./derived-schemas.ts";
import type { DerivedSchemas } from "./derived-schemas.ts";
import { listOf } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";

/** Alternatives of a schema, and the schema without them. */
export interface Alternatives {
  readonly keyword: string;
  /** Exactly one of them is meant to fit, not at least one. */
  readonly isExclusive: boolean;
  readonly list: readonly unknown[];
  readonly rest: Keywords;
}

/** What alternatives are made with. */
interface Making {
  readonly derived: DerivedSchemas;
  /** A schema of values that this one refuses; null: none was found. */
  readonly negationOf: (schema: unknown) => unknown;
}

/** Alternatives of the first of `parts` that has some; null: none has. */
export function alternativesOf(
  parts: readonly Keywords[],
  making: Making,
): { readonly at: number; readonly alternatives: Alternatives } | null {
  for (const [at, part] of parts.entries()) {
    const alternatives = alternativesIn(part, making);
    if (alternatives !== null) {
      return { at, alternatives };
    }
  }
  return null;
}

function alternativesIn(part: Keywords, making: Making): Alternatives | null {
  for (const keyword of ["oneOf", "anyOf"] as const) {
    const list = listOf(part[keyword]);
    if (list.length > 0) {
      const rest = making.derived.without(part, [keyword]);
      return { keyword, isExclusive: keyword === "oneOf", list, rest };
    }
  }
  if ("if" in part) {
    return conditional(part, making);
  }
  return dependent(part, making) ?? compoundValues(part, making);
}

/** `if`, `then`, `else` as two ways: the condition with the one, what refuses it with the other. */
function conditional(part: Keywords, { derived, negationOf }: Making): Alternatives {
  const made = derived.made(part, "if", () => {
    const { if: condition, then = true, else: otherwise = true } = part;
    const refused = negationOf(condition) ?? false;
    return { anyOf: [{ allOf: [condition, then] }, { allOf: [refused, otherwise] }] };
  });
  const rest = derived.without(part, ["if", "then", "else"]);
  return { keyword: "if", isExclusive: false, list: listOf(made["anyOf"]), rest };
}

/** `dependentRequired`, `dependentSchemas` as two ways: the member is not there, or what it demands is. */
function dependent(part: Keywords, { derived }: Making): Alternatives | null {
  for (const keyword of ["dependentRequired", "dependentSchemas"] as const) {
    const map = part[keyword];
    const [entry] = Object.entries(isRecord(map) ? map : {});
    if (entry === undefined) {
      continue;
    }
    const [key, demanded] = entry;
    const made = derived.made(part, `${keyword} ${key}`, () => ({
      anyOf: [
        { type: "object", properties: Object.fromEntries([[key, false]]) },
        {
          required: [key],
          ...(Array.isArray(demanded)
            ? { allOf: [{ required: demanded }] }
            : { allOf: [demanded] }),
        },
      ],
    }));
    const { [key]: _read, ...others } = isRecord(map) ? map : {};
    const rest = derived.made(part, `no ${keyword} ${key}`, () => ({ ...part, [keyword]: others }));
    return { keyword, isExclusive: false, list: listOf(made["anyOf"]), rest };
  }
  return null;
}

/** `const` and `enum` of objects and lists. */
function compoundValues(part: Keywords, { derived }: Making): Alternatives | null {
  const keyword = isCompound(part["const"])
    ? "const"
    : listOf(part["enum"]).some(isCompound)
      ? "enum"
      : null;
  if (keyword === null) {
    return null;
  }
  const values = keyword === "const" ? [part["const"]] : listOf(part["enum"]);
  const made = derived.made(part, keyword, () => ({ anyOf: values.map(schemaOfValue) }));
  const rest = derived.without(part, [keyword]);
  return { keyword, isExclusive: false, list: listOf(made["anyOf"]), rest };
}

function isCompound(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

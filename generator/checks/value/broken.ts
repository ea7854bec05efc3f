import type { AjvSchema, Prepared, SchemaFailure } from "../prepare.ts";
import { isRecord } from "../record.ts";

/** Definitions that no check can be made of, and those that lead to one. */
export interface Broken {
  readonly definitions: ReadonlySet<string>;
  readonly failures: readonly SchemaFailure[];
}

/** Schemas inside each other that are looked into. */
const MAX_DEPTH = 500;
const TYPES = ["null", "boolean", "number", "integer", "string", "array", "object"];

/** What keywords hold; one that holds something else says nothing that could be checked. */
const HOLDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...all("maximum minimum exclusiveMaximum exclusiveMinimum multipleOf", isNumber),
  ...all("maxLength minLength maxItems minItems maxProperties minProperties", isNumber),
  ...all("minContains maxContains", isNumber),
  ...all("required enum", (value) => Array.isArray(value)),
  uniqueItems: (value) => typeof value === "boolean",
  type: (value) => [value].flat().every((type) => TYPES.includes(String(type))),
};

function all(
  keywords: string,
  holds: (value: unknown) => boolean,
): Readonly<Record<string, (value: unknown) => boolean>> {
  return Object.fromEntries(keywords.split(" ").map((keyword) => [keyword, holds] as const));
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

/** Looks for definitions that no check can be made of. */
export function findBroken({ definitions, nameOf }: Prepared): Broken {
  const failures: SchemaFailure[] = [];
  const broken = new Set<string>();
  const users = new Map<string, string[]>();
  for (const [name, definition] of nameOf) {
    const refs = new Set<string>();
    const reason = reasonOf(definitions[definition] ?? true, refs, 0);
    for (const ref of refs) {
      users.set(ref, [...(users.get(ref) ?? []), definition]);
    }
    if (reason !== null) {
      broken.add(definition);
      failures.push({ schema: name, pointer: "", reason, rule: "schema-not-checkable" });
    }
  }
  for (const definition of broken) {
    for (const user of users.get(definition) ?? []) {
      broken.add(user); // a Set hands out what is added while it is walked
    }
  }
  return { definitions: broken, failures };
}

/** Why no check can be made of a schema; null: one can. Notes what it refers to. */
function reasonOf(schema: AjvSchema, refs: Set<string>, depth: number): string | null {
  if (depth > MAX_DEPTH) {
    return "it is nested too deeply";
  }
  let found: string | null = null;
  const look = (part: unknown): void => {
    found ??= isRecord(part) ? reasonOf(part, refs, depth + 1) : null;
  };
  for (const [keyword, value] of Object.entries(schema)) {
    if (HOLDS[keyword]?.(value) === false) {
      return `"${keyword}" has a value that says nothing`;
    }
    if (keyword === "$ref") {
      refs.add(String(value));
    } else if (MAPS.has(keyword) && isRecord(value)) {
      Object.values(value).forEach(look);
    } else if (!DATA.has(keyword)) {
      [value].flat().forEach(look);
    }
  }
  return found;
}

const MAPS = new Set(["properties", "patternProperties", "dependentSchemas"]);
const DATA = new Set(["const", "enum", "x-exact", "dependentRequired"]);

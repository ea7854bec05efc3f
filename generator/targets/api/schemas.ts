import type { JsonSchema } from "../../model/api.ts";

/**
 * The definitions that `names` need, themselves included, in the model's order: a gateway carries no schema
 * that none of its messages refers to.
 */
export function reachableSchemas(
  schemas: Readonly<Record<string, JsonSchema>>,
  names: readonly string[],
): Readonly<Record<string, JsonSchema>> {
  const needed = new Set<string>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (needed.has(name) || !Object.hasOwn(schemas, name)) {
      continue;
    }
    needed.add(name);
    pending.push(...referencesIn(schemas[name]));
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => needed.has(name)));
}

/** The definitions that a schema refers to itself, by name, in any order. */
export function referencesIn(schema: unknown): readonly string[] {
  const found: string[] = [];
  const pending: unknown[] = [schema];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null) {
      continue;
    }
    for (const [key, child] of Object.entries(value)) {
      const name = key === "$ref" ? definitionName(child) : null;
      if (name === null) {
        pending.push(child);
        continue;
      }
      found.push(name);
    }
  }
  return found;
}

/** The name in `#/$defs/<name>`; names stand there as they are, without escapes. */
function definitionName(reference: unknown): string | null {
  const prefix = "#/$defs/";
  return typeof reference === "string" && reference.startsWith(prefix)
    ? reference.slice(prefix.length)
    : null;
}

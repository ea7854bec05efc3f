import type { JsonSchema } from "../../model/api.ts";

/** The definitions that some of them refer to, these included; linear in the schemas. */
export function reachableFrom(
  roots: Iterable<string>,
  schemas: ReadonlyMap<string, JsonSchema>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [...roots];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (!found.has(name)) {
      found.add(name);
      pending.push(...referencesOf(schemas.get(name)));
    }
  }
  return found;
}

function referencesOf(schema: unknown): readonly string[] {
  const names: string[] = [];
  const pending = [schema];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) {
      continue;
    }
    for (const [key, member] of Object.entries(value)) {
      if (key === "$ref" && typeof member === "string") {
        names.push(member.slice("#/$defs/".length));
        continue;
      }
      pending.push(member);
    }
  }
  return names;
}

import type { JsonSchema } from "../../model/api.ts";
import { referencesIn } from "./schemas.ts";

/** Keywords that compiled checks know and the sampler does not, or knows less exactly. */
const UNJUDGED = new Set(["format", "multipleOf", "unevaluatedItems", "x-exact"]);

/**
 * Says of a schema by name whether the sampler judges all of it, itself and what it refers to: then a value that
 * the sampler made needs no second look.
 */
export function createJudged(
  schemas: Readonly<Record<string, JsonSchema>>,
): (name: string) => boolean {
  const own = new Map<string, { readonly isPlain: boolean; readonly refs: readonly string[] }>();
  const read = (name: string) => {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const known = own.get(name) ?? {
      isPlain: schema !== undefined && !mentions(schema, UNJUDGED),
      refs: referencesIn(schema),
    };
    own.set(name, known);
    return known;
  };
  return (name) => {
    const reached = new Set([name]);
    for (const next of reached) {
      const { isPlain, refs } = read(next);
      if (!isPlain) {
        return false;
      }
      refs.forEach((ref) => reached.add(ref)); // a Set hands out what is added while it is walked
    }
    return true;
  };
}

function mentions(schema: unknown, keywords: ReadonlySet<string>): boolean {
  const pending: unknown[] = [schema];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        if (keywords.has(key)) {
          return true; // or a property of that name: then it is only checked once more
        }
        pending.push(child);
      }
    }
  }
  return false;
}

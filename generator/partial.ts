import type { Diagnostic } from "./diagnostics.ts";

/** A `$ref` that leads nowhere from inside a schema. */
const IN_A_SCHEMA = /\/(?:payload|schemas|schema)(?:\/|$)/u;

/**
 * True where an error concerns one schema and nothing else: that part of a message refuses every value, and
 * the rest of the document keeps its meaning. `--partial` serves such a document.
 */
export function isContained({ rule, place }: Diagnostic): boolean {
  const isReference = rule === "unresolved-reference" || rule === "circular-reference";
  const isAboutSchema = rule.startsWith("schema-") || rule === "pattern-not-linear";
  return isAboutSchema || (isReference && IN_A_SCHEMA.test(place.pointer));
}

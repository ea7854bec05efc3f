import fc from "fast-check";
import { groupOf, inputOf } from "../../checks/run-checks.ts";
import { anyObjectSchema, anySchema } from "./any-schema.ts";
import type { SubjectsInput } from "./compile-subject.ts";

/**
 * Made-up APIs of `count` groups: some of one message, some of several. Their schemas refer to two that all of them
 * share. The same seed gives the same API.
 */
export function generatedInput(count: number, seed: number): SubjectsInput {
  const [shared = true, other = true] = fc.sample(anySchema, { numRuns: 2, seed });
  const made = fc.sample(fc.oneof(anySchema, anyObjectSchema, anyObjectSchema), {
    numRuns: count,
    seed: seed + 1,
  });
  const schemas = {
    m0: shared,
    m1: other,
    ...Object.fromEntries(made.map((schema, index) => [`s${index}`, schema])),
  };
  const names = made.map((_schema, index) => `s${index}`);
  const groups = names.flatMap((name, index) => [
    groupOf(name, [name]),
    ...(index % 4 === 3 ? [groupOf(`${name}+`, names.slice(index - 3, index + 1))] : []),
  ]);
  return {
    name: `seed ${seed}`,
    schemas,
    messages: inputOf(schemas, names).messages,
    groups: groups.map((group, index) => ({
      group,
      flow: index % 3 === 0 ? "serverToClient" : "clientToServer",
    })),
  };
}

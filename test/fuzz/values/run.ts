import fc from "fast-check";
import { anyWholeSchema } from "./any-schema.ts";
import { compareValues, createValueTally } from "./compare.ts";
import type { ValueSubjects, ValueTally } from "./compare.ts";

/** How much is compared. */
export interface ValueRun {
  readonly count: number;
  readonly seed: number;
  readonly inputsPerMessage: number;
  /** APIs to compare instead of made-up ones. */
  readonly subjects?: readonly ValueSubjects[];
  readonly sabotage?: (code: string) => string;
  /** Called after each API; true ends the run. */
  readonly isDone?: (tally: ValueTally) => boolean;
}

const MESSAGES = 20;

/** Compares the checks of SDKs with the gateway's until `count` values were compared. */
export function runValueFuzz(run: ValueRun): ValueTally {
  const { count, seed, inputsPerMessage, subjects, sabotage, isDone } = run;
  const tally = createValueTally();
  for (let turn = 0; tally.inputs < count; turn += 1) {
    const before = tally.inputs;
    const given = subjects?.[turn % subjects.length] ?? generated(seed + turn * 1000);
    const changed = sabotage === undefined ? given : { ...given, sabotage };
    compareValues(changed, { count: inputsPerMessage, seed: seed + turn }, tally);
    if (tally.inputs === before) tally.inputs += 1; // an API without messages
    if (isDone?.(tally) === true) break;
  }
  return tally;
}

/** A made-up API whose messages share two schemas; the same seed gives the same. */
function generated(seed: number): ValueSubjects {
  const [shared = true, other = true] = fc.sample(anyWholeSchema, { numRuns: 2, seed });
  const made = fc.sample(anyWholeSchema, { numRuns: MESSAGES, seed: seed + 1 });
  const schemas = {
    m0: shared,
    m1: other,
    ...Object.fromEntries(made.map((schema, index) => [`s${index}`, schema])),
  };
  return { name: `seed ${seed}`, schemas, messages: Object.keys(schemas) };
}

import { compareSubject, createTally } from "./compare.ts";
import type { Tally } from "./compare.ts";
import { compileSubjects } from "./compile-subject.ts";
import type { Subject, SubjectsInput } from "./compile-subject.ts";
import { generatedInput } from "./generated-subjects.ts";

/** How much is compared. */
export interface RunOptions {
  readonly count: number;
  readonly seed: number;
  readonly inputsPerGroup: number;
  /** APIs to compare instead of made-up ones; each gets its share. */
  readonly inputs?: readonly SubjectsInput[];
  readonly sabotage?: SubjectsInput["sabotage"];
  /** Called after each API; true ends the run. */
  readonly isDone?: (tally: Tally) => boolean;
}

const GROUPS = 20;

/** Compares acceptors with the authority until `count` inputs were compared. */
export function runAcceptorFuzz(options: RunOptions): Tally {
  const tally = createTally();
  for (let turn = 0; tally.inputs < options.count; turn += 1) {
    const seed = options.seed + turn * 1000;
    const given = options.inputs?.[turn % options.inputs.length];
    const input = given ?? generatedInput(GROUPS, seed);
    const { sabotage } = options;
    const subjects = compileSubjects(sabotage === undefined ? input : { ...input, sabotage });
    compareAll(subjects, options, seed, tally);
    if (subjects.length === 0 && given !== undefined) tally.inputs += 1; // no group of it is JSON
    if (options.isDone?.(tally) === true) break;
  }
  return tally;
}

function compareAll(
  subjects: readonly Subject[],
  { count, inputsPerGroup }: RunOptions,
  seed: number,
  tally: Tally,
): void {
  for (const [index, subject] of subjects.entries()) {
    if (tally.inputs < count) compareSubject(subject, inputsPerGroup, seed + index, tally);
  }
}

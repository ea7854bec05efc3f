import { setTimeout as pause } from "node:timers/promises";
import { measure, type Field, type Measurement } from "./field.ts";
import type { Load } from "./loads.ts";

/** Measurements by the load's name, then the subject's, one a round. */
export type Figures = ReadonlyMap<string, ReadonlyMap<string, readonly Measurement[]>>;

/** Who runs which loads how often. */
export interface Plan {
  readonly subjects: readonly string[];
  readonly loads: readonly Load[];
  readonly rounds: number;
}

/** What a subject still has under way when a load ends is given this long to drain. */
const SETTLE_MS = 60;

/**
 * Rounds in which each load is run on all subjects after each other, beginning with another one each
 * time, so that noise of the machine falls on all alike.
 */
export async function runRounds(field: Field, plan: Plan): Promise<Figures> {
  const figures = new Map<string, Map<string, Measurement[]>>(
    plan.loads.map(({ name }) => [name, new Map(plan.subjects.map((subject) => [subject, []]))]),
  );
  let turn = 0;
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const load of plan.loads) {
      for (const subject of rotated(plan.subjects, turn)) {
        figures
          .get(load.name)
          ?.get(subject)
          ?.push(await measureSurely(field, subject, load));
        await pause(SETTLE_MS);
      }
      turn += 1;
    }
  }
  return figures;
}

/** Measures again, once, where messages crossed a subject whose CPU time is said not to have grown. */
async function measureSurely(field: Field, subject: string, load: Load): Promise<Measurement> {
  const measured = await measure(field, subject, load);
  const isDoubtful = measured.count > 0 && measured.cpuUs === 0;
  return isDoubtful ? measure(field, subject, load) : measured;
}

/** The list begun at another place: rotated([1, 2, 3], 4) is [2, 3, 1]. */
export function rotated<Value>(values: readonly Value[], by: number): Value[] {
  const first = values.length === 0 ? 0 : by % values.length;
  return [...values.slice(first), ...values.slice(0, first)];
}

/** One figure of each round, in the order of the rounds. */
export function valuesOf(
  figures: Figures,
  load: string,
  subject: string,
  figure: (measurement: Measurement) => number,
): number[] {
  return (figures.get(load)?.get(subject) ?? []).filter(({ count }) => count > 0).map(figure);
}

/** CPU of the subject for each message that crossed it, in microseconds: an echo crosses a relay twice. */
export function cpuPerMessage({ cpuUs, count }: Measurement): number {
  return cpuUs / count / 2;
}

/** Echoes a second. */
export function echoesPerSecond({ count, seconds }: Measurement): number {
  return count / seconds;
}

/** CPU of the subject for each handshake, in microseconds. */
export function cpuPerHandshake({ cpuUs, count }: Measurement): number {
  return cpuUs / count;
}

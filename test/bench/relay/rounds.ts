import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { nameOf, type Cell } from "./cells.ts";
import type { Kit } from "./kit.ts";
import { messagesOf, SIZES, type SizeName } from "./messages.ts";
import {
  freePort,
  LOAD_CORE,
  run,
  startListening,
  SUBJECT_CORE,
  type Listening,
} from "./pinned.ts";
import { PATH, type Stage, type Subject } from "./subjects.ts";

/** What the load generator prints. */
export interface Measurement {
  readonly count: number;
  readonly seconds: number;
  readonly differing: number;
  readonly faults: number;
  readonly cpuUs: number;
  readonly ownCpuUs: number;
  readonly memoryKib: { readonly before: number; readonly after: number };
  readonly latencyUs: { readonly mean: number; readonly p50: number; readonly p99: number };
}

/** All subjects of a run, started, with their backend. */
export interface Field {
  readonly kit: Kit;
  readonly folder: string;
  readonly backend: Listening;
  readonly running: ReadonlyMap<string, Listening>;
  end(): Promise<void>;
}

/** Starts the backend and every subject, each on its core, and writes the messages that the load sends. */
export async function startField(
  kit: Kit,
  folder: string,
  subjects: readonly Subject[],
): Promise<Field> {
  for (const size of Object.keys(SIZES) as SizeName[]) {
    writeFileSync(messageFile(folder, size), `${messagesOf(size).join("\n")}\n`);
  }
  const backendPort = await freePort();
  const backend = await startListening(
    { core: LOAD_CORE, program: kit.echo, args: [String(backendPort)] },
    backendPort,
  );
  const running = new Map<string, Listening>();
  const end = async (): Promise<void> => {
    await Promise.all([...running.values(), backend].map((process) => process.end()));
  };
  try {
    const stage: Stage = { kit, folder, backendPort };
    for (const subject of subjects) {
      const port = await freePort();
      const command = { core: SUBJECT_CORE, ...subject.command(stage, port) };
      running.set(subject.name, await startListening(command, port));
    }
  } catch (error) {
    await end();
    throw error;
  }
  return { kit, folder, backend, running, end };
}

/** One run of the load generator on a subject; throws if one echoed byte differed. */
export async function measure(
  field: Field,
  subject: string,
  options: readonly string[],
): Promise<Measurement> {
  const listening = field.running.get(subject) ?? field.backend;
  const printed = await run({
    core: LOAD_CORE,
    program: field.kit.load,
    args: [
      ...["-p", String(listening.port), "-u", PATH, "-P", listening.pids.join(",")],
      ...options,
    ],
  });
  const measured = JSON.parse(printed) as Measurement;
  if (measured.differing > 0) throw new Error(`"${subject}" changed the bytes of a message`);
  return measured;
}

/** Options of the load generator for a cell. */
export function loadOf(field: Field, cell: Cell, seconds: number): string[] {
  const warmup = cell.connections >= 1000 ? 0.5 : 0.15;
  return [
    ...["-f", messageFile(field.folder, cell.size), "-c", String(cell.connections)],
    ...["-w", String(cell.window), "-d", String(seconds), "-W", String(warmup)],
  ];
}

function messageFile(folder: string, size: SizeName): string {
  return join(folder, `${size.replace(" ", "")}.txt`);
}

/** Figures by the cell's name, then the subject's, one a round. */
export type Figures = Map<string, Map<string, Measurement[]>>;

/**
 * Rounds in which each cell is run on all subjects after each other, beginning with another one each
 * time, so that noise of the machine falls on all alike.
 */
export async function runRounds(
  field: Field,
  cells: readonly Cell[],
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Figures> {
  const figures: Figures = new Map();
  const names = [...field.running.keys()];
  let turn = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const cell of cells) {
      const first = turn % names.length;
      turn += 1;
      for (const name of [...names.slice(first), ...names.slice(0, first)]) {
        const measured = await measure(field, name, loadOf(field, cell, seconds));
        const ofCell = figures.get(nameOf(cell)) ?? new Map<string, Measurement[]>();
        figures.set(nameOf(cell), ofCell.set(name, [...(ofCell.get(name) ?? []), measured]));
      }
    }
  }
  return figures;
}

/** Loads each subject with every cell for a moment, so that what is measured is compiled. */
export async function warmUp(field: Field, cells: readonly Cell[]): Promise<void> {
  for (const name of field.running.keys()) {
    for (const cell of cells.filter(({ connections }) => connections <= 50)) {
      await measure(field, name, loadOf(field, cell, 0.4));
    }
  }
}

/** CPU of the subject for each message that crossed it, in microseconds: an echo crosses a relay twice. */
export function cpuPerMessage({ cpuUs, count }: Measurement): number {
  return cpuUs / count / 2;
}

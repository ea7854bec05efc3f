import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ALL_CELLS, cellOf, GOAL_CELLS, type Cell } from "./cells.ts";
import { conditionsOf } from "./conditions.ts";
import { NO_RELAY, startField } from "./field.ts";
import { buildKit, type Kit } from "./kit.ts";
import {
  cellLoad,
  HANDSHAKES,
  IDLE_CONNECTIONS,
  idleLoad,
  RATE_SIZES,
  rateLoad,
  writeMessages,
  type Load,
} from "./loads.ts";
import { printProfile } from "./profile.ts";
import { chartOf } from "./report/chart.ts";
import { relaySections } from "./report/page.ts";
import type { Results } from "./results.ts";
import { runRounds, type Figures } from "./rounds.ts";
import { SUBJECTS, type Subject } from "./subjects.ts";
import { writeSection } from "../write-section.ts";

const DOCS = resolve(import.meta.dirname, "../../../docs");

/** Where a run keeps its files, and the programs it runs. */
interface Place {
  readonly kit: Kit;
  readonly folder: string;
}

/** What the command line asks for. */
interface Wanted {
  readonly cells: readonly Cell[];
  readonly parts: readonly string[];
  readonly rounds: number;
  readonly subjects: readonly Subject[];
}

/** What there is to measure, in the order of the report. */
const PARTS = ["cells", "latency", "handshakes", "idle"];

/**
 * `npm run bench`: relays side by side, printed; all of it, some 20 minutes, is also written to docs/.
 * `--quick` runs the five cells that have goals, `--only a,b` some subjects, `--parts cells,latency,handshakes,idle`
 * some of the figures, `--write` writes in any case, `--profile <cell>` or `--profile handshakes` says where the
 * gateway's time goes.
 */
export async function benchRelays(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      rounds: { type: "string", default: "3" },
      only: { type: "string" },
      write: { type: "boolean", default: false },
      parts: { type: "string" },
      profile: { type: "string" },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "framegate-bench-"));
  try {
    const place = { kit: buildKit(folder), folder };
    writeMessages(folder);
    if (values.profile !== undefined) {
      await printProfile(place.kit, folder, profiledLoad(folder, values.profile));
      return;
    }
    const subjects = present(values.only?.split(","));
    const parts = values.parts?.split(",") ?? (values.quick ? ["cells"] : PARTS);
    const cells = values.quick ? GOAL_CELLS : ALL_CELLS;
    const rounds = Number(values.rounds);
    const results = await measureAll(place, { cells, parts, rounds, subjects });
    console.log(relaySections(results));
    const isWhole = parts.length === PARTS.length && values.only === undefined && !values.quick;
    if (values.write || isWhole) await write(results);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function profiledLoad(folder: string, name: string): Load {
  return name === HANDSHAKES.name ? HANDSHAKES : cellLoad(folder, cellOf(name), 3);
}

/** The subjects asked for that this machine has; says what it lacks for the others. */
function present(only: readonly string[] | undefined): Subject[] {
  return SUBJECTS.filter(({ name, missing }) => {
    if (only !== undefined && !only.includes(name)) return false;
    const lack = missing();
    if (lack !== null) console.error(`without ${name}: ${lack}`);
    return lack === null;
  });
}

async function measureAll(place: Place, wanted: Wanted): Promise<Results> {
  const { rounds, subjects } = wanted;
  const { folder } = place;
  const figuresOf = async (part: string, loads: readonly Load[]): Promise<Figures> => {
    if (!wanted.parts.includes(part)) return new Map();
    console.error(`measuring ${part} ...`);
    return part === "idle" ? idleOf(place, wanted) : loadsOf(place, wanted, loads);
  };
  return {
    conditions: conditionsOf(rounds),
    subjects: subjects.map(({ name }) => name),
    cells: await figuresOf(
      "cells",
      wanted.cells.map((cell) => cellLoad(folder, cell, 0.5)),
    ),
    latency: await figuresOf(
      "latency",
      RATE_SIZES.map((size) => rateLoad(folder, size, 2)),
    ),
    handshakes: await figuresOf("handshakes", [HANDSHAKES]),
    idle: await figuresOf("idle", []),
  };
}

/** Starts the subjects anew, lets V8 compile what the loads use, then measures. */
async function loadsOf(
  place: Place,
  { subjects, rounds }: Wanted,
  loads: readonly Load[],
): Promise<Figures> {
  const field = await startField(place, subjects);
  try {
    const names = [NO_RELAY, ...subjects.map(({ name }) => name)];
    const cells = GOAL_CELLS.map((cell) => cellLoad(place.folder, cell, 0.4));
    const warm = loads.includes(HANDSHAKES) ? [HANDSHAKES] : cells;
    await runRounds(field, { subjects: names, loads: warm, rounds: 1 });
    return await runRounds(field, { subjects: names, loads, rounds });
  } finally {
    await field.end();
  }
}

/** Memory that is really held: node collects its garbage twice a second, before and while it is looked at. */
async function idleOf(place: Place, { subjects, rounds }: Wanted): Promise<Figures> {
  const collector = join(place.folder, "collect.cjs");
  await writeFile(collector, "setInterval(() => globalThis.gc(), 500).unref();\n");
  const field = await startField(place, subjects, ["--expose-gc", "--require", collector]);
  try {
    const names = subjects.map(({ name }) => name);
    await runRounds(field, { subjects: names, loads: [idleLoad(50)], rounds: 1 });
    return await runRounds(field, { subjects: names, loads: [idleLoad(IDLE_CONNECTIONS)], rounds });
  } finally {
    await field.end();
  }
}

async function write(results: Results): Promise<void> {
  await writeSection("relays", relaySections(results));
  await writeFile(join(DOCS, "images/relay-cpu.svg"), chartOf(results));
}

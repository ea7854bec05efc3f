import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ALL_CELLS, cellOf, GOAL_CELLS } from "./cells.ts";
import { conditionsOf } from "./conditions.ts";
import { NO_RELAY, startField } from "./field.ts";
import { buildKit, type Kit } from "./kit.ts";
import {
  cellLoad,
  HANDSHAKES,
  IDLE_CONNECTIONS,
  idleLoad,
  rateLoad,
  writeMessages,
  type Load,
} from "./loads.ts";
import { printProfile } from "./profile.ts";
import { chartOf } from "./report/chart.ts";
import { relaySections } from "./report/page.ts";
import { withSection } from "./report/section.ts";
import type { Results } from "./results.ts";
import { runRounds, type Figures } from "./rounds.ts";
import { SUBJECTS, type Subject } from "./subjects.ts";

const DOCS = resolve(import.meta.dirname, "../../../docs");

/** Where a run keeps its files, and the programs it runs. */
interface Place {
  readonly kit: Kit;
  readonly folder: string;
}

/** What the command line asks for. */
interface Wanted {
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly subjects: readonly Subject[];
}

/**
 * `npm run bench`: relays side by side, printed; all of it, some 20 minutes, is also written to docs/.
 * `--quick` runs the five cells that have goals, `--only a,b` some subjects, `--write` writes in any
 * case, `--profile <cell>` or `--profile handshakes` says where the gateway's time goes.
 */
export async function benchRelays(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      rounds: { type: "string", default: "3" },
      only: { type: "string" },
      write: { type: "boolean", default: false },
      profile: { type: "string" },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "framegate-bench-"));
  const place = { kit: buildKit(folder), folder };
  try {
    writeMessages(folder);
    if (values.profile !== undefined) {
      await printProfile(place.kit, folder, profiledLoad(folder, values.profile));
      return;
    }
    const subjects = present(values.only?.split(","));
    const wanted = { isQuick: values.quick, rounds: Number(values.rounds), subjects };
    const results = await measureAll(place, wanted);
    console.log(relaySections(results));
    if (values.write || (!values.quick && values.only === undefined)) await write(results);
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
  const { isQuick, rounds, subjects } = wanted;
  const { folder } = place;
  const none: Figures = new Map();
  const loads = (isQuick ? GOAL_CELLS : ALL_CELLS).map((cell) => cellLoad(folder, cell, 0.5));
  const rates = (["118 B", "1 KB"] as const).map((size) => rateLoad(folder, size, 2));
  const cells = await measured(place, subjects, { loads, rounds });
  return {
    conditions: conditionsOf(rounds),
    subjects: subjects.map(({ name }) => name),
    cells,
    latency: isQuick ? none : await measured(place, subjects, { loads: rates, rounds }),
    handshakes: isQuick ? none : await measured(place, subjects, { loads: [HANDSHAKES], rounds }),
    idle: isQuick ? none : await idleOf(place, subjects, rounds),
  };
}

/** Starts the subjects anew, lets V8 compile what the loads use, then measures. */
async function measured(
  place: Place,
  subjects: readonly Subject[],
  { loads, rounds }: { readonly loads: readonly Load[]; readonly rounds: number },
): Promise<Figures> {
  const field = await startField(place, subjects);
  try {
    const names = [NO_RELAY, ...subjects.map(({ name }) => name)];
    const warm = GOAL_CELLS.map((cell) => cellLoad(place.folder, cell, 0.4));
    await runRounds(field, { subjects: names, loads: warm, rounds: 1 });
    return await runRounds(field, { subjects: names, loads, rounds });
  } finally {
    await field.end();
  }
}

/** Memory that is really held: node collects its garbage twice a second, before and while it is looked at. */
async function idleOf(
  place: Place,
  subjects: readonly Subject[],
  rounds: number,
): Promise<Figures> {
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
  const page = join(DOCS, "benchmarks.md");
  const section = relaySections(results);
  await writeFile(page, withSection(await readFile(page, "utf8"), "relays", section));
  await writeFile(join(DOCS, "images/relay-cpu.svg"), chartOf(results));
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ratioOf, spreadOf, threeDigits } from "./arithmetic.ts";
import { GOAL_CELLS, nameOf } from "./cells.ts";
import { buildKit } from "./kit.ts";
import { cpuPerMessage, runRounds, startField, warmUp, type Figures } from "./rounds.ts";
import { SUBJECTS } from "./subjects.ts";

/** Measures the relays side by side. */
export async function benchRelays(args: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "framegate-bench-"));
  try {
    const only = args[0]?.split(",");
    const field = await startField(
      buildKit(folder),
      folder,
      SUBJECTS.filter((subject) => {
        if (only !== undefined && !only.includes(subject.name)) return false;
        const missing = subject.missing();
        if (missing !== null) console.error(`without "${subject.name}": ${missing}`);
        return missing === null;
      }),
    );
    try {
      await warmUp(field, GOAL_CELLS);
      print(await runRounds(field, GOAL_CELLS, { rounds: Number(args[1] ?? 3), seconds: 0.5 }));
    } finally {
      await field.end();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(figures: Figures): void {
  for (const cell of GOAL_CELLS.map(nameOf)) {
    console.log(`\n${cell}`);
    const all = figures.get(cell);
    const ours = (all?.get("framegate") ?? []).map(cpuPerMessage);
    for (const [name, rounds] of all ?? []) {
      const values = rounds.map(cpuPerMessage);
      const s = spreadOf(values);
      const r = ratioOf(ours, values);
      const rate = spreadOf(rounds.map((x) => x.count / x.seconds));
      if (s === null || r === null || rate === null) continue;
      console.log(
        `${name.padEnd(24)} ${threeDigits(s.median).padStart(7)} (${threeDigits(s.min)}–${threeDigits(s.max)}) ours is ${r.median.toFixed(2)} (${r.min.toFixed(2)}–${r.max.toFixed(2)}) ${rate.median.toFixed(0)}/s`,
      );
    }
  }
}

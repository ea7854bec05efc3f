/** `npm run chaos -- [--rounds n] [--seed n]`: clients of a generated SDK behind networks that fail. */
import { parseArgs } from "node:util";
import { runChaos } from "./run.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
console.log(`seed ${values.seed}`);
const report = await runChaos(Number(values.rounds), Number(values.seed));
for (const line of report.lines) console.log(line);
process.exitCode = report.problems.length === 0 ? 0 : 1;

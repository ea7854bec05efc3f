/** `npm run fuzz -- engine|acceptors [--count n] [--seed n]`: the fuzzing of the tests for as long as you like. */
import { parseArgs } from "node:util";

import { fuzzEngine } from "./engine/by-hand.ts";

/** What can be fuzzed; the answer is the exit code. */
const TARGETS: Readonly<Record<string, (count: number, seed: number) => Promise<number>>> = {
  engine: fuzzEngine,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const target = TARGETS[positionals[0] ?? ""];
if (target === undefined) {
  const names = Object.keys(TARGETS).join("|");
  console.error(`usage: npm run fuzz -- ${names} [--count <inputs>] [--seed <number>]`);
  process.exitCode = 2;
} else {
  process.exitCode = await target(Number(values.count), Number(values.seed));
}

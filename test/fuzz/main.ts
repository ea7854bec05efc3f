/**
 * `npm run fuzz -- engine|acceptors|values [--count n] [--seed n] [--corpus folder]`: the fuzzing of the tests for as
 * long as you like.
 */
import { parseArgs } from "node:util";

import { fuzzAcceptors } from "./acceptors/by-hand.ts";
import { fuzzEngine } from "./engine/by-hand.ts";
import { fuzzValues } from "./values/by-hand.ts";

type Fuzz = (count: number, seed: number, corpus: string | undefined) => Promise<number>;

/** What can be fuzzed; the answer is the exit code. */
const TARGETS: Readonly<Record<string, Fuzz>> = {
  acceptors: fuzzAcceptors,
  engine: fuzzEngine,
  values: fuzzValues,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: "string" },
    count: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const target = TARGETS[positionals[0] ?? ""];
if (target === undefined) {
  const names = Object.keys(TARGETS).join("|");
  console.error(
    `usage: npm run fuzz -- ${names} [--count <inputs>] [--seed <number>] [--corpus <folder>]`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = await target(Number(values.count), Number(values.seed), values.corpus);
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { threeDigits } from "./arithmetic.ts";
import { NO_RELAY, startField, targetOf, type Field } from "./field.ts";
import { buildKit } from "./kit.ts";
import { soakMessage } from "./messages.ts";
import { LOAD_CORE, run } from "./pinned.ts";
import { GATEWAY } from "./subjects.ts";

/** What the kit's `soak` prints. */
interface Soaked {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  readonly reordered: number;
  readonly changed: number;
  /** Messages that were due while 256 of their connection were still unanswered. */
  readonly notSent: number;
  readonly pings: number;
  readonly cpuUs: number;
  readonly memoryKib: { readonly before: number; readonly after: number };
  readonly latencyUs: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** Seconds for which the backend is measured without the gateway, before and after it. */
const BASELINE_SECONDS = 10;

/** What the 99th percentile may gain by the gateway, in milliseconds. */
const MOST_ADDED_P99_MS = 10;

/**
 * `npm run bench -- load`: 2,000 connections that send 5 messages of 512 B a second each, for ten minutes or
 * `--seconds`. Each message has its connection's number and its own; each answer is compared byte by byte.
 * Fails if one is lost, reordered or changed, or if the gateway adds more to the latency than it may.
 */
export async function soakGateway(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "600" },
      connections: { type: "string", default: "2000" },
      "each-second": { type: "string", default: "5" },
    },
  });
  const gapNs = Math.round(1e9 / Number(values["each-second"]));
  const folder = await mkdtemp(join(tmpdir(), "framegate-bench-"));
  try {
    const kit = buildKit(folder);
    const file = join(folder, "soak.txt");
    await writeFile(file, `${soakMessage()}\n`);
    const field = await startField({ kit, folder }, [GATEWAY]);
    const options = ["-f", file, "-c", values.connections, "-g", String(gapNs)];
    try {
      const before = await soak(field, NO_RELAY, [...options, "-d", String(BASELINE_SECONDS)]);
      const through = await soak(field, GATEWAY.name, [...options, "-d", values.seconds]);
      const after = await soak(field, NO_RELAY, [...options, "-d", String(BASELINE_SECONDS)]);
      console.log(soakText(through, [before, after]));
      if (!isGood(through, [before, after])) process.exitCode = 1;
    } finally {
      await field.end();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function soak(field: Field, subject: string, options: readonly string[]): Promise<Soaked> {
  const args = [...targetOf(field, subject), ...options];
  const printed = await run({ core: LOAD_CORE, program: field.kit.soak, args });
  return JSON.parse(printed) as Soaked;
}

function addedMs(through: Soaked, without: readonly Soaked[], of: "p50" | "p99"): number {
  const bare = without.reduce((sum, { latencyUs }) => sum + latencyUs[of], 0) / without.length;
  return (through.latencyUs[of] - bare) / 1000;
}

function isGood(through: Soaked, without: readonly Soaked[]): boolean {
  const { sent, received, lost, reordered, changed, notSent } = through;
  const isWhole = received === sent && lost + reordered + changed + notSent === 0;
  return isWhole && addedMs(through, without, "p99") <= MOST_ADDED_P99_MS;
}

function soakText(through: Soaked, without: readonly Soaked[]): string {
  const { sent, received, lost, reordered, changed, notSent, pings, cpuUs, memoryKib } = through;
  const bare = without.map(({ latencyUs }) => `${threeDigits(latencyUs.p99 / 1000)} ms`);
  return [
    `${sent} messages sent, ${received} came back: ${lost} lost, ${reordered} reordered, ${changed} changed`,
    `${notSent} not sent because the gateway was too far behind; ${pings} pings answered`,
    `latency added by the gateway: p50 ${threeDigits(addedMs(through, without, "p50"))} ms, ` +
      `p99 ${threeDigits(addedMs(through, without, "p99"))} ms (goal ${MOST_ADDED_P99_MS} ms); ` +
      `without it p99 is ${bare.join(" before and ")} after`,
    `${threeDigits(cpuUs / sent / 2)} µs of CPU for each relayed message; memory ` +
      `${threeDigits(memoryKib.before / 1024)} MiB before, ${threeDigits(memoryKib.after / 1024)} MiB after`,
  ].join("\n");
}

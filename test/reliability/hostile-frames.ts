/**
 * T-SCHEMA, by hand: `npx tsx test/reliability/hostile-frames.ts` says what one hostile frame of 128 KiB costs in the
 * acceptor and, behind it, on the long way: CPU of the process in ms. Warm is the median and the most of some rounds,
 * cold the first frame of a process.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { HostileKind } from "./hostile-kinds.ts";
import { FRAME_BYTES, HOSTILE_KINDS } from "./hostile-kinds.ts";
import { compileSubjects } from "../fuzz/acceptors/compile-subject.ts";
import { groupOf } from "../checks/run-checks.ts";
import { compiledBySchema } from "../messages/judge-by-schema.ts";

const WARM_ROUNDS = 10;
const ROUNDS = 15;

/** Judges the frame of a kind as a gateway does, and says what came of it. */
function judgeOf({ schemas, messages, text }: HostileKind): () => string {
  const group = groupOf("all", messages);
  const [subject] = compileSubjects({
    name: "hostile",
    schemas,
    messages: messages.map((id) => ({ id, schema: id, flows: ["clientToServer"] })),
    groups: [{ group, flow: "clientToServer" }],
  });
  const { judge } = compiledBySchema(schemas, messages);
  const bytes = Buffer.from(text);
  return () => {
    if ((subject?.javascript(bytes, 0, bytes.length) ?? -1) >= 0) return "short way";
    const verdict = judge(null, text);
    return verdict.kind === "accepted" ? "accepted" : "refused";
  };
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

interface Figures {
  readonly name: string;
  readonly verdict: string;
  readonly median: number;
  readonly most: number;
  readonly cold: number;
}

/** In a process of its own, which has judged nothing yet. */
function coldMs(name: string): number {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), "--cold", name];
  const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return Number(stdout);
}

function measure(kind: HostileKind): Figures {
  const judge = judgeOf(kind);
  for (let round = 0; round < WARM_ROUNDS; round += 1) judge();
  const rounds = Array.from({ length: ROUNDS }, () => cpuMs(judge)).toSorted((a, b) => a - b);
  const median = rounds[ROUNDS >> 1] ?? 0;
  const most = rounds.at(-1) ?? 0;
  return { name: kind.name, verdict: judge(), median, most, cold: coldMs(kind.name) };
}

function main(): void {
  const [flag, name] = process.argv.slice(2);
  const named = HOSTILE_KINDS.find((one) => one.name === name);
  if (flag === "--cold" && named !== undefined) {
    const judge = judgeOf(named);
    console.log(cpuMs(judge));
    return;
  }
  const figures = HOSTILE_KINDS.map(measure).toSorted((left, right) => right.most - left.most);
  console.log(`one frame of ${FRAME_BYTES} bytes, CPU in ms: warm median, warm most, cold`);
  for (const { name: of, verdict, median, most, cold } of figures) {
    const row = [median, most, cold].map((ms) => ms.toFixed(1).padStart(7));
    console.log(`${row.join("")}  ${verdict.padEnd(9)} ${of}`);
  }
}

main();

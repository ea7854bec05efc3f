/**
 * T-SCHEMA, by hand: `npx tsx test/reliability/hostile-frames.ts` says what one hostile frame of 128 KiB costs in the
 * acceptor and, behind it, on the long way: CPU of the process in ms. Warm is the median and the most of some rounds,
 * cold the first frame of a process.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { HostileKind } from "./hostile-kinds.ts";
import { FRAME_BYTES, HOSTILE_KINDS } from "./hostile-kinds.ts";
import { compileSubjects } from "../fuzz/acceptors/compile-subject.ts";
import { groupOf } from "../checks/run-checks.ts";
import { compiledBySchema } from "../messages/judge-by-schema.ts";

const WARM_ROUNDS = 10;
const ROUNDS = 15;
/** What a frame may cost. */
const GOAL_MS = 20;

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

const PAGE = new URL("../../docs/reliability.md", import.meta.url);
/** The row of the table in `PAGE`, up to what was measured. */
const ROW = /^(\| T-SCHEMA +\|[^|]*\|)[^|]*(\|.*)$/m;
/** Kinds that stand in the table, the dearest first. */
const SHOWN = 12;
const LIST = /(<!-- hostile frames: [^>]*-->\n)[^]*?(<!-- end of hostile frames -->)/;

function rowOf({ name, verdict, median, most, cold }: Figures): string {
  return `| ${name} | ${verdict} | ${[median, most, cold].map((ms) => ms.toFixed(1)).join(" | ")} |`;
}

/** Writes the figures where the page has a place for them. */
function writePage(figures: readonly Figures[]): void {
  const [worst] = figures;
  const over = figures.filter(({ median }) => median > GOAL_MS).length;
  const cold = Math.max(...figures.map((one) => one.cold)).toFixed(0);
  const said = ` ${figures.length} kinds: worst median ${worst?.median.toFixed(0)} ms warm, ${over} above 20; ${cold} cold `;
  const head = "| frame | verdict | median | most | cold |\n| --- | --- | --- | --- | --- |";
  const list = `\n${[head, ...figures.slice(0, SHOWN).map(rowOf)].join("\n")}\n\n`;
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(PAGE, page.replace(ROW, `$1${said}$2`).replace(LIST, `$1${list}$2`));
}

function main(): void {
  const [flag, name] = process.argv.slice(2);
  const named = HOSTILE_KINDS.find((one) => one.name === name);
  if (flag === "--cold" && named !== undefined) {
    const judge = judgeOf(named);
    console.log(cpuMs(judge));
    return;
  }
  const figures = HOSTILE_KINDS.map(measure).toSorted((left, right) => right.median - left.median);
  console.log(`one frame of ${FRAME_BYTES} bytes, CPU in ms: median, most, cold`);
  for (const one of figures) console.log(rowOf(one));
  if (flag === "--write") writePage(figures);
}

main();

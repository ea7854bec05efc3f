/**
 * `npm run bench -- sdk`: what it takes to check a message in a client, and how much of a download that is, beside the
 * validators that people use: the same ten messages of specs/chat.yaml, bundled and minified by esbuild. Writes its
 * section of docs/benchmarks.md with `--write`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileDocument } from "../../../generator/compile.ts";
import { writeSection } from "../write-section.ts";
import { bundleSubjects } from "./subjects.ts";
import type { CheckSubject } from "./subjects.ts";

const SPEC = fileURLToPath(new URL("../../../specs/chat.yaml", import.meta.url));
const ROUNDS = 15;
/** CPU of one turn of one subject, in microseconds. */
const TURN = 15_000;
const STARTS = 9;

const chatMessage = (messageId: number) => ({
  messageId,
  from: "ada",
  text: "the price moved up again so I sold half of it",
  at: "2026-03-01T09:30:00Z",
});

const MESSAGES: Readonly<Record<string, unknown>> = {
  say: { type: "say", id: "r1041", text: "the price moved up again so I sold half of it" },
  said: { type: "said", message: chatMessage(1041) },
  history: {
    type: "history",
    id: "r2",
    more: true,
    messages: Array.from({ length: 20 }, (_none, index) => chatMessage(index + 1)),
  },
};

/** One kind of work with one message, for each subject in nanoseconds of CPU a time, by its name. */
interface Cell {
  readonly work: string;
  readonly message: string;
  readonly nanoseconds: ReadonlyMap<string, number>;
}

/** Measures, prints, and with `--write` writes. */
export async function benchSdkChecks(options: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "framegate-bench-"));
  try {
    const reading = {
      allowRemote: false,
      allowOutside: false,
      partial: false,
      alone: true,
    } as const;
    const { model } = await compileDocument(
      { kind: "file", path: SPEC },
      { ...reading, perspective: null, until: "model" },
    );
    if (model === null) throw new Error(`"${SPEC}" has no model`);
    const subjects = await bundleSubjects(model, folder);
    assertAlike(subjects);
    const cells = Object.keys(MESSAGES).flatMap((message) => measureMessage(subjects, message));
    const section = sectionOf(subjects, cells, startsOf(subjects, folder));
    console.log(section);
    if (options.includes("--write")) await writeSection("sdk checks", section);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function assertAlike(subjects: readonly CheckSubject[]): void {
  for (const { name, fits } of subjects) {
    for (const [message, value] of Object.entries(MESSAGES)) {
      if (!fits(message, value) || fits(message, { ...Object(value), type: "other" })) {
        throw new Error(`"${name}" does not check "${message}"`);
      }
    }
  }
}

function measureMessage(subjects: readonly CheckSubject[], message: string): readonly Cell[] {
  const value = MESSAGES[message];
  const text = JSON.stringify(value);
  const works: Readonly<Record<string, (subject: CheckSubject) => unknown>> = {
    "encode + check": ({ fits }) => fits(message, value) && JSON.stringify(value),
    "decode + check": ({ fits }) => fits(message, JSON.parse(text)),
    "check alone": ({ fits }) => fits(message, value),
  };
  return Object.entries(works).map(([work, run]) => ({
    work,
    message,
    nanoseconds: interleaved(subjects, run),
  }));
}

function interleaved(
  subjects: readonly CheckSubject[],
  run: (subject: CheckSubject) => unknown,
): ReadonlyMap<string, number> {
  const all = new Map(subjects.map(({ name }) => [name, [] as number[]] as const));
  const times = new Map(
    subjects.map((subject) => [subject.name, calibrate(subject, run)] as const),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const subject of subjects) {
      const count = times.get(subject.name) ?? 1;
      all.get(subject.name)?.push((turn(subject, run, count) * 1000) / count);
    }
  }
  return new Map([...all].map(([name, list]) => [name, median(list)] as const));
}

/** How often the work is done in one turn. */
function calibrate(subject: CheckSubject, run: (subject: CheckSubject) => unknown): number {
  let count = 64;
  while (turn(subject, run, count) < TURN) {
    count *= 2;
  }
  return count;
}

function turn(
  subject: CheckSubject,
  run: (subject: CheckSubject) => unknown,
  count: number,
): number {
  const start = process.cpuUsage();
  for (let index = 0; index < count; index += 1) {
    run(subject);
  }
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** A module that has nothing to check: what an import costs whatever is imported. */
const EMPTY = "export const fits = () => true;";

/**
 * Milliseconds of CPU from the import of each subject's bundle to its first checked message, in a process of its own,
 * beyond those of a module that is empty.
 */
function startsOf(subjects: readonly CheckSubject[], folder: string): ReadonlyMap<string, number> {
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, EMPTY);
  const all = [{ name: "", path: empty }, ...subjects].map(({ name, path }) => ({
    name,
    path,
    times: [] as number[],
  }));
  const code =
    "const [path,text]=process.argv.slice(1);const start=process.cpuUsage();" +
    "import(path).then(({fits})=>{fits('said',JSON.parse(text));" +
    "const {user,system}=process.cpuUsage(start);console.log((user+system)/1000)})";
  for (let round = 0; round < STARTS; round += 1) {
    for (const { path, times } of all) {
      const args = ["-e", code, path, JSON.stringify(MESSAGES["said"])];
      times.push(Number(execFileSync(process.execPath, args, { encoding: "utf8" })));
    }
  }
  const [nothing = Number.NaN, ...medians] = all.map(({ times }) => median(times));
  return new Map(subjects.map(({ name }, index) => [name, (medians[index] ?? 0) - nothing]));
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
}

function sectionOf(
  subjects: readonly CheckSubject[],
  cells: readonly Cell[],
  starts: ReadonlyMap<string, number>,
): string {
  const names = subjects.map(({ name }) => name);
  const [own = ""] = names;
  const row = (...columns: readonly string[]): string => `| ${columns.join(" | ")} |`;
  const ratios = cells.map(({ work, message, nanoseconds }) => {
    const base = nanoseconds.get(own) ?? Number.NaN;
    const times = names.slice(1).map((name) => ((nanoseconds.get(name) ?? 0) / base).toFixed(2));
    return row(`${message}, ${work}`, `${(base / 1000).toFixed(2)} µs`, ...times);
  });
  const sizes = subjects.map(({ gzipBytes }) => `${(gzipBytes / 1000).toFixed(1)} kB`);
  const first = names.map((name) => `${(starts.get(name) ?? Number.NaN).toFixed(1)} ms`);
  return [
    row("", ...names),
    row("---", ...names.map(() => "---:")),
    row("ten messages, gzip", ...sizes),
    row("CPU from import to first checked message", ...first),
    "",
    row("CPU, times ours", `${own}, absolute`, ...names.slice(1)),
    row("---", ...names.map(() => "---:")),
    ...ratios,
    "",
    `Node ${process.versions.node}; medians of ${ROUNDS} interleaved rounds of one process, of ${STARTS} starts.`,
  ].join("\n");
}

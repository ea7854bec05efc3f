/**
 * `npm run bench -- sdk`: how much of a download a generated client is, and how soon it is at work: the whole SDK of
 * the ten messages of specs/chat.yaml, bundled and minified for browsers. Writes its section of docs/benchmarks.md
 * with `--write`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleSdk } from "../../sdk/build-sdk.ts";
import { writeSection } from "../write-section.ts";

const STARTS = 20;

/** A part of the SDK that a caller may import, and how large it may become. */
interface ClientSubject {
  readonly name: string;
  readonly module: "index" | "unchecked";
  readonly goalBytes: number;
}

const SUBJECTS: readonly ClientSubject[] = [
  { name: "with checks", module: "index", goalBytes: 14_000 },
  { name: "`/unchecked`", module: "unchecked", goalBytes: 8000 },
];

/** Time from import to the first message that was checked and sent, in milliseconds. */
const START_GOAL_MS = 5;

/** Imports the bundle at `argv[1]` and sends one message over a socket that opens at once and only notes when. */
const START_CODE = `
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
let sent = null;
globalThis.WebSocket = class {
  bufferedAmount = 0;
  #listeners = {};
  constructor() { queueMicrotask(() => this.#listeners.open?.({})); }
  addEventListener(type, listener) { this.#listeners[type] = listener; }
  send() { sent ??= [performance.now(), cpu()]; }
  close() {}
};
const [start, startCpu] = [performance.now(), cpu()];
const { connect } = await import(process.argv[1]);
const client = await connect?.({ roomId: "a", name: "ada" }, { url: "ws://localhost", heartbeat: false });
void client?.send.say({ id: "r1", text: "hello" });
await new Promise(setImmediate);
const [end, endCpu] = sent ?? [performance.now(), cpu()];
console.log(JSON.stringify([end - start, endCpu - startCpu]));
process.exit(0);
`;

/** Measures, prints, and with `--write` writes. */
export async function benchSdkClient(options: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "framegate-bench-"));
  try {
    const files = await Promise.all(
      SUBJECTS.map(async (subject) => {
        const { module } = subject;
        const text = await bundleSdk("specs/chat.yaml", { module, platform: "web" }, true);
        const path = join(folder, `${module}.mjs`);
        writeFileSync(path, text);
        return { ...subject, path, bytes: gzipSync(text, { level: 9 }).length };
      }),
    );
    const empty = join(folder, "empty.mjs");
    writeFileSync(empty, "export {};");
    const starts = startsOf([empty, ...files.map(({ path }) => path)]);
    const rows = files.map(({ name, bytes, goalBytes, path }) => {
      const [wall = "", cpu = ""] = [0, 1].map((of) => {
        const taken = (starts.get(path)?.[of] ?? NaN) - (starts.get(empty)?.[of] ?? NaN);
        return `${taken.toFixed(1)} ms`;
      });
      return row(name, kilobytes(bytes), kilobytes(goalBytes), wall, cpu, `${START_GOAL_MS} ms`);
    });
    const section = sectionOf(rows);
    console.log(section);
    if (options.includes("--write")) await writeSection("sdk client", section);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Medians of time and CPU from import to the first message, in milliseconds, each in a process of its own. */
function startsOf(paths: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const runs = new Map(paths.map((path) => [path, [] as (readonly number[])[]] as const));
  for (let round = 0; round < STARTS; round += 1) {
    for (const path of paths) {
      const args = ["--input-type=module", "-e", START_CODE, path];
      const pair: readonly number[] = JSON.parse(
        execFileSync(process.execPath, args, { encoding: "utf8" }),
      );
      runs.get(path)?.push(pair);
    }
  }
  return new Map([...runs].map(([path, all]) => [path, [0, 1].map((of) => median(all, of))]));
}

function median(runs: readonly (readonly number[])[], of: number): number {
  const sorted = runs.map((run) => run[of] ?? NaN).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

function sectionOf(rows: readonly string[]): string {
  return [
    row("", "gzip", "goal", "import to first message", "the same, CPU", "goal"),
    row("---", "---:", "---:", "---:", "---:", "---:"),
    ...rows,
    "",
    `Bundled and minified by esbuild for browsers. Node ${process.versions.node}; medians of ${STARTS} processes each, from the call of \`import()\` to the first checked frame, which goes to a WebSocket that opens at once; what importing an empty module takes is subtracted.`,
  ].join("\n");
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

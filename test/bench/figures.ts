import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { spawnSync } from "node:child_process";
import { diamondOf, documentOf, documentOfLines } from "./documents.ts";
import { measureInterleaved, type Run, type Subject } from "./measure.ts";
import { writeSection } from "./write-section.ts";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const FRAMEGATE = join(ROOT, "bin/framegate.js");
const BARE = "node, nothing loaded";
const LISTENER = "`node:http`, listening";
const EMPTY = "`lint`, the same document with one schema";
const DIAMOND = "`lint`, shared schemas nested 16 deep";

/** Reads one document with the reference parser and says how many diagnostics it gave. */
const REFERENCE = `
const { Parser } = require(process.argv[1] + "/node_modules/@asyncapi/parser");
const text = require("node:fs").readFileSync(process.argv[2], "utf8");
new Parser().parse(text).then(({ diagnostics }) => console.log(diagnostics.length));
`;

/**
 * `npm run bench -- starts`: the cold command line and the start of a built gateway, as one table; `--write` puts it
 * into docs/benchmarks.md.
 */
export async function benchStarts(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rounds: { type: "string", default: "7" }, write: { type: "boolean" } },
  });
  const folder = await mkdtemp(join(tmpdir(), "framegate-bench-"));
  try {
    const subjects = await prepare(folder, positionals);
    const runs = await measureInterleaved(subjects, Number(values.rounds), folder);
    const table = tableOf(subjects, runs, `medians of ${values.rounds} rounds`);
    console.log(table);
    if (values.write === true) await writeSection("starts", table);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Our own documents, then whatever documents the command names. */
async function prepare(folder: string, extra: readonly string[]): Promise<Subject[]> {
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const thousand = await write("thousand.yaml", documentOfLines(1000));
  const many = await write("many.yaml", documentOf(250));
  const diamond = await write("diamond.yaml", diamondOf(16));
  const empty = await write("empty.yaml", diamondOf(0));
  const small = join(ROOT, "specs/chat.yaml");
  const build = join(folder, "build");
  spawnSync(process.execPath, [FRAMEGATE, "generate", "gateway", small, "-o", build]);
  const gateway = (workers: number): readonly string[] => [
    ...[join(build, "gateway.mjs"), "--workers", `${workers}`, "--port", "0", "--admin-port", "0"],
    ...["--backend", "production=ws://127.0.0.1:9"],
  ];
  const listener = 'require("node:http").createServer().listen(0, () => console.log("listening"))';
  return [
    { name: BARE, args: ["-e", "0"] },
    lintOf("`lint`, 1,000 lines", thousand),
    { name: "`@asyncapi/parser`, the same 1,000 lines", args: ["-e", REFERENCE, ROOT, thousand] },
    lintOf("`lint`, 250 messages", many),
    lintOf(EMPTY, empty),
    lintOf(DIAMOND, diamond),
    generateOf("`generate gateway`, 250 messages", many, join(folder, "many")),
    { name: LISTENER, args: ["-e", listener], ready: /listening/ },
    { name: "`gateway.mjs --workers 1`, listening", args: gateway(1), ready: /ws:\/\// },
    { name: "`gateway.mjs --workers 2`, listening", args: gateway(2), ready: /ws:\/\// },
    ...extra.flatMap((path) => [
      lintOf(`\`lint\`, ${basename(path)}`, path),
      generateOf(`\`generate gateway\`, ${basename(path)}`, path, join(folder, basename(path))),
    ]),
  ];
}

function lintOf(name: string, path: string): Subject {
  return { name, args: [FRAMEGATE, "lint", path] };
}

function generateOf(name: string, path: string, out: string): Subject {
  return { name, args: [FRAMEGATE, "generate", "gateway", path, "-o", out] };
}

function tableOf(
  subjects: readonly Subject[],
  runs: ReadonlyMap<string, Run>,
  how: string,
): string {
  const rows = subjects.map(({ name, ready }) => {
    const run = runs.get(name);
    const peer = runs.get(ready === undefined ? BARE : LISTENER);
    const ms = (value: number | undefined): string =>
      value === undefined ? "-" : value.toFixed(0);
    const ratio =
      run === undefined || peer === undefined ? "-" : (run.wallMs / peer.wallMs).toFixed(1);
    return `| ${name} | ${ms(run?.cpuMs)} | ${ms(run?.wallMs)} | ${ratio} |`;
  });
  return [
    `Node ${process.version}, ${how}, each run a cold process.`,
    "",
    "| what | CPU ms | wall ms | wall, times bare node |",
    "|---|---|---|---|",
    ...rows,
    "",
    `The nested schemas take ${above(runs, DIAMOND, EMPTY)} ms of CPU more than the one schema.`,
  ].join("\n");
}

/** What a subject takes more than another, whole milliseconds of CPU. */
function above(runs: ReadonlyMap<string, Run>, name: string, base: string): string {
  return ((runs.get(name)?.cpuMs ?? Number.NaN) - (runs.get(base)?.cpuMs ?? Number.NaN)).toFixed(0);
}

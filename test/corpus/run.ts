import { mkdtemp, rm, symlink } from "node:fs/promises";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findDocuments, type CorpusDocument } from "./find-documents.ts";
import { judge, type Build, type Builder, type Verdict } from "./judge.ts";
import { typeProblems } from "./sdk-types.ts";
import { printHead, printRow, printSummary, printTypeProblems } from "./table.ts";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const USAGE = "usage: npm run corpus -- <folder> [--only <name>] [--mutations <n>] [--reasons <n>]";

/** Runs Framegate over every document of a folder and compares each verdict with plain ajv's. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: "string" },
      mutations: { type: "string", default: "12" },
      reasons: { type: "string", default: "6" },
    },
  });
  const [folder] = positionals;
  if (folder === undefined || !existsSync(folder)) {
    console.error(folder === undefined ? USAGE : `no folder "${folder}"\n${USAGE}`);
    return 2;
  }
  const wanted = findDocuments(folder).filter(
    ({ name }) => values.only === undefined || name.includes(values.only),
  );
  console.log(printHead());
  const verdicts: Verdict[] = [];
  const clients = await mkdtemp(join(tmpdir(), "framegate-corpus-clients-"));
  try {
    for (const document of wanted) {
      const build: Builder = (one) => buildByCommandLine(one, clients);
      const verdict = await judge(document, build, Number(values.mutations));
      verdicts.push(verdict);
      console.log(printRow(verdict, Number(values.reasons)));
    }
    const problems = await typesOf(verdicts, clients);
    console.log(`\n${printSummary(verdicts)}`);
    console.log(printTypeProblems(problems, Number(values.reasons)));
    const isRight = problems.size === 0 && verdicts.every(({ passed }) => passed);
    return verdicts.length > 0 && isRight ? 0 : 1;
  } finally {
    await rm(clients, { recursive: true, force: true });
  }
}

/** What the type checker says of all clients together. */
function typesOf(
  verdicts: readonly Verdict[],
  folder: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const typed = verdicts.flatMap(({ document, build, sdk }) =>
    build.kind === "built" && build.client !== null
      ? [{ document: document.name, directory: build.client, values: sdk?.values ?? [] }]
      : [],
  );
  return typeProblems(typed, { folder, tsc: TYPE_CHECKER });
}

/** What a user would type: `lint`, `generate gateway`, `generate client`, and the type checker over what came out. */
async function buildByCommandLine(document: CorpusDocument, clients: string): Promise<Build> {
  const lint = await framegate(["lint", document.path, "--format", "json"]);
  const report = parseReport(lint.stdout);
  if (report === null || lint.code > 1) {
    return { kind: "crashed", why: `lint exits ${lint.code}: ${lint.stderr.slice(0, 400)}` };
  }
  const perspective = document.perspective === null ? ["--perspective", "server"] : [];
  const directory = await mkdtemp(join(tmpdir(), "framegate-corpus-"));
  const words = ["generate", "gateway", document.path, "-o", directory, ...perspective];
  const whole = await framegate(words);
  const isPartial = whole.code === 1 && whole.stderr.includes("--partial");
  const made = isPartial ? await framegate([...words, "--partial"]) : whole;
  const { errors, warnings } = report;
  if (made.code > 1 || (made.code === 1 && errors === 0)) {
    return { kind: "crashed", why: `generate exits ${made.code}: ${made.stderr.slice(0, 400)}` };
  }
  if (made.code === 1) {
    return { kind: "refused", errors, warnings, why: report.first };
  }
  const types = await run(process.execPath, [TYPE_CHECKER, ...TYPE_OPTIONS], directory);
  if (types.code !== 0) {
    return { kind: "crashed", why: `its types do not check: ${types.stdout.slice(0, 400)}` };
  }
  const client = await mkdtemp(join(clients, `${document.name.replaceAll(/\W/g, "-")}-`));
  const partial = isPartial ? ["--partial"] : [];
  const sdk = await framegate([
    ...["generate", "client", document.path, "-o", client],
    ...perspective,
    ...partial,
  ]);
  if (sdk.code !== 0) {
    return { kind: "crashed", why: `client exits ${sdk.code}: ${sdk.stderr.slice(0, 400)}` };
  }
  // Where a user's package would have `ws`.
  await symlink(join(ROOT, "node_modules"), join(client, "node_modules"));
  return { kind: "built", directory, client, errors, warnings, isPartial };
}

const TYPE_CHECKER = join(ROOT, "node_modules/typescript-native/bin/tsc");
const TYPE_OPTIONS = [
  ...["--noEmit", "--strict", "--target", "es2023", "--module", "nodenext", "--types", ""],
  ...["--ignoreConfig", "gateway.d.ts", "hooks.ts"],
];

function parseReport(stdout: string): { errors: number; warnings: number; first: string } | null {
  try {
    const report: {
      findings: { severity: string; message: string; rule: string; line: number }[];
      errors: number;
      warnings: number;
    } = JSON.parse(stdout);
    const first = report.findings.find(({ severity }) => severity === "error");
    const why =
      first === undefined
        ? "no error found"
        : `${first.rule}, line ${first.line}: ${first.message}`;
    return { errors: report.errors, warnings: report.warnings, first: why };
  } catch {
    return null;
  }
}

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function framegate(args: readonly string[]): Promise<Finished> {
  return run(process.execPath, [join(ROOT, "bin/framegate.js"), ...args], process.cwd());
}

function run(command: string, args: readonly string[], cwd: string): Promise<Finished> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", fail);
    child.on("close", (code) => {
      done({
        code: code ?? 99,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      });
    });
  });
}

process.exitCode = await main();

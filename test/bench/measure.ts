import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** One run of a command: wall clock and CPU (user and system, all threads), in milliseconds. */
export interface Run {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** A command to measure; `ready` ends the run early, at the first line of output that matches. */
export interface Subject {
  readonly name: string;
  readonly args: readonly string[];
  readonly ready?: RegExp;
}

/** Rounds in which every subject runs once, so that noise of the machine falls on all alike. */
export async function measureInterleaved(
  subjects: readonly Subject[],
  rounds: number,
  folder: string,
): Promise<ReadonlyMap<string, Run>> {
  const hook = join(folder, "cpu-hook.cjs");
  await writeFile(hook, CPU_HOOK);
  const runs = new Map<string, Run[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of subjects) {
      const run = await measure(subject, hook, join(folder, "cpu.txt"));
      runs.set(subject.name, [...(runs.get(subject.name) ?? []), run]);
    }
  }
  return new Map([...runs].map(([name, all]) => [name, medianRun(all)]));
}

/** Writes the CPU time of the whole process when it exits or is told to report; workers of it are not counted. */
const CPU_HOOK = `
const file = process.env.BENCH_CPU_FILE;
delete process.env.BENCH_CPU_FILE;
const write = () => {
  if (file === undefined) return;
  const { user, system } = process.cpuUsage();
  require("node:fs").writeFileSync(file, String((user + system) / 1000));
};
process.on("exit", write);
process.on("SIGUSR2", () => { write(); process.kill(process.pid, "SIGKILL"); });
`;

async function measure(subject: Subject, hook: string, cpuFile: string): Promise<Run> {
  await writeFile(cpuFile, "NaN");
  const began = performance.now();
  const child = spawn(process.execPath, ["--require", hook, ...subject.args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, BENCH_CPU_FILE: cpuFile, NO_COLOR: "1" },
  });
  const exited = once(child, "exit");
  const ended = subject.ready === undefined ? exited : sees(child, subject.ready);
  child.stdout.resume();
  child.stderr.resume();
  await ended;
  const wallMs = performance.now() - began;
  if (subject.ready !== undefined) {
    child.kill("SIGUSR2");
  }
  await exited;
  return { wallMs, cpuMs: Number(await readFile(cpuFile, "utf8")) };
}

function sees(child: ChildProcess, wanted: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const look = (chunk: Buffer): void => {
      said += chunk.toString();
      if (wanted.test(said)) {
        resolve();
      }
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("exit", () =>
      reject(new Error(`never printed ${String(wanted)}: ${said.slice(-400)}`)),
    );
  });
}

function medianRun(runs: readonly Run[]): Run {
  return {
    wallMs: median(runs.map((run) => run.wallMs)),
    cpuMs: median(runs.map((run) => run.cpuMs)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

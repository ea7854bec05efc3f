import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";

/** The processor of the subjects, and that of the load and the backend. */
export const SUBJECT_CORE = 1;
export const LOAD_CORE = 0;

/** What to start, on which processor. */
export interface Command {
  readonly core: number;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A started process that listens; `pids` are its own and its children's. */
export interface Listening {
  readonly port: number;
  readonly pids: readonly number[];
  end(): Promise<void>;
}

/** A port of the loopback that was free a moment ago: nginx and HAProxy cannot be asked which one they took. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

function start({ core, program, args, env }: Command): ChildProcess {
  return spawn("taskset", ["-c", String(core), program, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Starts a server and waits until its port is open, 10 seconds at most; throws what it said if it ends before. */
export async function startListening(command: Command, port: number): Promise<Listening> {
  const child = start(command);
  let said = "";
  child.stdout?.resume();
  child.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    const cut = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await exited;
    clearTimeout(cut);
  };
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null)
      throw new Error(`"${command.program}" ended at its start: ${said}`);
    if (await isOpen(port)) return { port, pids: family(child.pid ?? 0), end };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await end();
  throw new Error(`"${command.program}" did not listen within 10 s: ${said}`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** A process and its children, as /proc tells them. */
function family(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim().split(" "),
  );
  return [pid, ...children.filter((child) => child !== "").map(Number)];
}

/** Runs a program to its end and gives what it printed; throws what it said on standard error if it failed. */
export async function run(command: Command): Promise<string> {
  const child = start(command);
  let printed = "";
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(said.trim() || `"${command.program}" failed`);
  return printed;
}

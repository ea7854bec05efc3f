import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const PROGRAM = fileURLToPath(new URL("framegate-main.ts", import.meta.url));

/** A `framegate` process and what it has printed. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** Settles once the process has ended, with all that it printed. */
  readonly printed: Promise<string>;
  /** Settles once the text stands on standard output or error. */
  seen(text: string): Promise<string>;
}

/** Starts a command line in a process of its own, which ends with the test at the latest. */
export function framegate(...argv: readonly string[]): Running {
  return framegateReading("", ...argv);
}

/** The same with a text on its standard input. */
export function framegateReading(input: string, ...argv: readonly string[]): Running {
  const program = ["--import", "tsx", PROGRAM];
  const child = spawn(process.execPath, [...program, ...argv], { stdio: "pipe" });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const ended = once(child, "exit").then(([code]: (number | null)[]) => code ?? null);
  child.stdin.end(input);
  let printed = "";
  const waiting = new Map<string, (printed: string) => void>();
  const take = (chunk: Buffer): void => {
    printed += chunk.toString();
    waiting.forEach((tell, text) => printed.includes(text) && tell(printed));
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const seen = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      waiting.set(text, resolve);
      take(Buffer.from(""));
      void ended.then(() => reject(new Error(`it ended without "${text}":\n${printed}`)));
    });
  const all = once(child, "close").then(() => printed);
  return { child, ended, printed: all, seen };
}

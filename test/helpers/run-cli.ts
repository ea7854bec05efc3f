import { vi } from "vitest";
import { main } from "../../generator/cli/main.ts";

/** What a command line did. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process and catches what it prints. Not for verbs that go on for ever. */
export async function runCli(...argv: readonly string[]): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const catchInto = (texts: string[]) => (chunk: string | Uint8Array) => {
    texts.push(String(chunk));
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(catchInto(out)),
    vi.spyOn(process.stderr, "write").mockImplementation(catchInto(err)),
    vi.spyOn(console, "log").mockImplementation((...words) => out.push(`${words.join(" ")}\n`)),
    vi.spyOn(console, "error").mockImplementation((...words) => err.push(`${words.join(" ")}\n`)),
  ];
  try {
    const code = await main(argv);
    return { code, stdout: out.join(""), stderr: err.join("") };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

/** The programs of the kit, by their paths. */
export interface Kit {
  readonly load: string;
  readonly soak: string;
  readonly echo: string;
  readonly "blind-relay": string;
  readonly "checking-relay": string;
}

const SOURCES = resolve(import.meta.dirname, "kit");
const PROGRAMS = ["load", "soak", "echo", "blind-relay", "checking-relay"] as const;

/** Compiles the kit's C sources into the folder; throws one sentence where there is no gcc. */
export function buildKit(folder: string): Kit {
  const built = PROGRAMS.map((name) => {
    const program = join(folder, name);
    const flags = ["-O2", "-march=native", "-Wall", "-Wextra", "-o", program];
    const { error, status, stderr } = spawnSync("gcc", [...flags, join(SOURCES, `${name}.c`)]);
    if (error !== undefined) {
      throw new Error(
        "the load generator is written in C and needs gcc: install it, e.g. apt-get install gcc",
      );
    }
    if (status !== 0) throw new Error(`gcc does not compile kit/${name}.c: ${String(stderr)}`);
    return [name, program] as const;
  });
  return Object.fromEntries(built) as unknown as Kit;
}

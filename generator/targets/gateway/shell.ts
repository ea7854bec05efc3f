import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot, runsFromSource } from "../../render/core-files.ts";

/** A gateway in one file without its compiled script, and the licences of what is in it. */
export interface GatewayShell {
  /** The program; `SCRIPT_PLACE` stands where the compiled script goes. */
  readonly program: string;
  readonly notice: string;
}

/** Stands in the bundled program where the compiled script goes: esbuild need not read what is finished. */
export const SCRIPT_PLACE = "FRAMEGATE_COMPILED_SCRIPT";

const PROGRAM_FILE = "gateway.mjs";
const NOTICE_FILE = "NOTICE";

/**
 * Where a package keeps the shell of an API that is JSON alone and whose hooks do nothing: bundled when the package
 * is built, it is what bundling would make again.
 */
export function shellFolder(): string {
  return join(packageRoot(), "dist", "gateway");
}

/** The shell that was kept with the package; null: there is none, because the compiler runs from its sources. */
export function packagedShell(): GatewayShell | null {
  return runsFromSource ? null : readShell(shellFolder());
}

/** The shell that `writeShell` left in a folder; null: there is none. */
export function readShell(folder: string): GatewayShell | null {
  try {
    const program = readFileSync(join(folder, PROGRAM_FILE), "latin1");
    const notice = readFileSync(join(folder, NOTICE_FILE), "utf8");
    return program.includes(SCRIPT_PLACE) ? { program, notice } : null;
  } catch {
    return null;
  }
}

/** Leaves a shell in a folder for `readShell`. */
export function writeShell(folder: string, { program, notice }: GatewayShell): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, PROGRAM_FILE), program, "latin1");
  writeFileSync(join(folder, NOTICE_FILE), notice);
}

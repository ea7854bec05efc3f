import { drainAndExit, type Endable, endOnDefects } from "../end-on-defects.ts";

/** Exit code of a process that a second signal ends at once: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

/** SIGTERM and SIGINT drain and exit with 0; a second one exits at once. Errors that nobody caught: `endOnDefects`. */
export function endOnSignals(running: Endable): void {
  let isEnding = false;
  const exitCode = endOnDefects(running);
  const end = (): void => {
    if (isEnding) process.exit(INTERRUPTED);
    isEnding = true;
    drainAndExit(running, exitCode);
  };
  process.on("SIGTERM", end).on("SIGINT", end);
}

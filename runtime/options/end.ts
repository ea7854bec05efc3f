/** Something that can be ended in an orderly way. */
export interface Endable {
  drain(): Promise<void>;
}

/** Exit code of a process that a second signal ends at once: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

/**
 * SIGTERM and SIGINT drain and exit with 0; a second one exits at once. An error that nobody caught
 * is a defect after which nothing can be trusted: it is written out, the connections are drained,
 * and the exit code is 1.
 */
export function endOnSignals(running: Endable): void {
  let isEnding = false;
  const end = (code: number): void => {
    if (isEnding) {
      process.exit(code === 0 ? INTERRUPTED : code);
    }
    isEnding = true;
    running.drain().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", () => end(0)).on("SIGINT", () => end(0));
  process.on("uncaughtException", (error) => {
    process.stderr.write(`${error.stack ?? String(error)}\n`);
    end(1);
  });
}

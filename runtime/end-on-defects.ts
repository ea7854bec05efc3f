/** Something that can be ended in an orderly way. */
export interface Endable {
  drain(): Promise<void>;
  /** Logs, and counts where there is a counter, an error that nobody caught. */
  defect(cause: unknown): void;
}

/**
 * An error that nobody caught, such as one thrown in a timer of a hook, or a promise that nobody handles, is a defect
 * after which nothing can be trusted: it is logged, the connections are drained, and the exit code is 1. Those that
 * follow while it drains are logged, too, and cut nothing short. Says the exit code that this leads to: 1 once there
 * was a defect.
 */
export function endOnDefects(running: Endable): () => number {
  let exitCode = 0;
  process.on("uncaughtException", (cause) => {
    running.defect(cause);
    if (exitCode === 1) return;
    exitCode = 1;
    drainAndExit(running, () => 1);
  });
  return () => exitCode;
}

/** Ends the process when the drain is over. */
export function drainAndExit(running: Endable, code: () => number): void {
  running.drain().then(
    () => process.exit(code()),
    () => process.exit(1),
  );
}

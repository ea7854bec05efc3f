import type { Logger } from "./logger.ts";

/** Errors that one may be the cause of, at most. */
const MAX_CAUSES = 4;

/**
 * Kind and place of an error and of what caused it, for the log. Without the messages: they may quote what
 * a client sent.
 */
export function describeDefect(thrown: unknown): readonly string[] {
  const lines: string[] = [];
  let error: unknown = thrown;
  for (let i = 0; i < MAX_CAUSES && error instanceof Error; i++) {
    lines.push(error.name, ...placesOf(error));
    error = error.cause;
  }
  return lines;
}

/** One line about an error that nobody caught. */
export function logDefect(log: Logger, cause: unknown): void {
  const says = "an error that nobody caught: the connections are drained and the process ends";
  log.error({ code: "INTERNAL", defect: describeDefect(cause) }, says);
}

/** One line about an error that a listener threw. */
export function logListenerError(log: Logger, cause: unknown): void {
  const says =
    "a listener threw: it was told all the same, and further errors of it are only counted";
  log.error({ code: "INTERNAL", defect: describeDefect(cause) }, says);
}

function placesOf(error: Error): readonly string[] {
  const lines = error.stack?.split("\n") ?? [];
  return lines.filter((line) => line.startsWith("    at ")).map((line) => line.trim());
}

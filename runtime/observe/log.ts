import { errorLines } from "./error-lines.ts";
import { createHeldLines, type LogWriter } from "./held-lines.ts";
import type { LineLevel, Logger } from "./logger.ts";
import type { LogDestination } from "./log-destination.ts";
import { forTerminal } from "./terminal-destination.ts";

/** Every level, from none to all. */
export const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** A log and how to get its last lines out before the process ends. */
export interface GatewayLog {
  readonly logger: Logger;
  /** Loads what the first line would have to wait for. */
  warm(): void;
  /** Settles when all lines so far are written, or lost where nobody takes them. */
  flush(): Promise<void>;
}

/**
 * Opens the log: on standard error, pretty on a terminal, JSON lines otherwise, or to the given
 * destination. The library that writes is loaded with the first line or by `warm`: a gateway
 * listens sooner without it.
 */
export function openLog(level: LogLevel, destination: LogDestination | null): GatewayLog {
  const lines = createHeldLines(() => openWriter(level, destination));
  const isWritten = (line: LineLevel): boolean =>
    LOG_LEVELS.indexOf(line) <= LOG_LEVELS.indexOf(level);
  const at = (line: LineLevel) => (facts: object, sentence: string) => {
    if (isWritten(line)) {
      lines.add(line, facts, sentence);
    }
  };
  return {
    logger: { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") },
    warm: () => void lines.open(),
    flush: () => lines.flush(),
  };
}

async function openWriter(level: LogLevel, destination: LogDestination | null): Promise<LogWriter> {
  const { pino } = await import("pino");
  const options = { level, base: null };
  if (destination !== null) {
    return { logger: pino(options, destination), flush: () => Promise.resolve() };
  }
  const lines = process.stderr.isTTY
    ? forTerminal(errorLines, process.env["NO_COLOR"] === undefined)
    : errorLines;
  return { logger: pino(options, lines), flush: () => errorLines.flush() };
}

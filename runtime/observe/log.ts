import type { Logger as PinoLogger } from "pino";

/** The part of a pino logger that the gateway uses. */
export type Logger = Pick<PinoLogger, "debug" | "info" | "warn" | "error">;

export type LogLevel = "silent" | "fatal" | "error" | "warn" | "info" | "debug" | "trace";

/** Every level, from none to all. */
export const LOG_LEVELS = [
  "silent",
  "fatal",
  "error",
  "warn",
  "info",
  "debug",
  "trace",
] as const satisfies readonly LogLevel[];

/** Where lines go; each ends with a newline. */
export interface LogDestination {
  write(line: string): void;
}

/** A log and how to get its last lines out before the process ends. */
export interface GatewayLog {
  readonly logger: Logger;
  flush(): void;
}

/** Lines held while the terminal or pipe does not take them; beyond it lines are dropped, never memory. */
const MAX_HELD_BYTES = 8 * 1024 * 1024;

/** Opens the log: on standard error, pretty on a terminal, JSON lines otherwise, or to the given destination. */
export async function openLog(
  level: LogLevel,
  destination: LogDestination | null,
): Promise<GatewayLog> {
  const { pino } = await import("pino");
  const options = { level, base: null };
  if (destination !== null) {
    return { logger: pino(options, destination), flush: () => undefined };
  }
  if (process.stderr.isTTY) {
    const { default: pretty } = await import("pino-pretty");
    const stream = pretty({ destination: 2, sync: true, ignore: "pid,hostname" });
    return { logger: pino(options, stream), flush: () => undefined };
  }
  const lines = pino.destination({ dest: 2, sync: false, maxLength: MAX_HELD_BYTES });
  return { logger: pino(options, lines), flush: () => flushQuietly(lines) };
}

/** The reader of standard error may be gone; that must not turn an orderly end into a failure. */
function flushQuietly(lines: { flushSync(): void }): void {
  try {
    lines.flushSync();
  } catch {
    return;
  }
}

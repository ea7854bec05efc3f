import type { LogDestination } from "./log-destination.ts";
import { type LineColors, terminalLine } from "./terminal-line.ts";

/** pino's numbers of the levels, with what a person is shown and the colour of it (ECMA-48, SGR). */
const LEVELS: Readonly<Record<number, readonly [name: string, color: number]>> = {
  10: ["TRACE", 90],
  20: ["DEBUG", 34],
  30: ["INFO", 32],
  40: ["WARN", 33],
  50: ["ERROR", 31],
  60: ["FATAL", 41],
};

/**
 * Turns the lines that pino writes into lines for a person, `[12:04:59] WARN: …`, and hands them on. A line that is
 * none of pino's is handed on as it is.
 */
export function forTerminal(terminal: LogDestination, hasColors: boolean): LogDestination {
  const painted = (style: number) => (text: string) =>
    hasColors && text !== "" ? `\u001B[${style}m${text}\u001B[0m` : text;
  const colors = { bold: painted(1), gray: painted(90) };
  return {
    write(line) {
      const entry = entryOf(line);
      terminal.write(entry === null ? line : `${personLine(entry, colors, painted)}\n`);
    },
  };
}

function personLine(
  entry: Readonly<Record<string, unknown>>,
  colors: LineColors,
  painted: (style: number) => (text: string) => string,
): string {
  const [name, color] = LEVELS[Number(entry["level"])] ?? ["INFO", 32];
  const clock = timeOfDay(new Date(Number(entry["time"])));
  return `[${clock}] ${painted(color)(name)}: ${terminalLine(entry, colors)}`;
}

/** Of this machine's zone: `12:04:59`. */
function timeOfDay(at: Date): string {
  const parts = [at.getHours(), at.getMinutes(), at.getSeconds()];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

function entryOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}

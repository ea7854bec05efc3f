import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { nameOf, type Cell } from "./cells.ts";
import { messagesOf, SIZES, type SizeName } from "./messages.ts";

/** What the load generator is told to do, and how that is called in figures. */
export interface Load {
  readonly name: string;
  readonly options: readonly string[];
}

/** Messages a second, over all connections, at which added latency is measured. */
export const FIXED_RATE = 2000;

/** The sizes of which added latency is measured. */
export const RATE_SIZES = ["118 B", "1 KB"] as const;

/** Connections that are held open to see what each takes of memory. */
export const IDLE_CONNECTIONS = 2000;

/** Writes the messages of each size to the folder, one a line, where `cellLoad` and `rateLoad` look for them. */
export function writeMessages(folder: string): void {
  for (const size of Object.keys(SIZES) as SizeName[]) {
    writeFileSync(fileOf(folder, size), `${messagesOf(size).join("\n")}\n`);
  }
}

/** A cell for so many seconds; many connections and large messages are given time to get going. */
export function cellLoad(folder: string, cell: Cell, seconds: number): Load {
  const warmup = cell.connections >= 1000 ? 0.6 : cell.size === "16 KB" ? 0.4 : 0.15;
  return {
    name: nameOf(cell),
    options: [
      ...["-f", fileOf(folder, cell.size), "-c", String(cell.connections)],
      ...["-w", String(cell.window), "-d", String(seconds), "-W", String(warmup)],
    ],
  };
}

/** A fixed rate over 50 connections, where each latency counts from the time at which the message was due. */
export function rateLoad(folder: string, size: SizeName, seconds: number): Load {
  return {
    name: rateName(size),
    options: [
      ...["-f", fileOf(folder, size), "-c", "50", "-r", String(FIXED_RATE)],
      ...["-d", String(seconds), "-W", "0.3"],
    ],
  };
}

/** How the load of `rateLoad` is called. */
export function rateName(size: SizeName): string {
  return `${size.replace(" ", "")} at ${FIXED_RATE} a second`;
}

/** Connections that are opened and cut, twenty at a time. */
export const HANDSHAKES: Load = {
  name: "handshakes",
  options: ["-m", "handshake", "-c", "20", "-d", "1", "-W", "0.3"],
};

/** Connections that are held open for three seconds without a message. */
export function idleLoad(connections: number): Load {
  return { name: "idle", options: ["-m", "idle", "-c", String(connections), "-d", "3"] };
}

function fileOf(folder: string, size: SizeName): string {
  return join(folder, `${size.replace(" ", "")}.txt`);
}

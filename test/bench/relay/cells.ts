import type { SizeName } from "./messages.ts";

/** One load: messages of a size, over so many connections, so many under way on each. */
export interface Cell {
  readonly size: SizeName;
  readonly connections: number;
  readonly window: number;
}

/** The five cells that have goals, in the order of the goals. */
export const GOAL_CELLS: readonly Cell[] = [
  { size: "118 B", connections: 50, window: 64 },
  { size: "1 KB", connections: 50, window: 64 },
  { size: "16 KB", connections: 50, window: 8 },
  { size: "118 B", connections: 50, window: 1 },
  { size: "1 KB", connections: 50, window: 1 },
];

/** Messages under way a connection when they are pipelined: what keeps the bytes under way within reason. */
const PIPELINED: Readonly<Record<SizeName, Readonly<Record<number, number>>>> = {
  "118 B": { 1: 64, 50: 64, 1000: 8 },
  "1 KB": { 1: 64, 50: 64, 1000: 8 },
  "16 KB": { 1: 8, 50: 8, 1000: 2 },
};

/** Every size over 1, 50 and 1,000 connections, ping-pong and pipelined. */
export const ALL_CELLS: readonly Cell[] = (["118 B", "1 KB", "16 KB"] as const).flatMap((size) =>
  [1, 50, 1000].flatMap((connections) => [
    { size, connections, window: 1 },
    { size, connections, window: PIPELINED[size][connections] ?? 1 },
  ]),
);

/** How a cell is called in tables and by `--profile`: `118B/50/w64`. */
export function nameOf({ size, connections, window }: Cell): string {
  return `${size.replace(" ", "")}/${connections}/w${window}`;
}

/** The cell of that name; throws the names there are. */
export function cellOf(name: string): Cell {
  const cell = ALL_CELLS.find((one) => nameOf(one) === name);
  if (cell === undefined) {
    throw new Error(`"${name}" is no cell; use one of ${ALL_CELLS.map(nameOf).join(", ")}`);
  }
  return cell;
}

import { spreadOf, threeDigits } from "../arithmetic.ts";
import { GOAL_CELLS, nameOf, type Cell } from "../cells.ts";
import { CHECKING, OURS } from "../names.ts";
import type { Results } from "../results.ts";
import { cpuPerMessage, valuesOf } from "../rounds.ts";

const WIDTH = 960;
const PANEL = { width: 440, left: [24, 496], head: 34, row: 21, gap: 26 } as const;
const NAME_WIDTH = 164;
const BAR_WIDTH = 214;
const HEAD_HEIGHT = 72;

const STYLE = `
    :root { --ink: #1f2937; --soft: #64748b; --paper: #ffffff; --ours: #4338ca; --checks: #b45309; --blind: #94a3b8; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e5e7eb; --soft: #a3b1c6; --paper: #0f172a; --ours: #a5b4fc; --checks: #fbbf24; --blind: #475569; }
    }
    text { font: 13px ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--ink); }
    .title { font-weight: 650; font-size: 18px; }
    .panel { font-weight: 600; font-size: 14px; }
    .soft { fill: var(--soft); }
    .strong { font-weight: 650; }
    .ours { fill: var(--ours); } .checks { fill: var(--checks); } .blind { fill: var(--blind); }
  `;

/** A bar of a panel: a subject and its median. */
interface Bar {
  readonly subject: string;
  readonly value: number;
}

/** CPU for a relayed message in the five cells that have goals, as an SVG of its own for light and dark pages. */
export function chartOf({ cells, subjects }: Results): string {
  const panels = GOAL_CELLS.map((cell) => ({
    cell,
    bars: subjects.flatMap((subject): Bar[] => {
      const spread = spreadOf(valuesOf(cells, nameOf(cell), subject, cpuPerMessage));
      return spread === null ? [] : [{ subject, value: spread.median }];
    }),
  }));
  const panelHeight = PANEL.head + subjects.length * PANEL.row + PANEL.gap;
  const height = HEAD_HEIGHT + 3 * panelHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc">`,
    `  <title id="title">CPU for each relayed message</title>`,
    `  <desc id="desc">${escaped(describe(panels))}</desc>`,
    `  <style>${STYLE}</style>`,
    `  <rect width="${WIDTH}" height="${height}" rx="18" fill="var(--paper)"/>`,
    text(24, 34, "CPU for each relayed message, microseconds", "title"),
    text(24, 56, "Less is better. Each panel has a scale of its own.", "soft"),
    ...panels.flatMap(({ cell, bars }, index) =>
      panel(cell, bars, {
        x: PANEL.left[index % 2] ?? 0,
        y: HEAD_HEIGHT + Math.floor(index / 2) * panelHeight,
      }),
    ),
    ...legend(PANEL.left[1], HEAD_HEIGHT + 2 * panelHeight + PANEL.head),
    "</svg>",
    "",
  ].join("\n");
}

function panel(
  { size, connections, window }: Cell,
  bars: readonly Bar[],
  { x, y }: { readonly x: number; readonly y: number },
): string[] {
  const most = Math.max(...bars.map(({ value }) => value));
  const under = window === 1 ? "ping-pong" : `${window} under way on each`;
  return [
    text(x, y + 20, `${size}, ${connections} connections, ${under}`, "panel"),
    ...bars.flatMap(({ subject, value }, index) => {
      const top = y + PANEL.head + index * PANEL.row;
      const width = Math.max(1.5, (value / most) * BAR_WIDTH);
      const left = x + NAME_WIDTH;
      const kind = kindOf(subject);
      return [
        text(x, top + 13, subject, subject === OURS ? "strong" : ""),
        `  <rect class="${kind}" x="${left}" y="${top + 2}" width="${round(width)}" height="14" rx="3"/>`,
        text(
          round(left + width + 6),
          top + 13,
          threeDigits(value),
          subject === OURS ? "strong" : "soft",
        ),
      ];
    }),
  ];
}

function legend(x: number, y: number): string[] {
  const rows = [
    ["ours", "Framegate: checks every message, both ways"],
    ["checks", "others that check every message"],
    ["blind", "relays that look at no message"],
  ] as const;
  return rows.flatMap(([kind, says], index) => [
    `  <rect class="${kind}" x="${x}" y="${y + index * 26}" width="14" height="14" rx="3"/>`,
    text(x + 22, y + index * 26 + 12, says, ""),
  ]);
}

function kindOf(subject: string): "ours" | "checks" | "blind" {
  if (subject === OURS) return "ours";
  return CHECKING.includes(subject) ? "checks" : "blind";
}

function describe(
  panels: readonly { readonly cell: Cell; readonly bars: readonly Bar[] }[],
): string {
  return panels
    .map(({ cell, bars }) => {
      const said = bars.map(({ subject, value }) => `${subject} ${threeDigits(value)}`);
      return `${nameOf(cell)}: ${said.join(", ")}.`;
    })
    .join(" ");
}

function text(x: number, y: number, says: string, style: string): string {
  const named = style === "" ? "" : ` class="${style}"`;
  return `  <text${named} x="${x}" y="${y}">${escaped(says)}</text>`;
}

function escaped(says: string): string {
  return says.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

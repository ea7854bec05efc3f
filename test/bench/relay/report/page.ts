import { ratioOf, spreadOf, threeDigits, type Spread } from "../arithmetic.ts";
import { ALL_CELLS, GOAL_CELLS, nameOf } from "../cells.ts";
import { NO_RELAY, type Measurement } from "../field.ts";
import { outcomesOf } from "../goals.ts";
import { CHECKING, NGINX, OURS, WS } from "../names.ts";
import { FIXED_RATE, IDLE_CONNECTIONS, RATE_SIZES, rateName } from "../loads.ts";
import type { Results } from "../results.ts";
import {
  cpuPerHandshake,
  cpuPerMessage,
  echoesPerSecond,
  valuesOf,
  type Figures,
} from "../rounds.ts";
import { markdownTable } from "./table.ts";

/** The sections of docs/benchmarks.md that the relay benchmark writes. */
export function relaySections(results: Results): string {
  return [
    ...(results.cells.size === 0 ? [] : goalSections(results)),
    ...(results.cells.size < ALL_CELLS.length ? [] : cellSections(results)),
    ...(results.latency.size === 0 ? [] : latencySection(results)),
    ...(results.handshakes.size + results.idle.size === 0 ? [] : connectionSection(results)),
    "### Conditions",
    conditionsText(results),
  ].join("\n\n");
}

/** Goals against the CPU of peers in the same run; a goal that is missed is bold. */
export function goalsTable({ cells }: Results): string {
  const outcomes = outcomesOf(cells);
  const peers = [...new Set(outcomes.map(({ peer }) => peer))];
  return markdownTable([
    ["CPU, times that of", ...GOAL_CELLS.map(nameOf)],
    ...peers.map((peer) => [
      peer,
      ...outcomes
        .filter((outcome) => outcome.peer === peer)
        .map(({ most, measured }) => {
          if (measured === null) return "–";
          const said = `${ratioText(measured)}, goal ${most}`;
          return measured.median > most ? `**${said}**` : said;
        }),
    ]),
  ]);
}

/** Microseconds a message; a peer that takes less than ours is bold: there we lose. */
function cpuTable({ cells, subjects }: Results, names: readonly string[]): string {
  const spread = (cell: string, subject: string): Spread | null =>
    spreadOf(valuesOf(cells, cell, subject, cpuPerMessage));
  return markdownTable([
    ["µs of CPU", ...names],
    ...subjects.map((subject) => [
      subject,
      ...names.map((cell) => {
        const ours = spread(cell, OURS);
        const theirs = spread(cell, subject);
        if (theirs === null) return "–";
        const wins = ours !== null && theirs.median < ours.median;
        return wins ? `**${spreadText(theirs)}**` : spreadText(theirs);
      }),
    ]),
  ]);
}

function goalSections(results: Results): string[] {
  return [
    "### Goals, and what was measured",
    goalsTable(results),
    "### CPU for each relayed message",
    cpuTable(results, GOAL_CELLS.map(nameOf)),
  ];
}

function cellSections(results: Results): string[] {
  const ofSize = (size: string): string[] =>
    ALL_CELLS.filter((cell) => cell.size === size).map(nameOf);
  const sizes = ["118 B", "1 KB", "16 KB"];
  return [
    "### All cells",
    lossesText(results),
    ...sizes.map((size) => cpuTable(results, ofSize(size))),
    "### Echoes a second on one core",
    ...sizes.map((size) => throughputTable(results, ofSize(size))),
  ];
}

function latencySection(results: Results): string[] {
  return [
    `### Latency at ${FIXED_RATE.toLocaleString("en")} messages a second over 50 connections`,
    latencyTable(results),
  ];
}

function connectionSection(results: Results): string[] {
  return ["### Handshakes and idle connections", CONNECTION_GOALS, handshakesTable(results)];
}

const CONNECTION_GOALS =
  `Goals: a handshake takes at most 3.5 times the CPU of ${NGINX} and 0.6 times that of the ${WS};\n` +
  `an idle connection at most 20 KiB, and no more than with the ${WS}.`;

/** Where a peer takes less CPU than the gateway, in words. */
export function lossesText({ cells, subjects }: Results): string {
  const lost = subjects
    .filter((subject) => subject !== OURS)
    .map((subject) => {
      const names = [...cells.keys()].filter((cell) => {
        const ratio = ratioOf(
          valuesOf(cells, cell, OURS, cpuPerMessage),
          valuesOf(cells, cell, subject, cpuPerMessage),
        );
        return ratio !== null && ratio.median > 1;
      });
      const where = names.length === cells.size ? "all cells" : names.join(", ");
      return names.length === 0 ? "" : `- to ${subject}: ${where}`;
    })
    .filter((line) => line !== "");
  return lost.length === 0
    ? "The gateway takes less CPU than every other relay in all cells."
    : [
        "The gateway takes more CPU a message than a peer, the bold figures below:",
        "",
        ...lost,
      ].join("\n");
}

function throughputTable({ cells, subjects }: Results, names: readonly string[]): string {
  return markdownTable([
    ["echoes a second", ...names],
    ...subjects.map((subject) => [
      subject,
      ...names.map((cell) => {
        const rate = spreadOf(valuesOf(cells, cell, subject, echoesPerSecond));
        return rate === null ? "–" : Math.round(rate.median).toLocaleString("en");
      }),
    ]),
  ]);
}

function latencyTable({ latency, subjects }: Results): string {
  const added = (subject: string, of: (m: Measurement) => number): string[] =>
    RATE_SIZES.map((size) => {
      const middle = (name: string): number =>
        spreadOf(valuesOf(latency, rateName(size), name, of))?.median ?? Number.NaN;
      return threeDigits(middle(subject) - middle(NO_RELAY));
    });
  return markdownTable([
    ["µs added to an echo", "118 B, p50", "1 KB, p50", "118 B, p99", "1 KB, p99"],
    ...subjects.map((subject) => [
      subject,
      ...added(subject, ({ latencyUs }) => latencyUs.p50),
      ...added(subject, ({ latencyUs }) => latencyUs.p99),
    ]),
  ]);
}

function handshakesTable({ handshakes, idle, subjects }: Results): string {
  const memory = idleKib(idle);
  const cpu = (subject: string): number[] =>
    valuesOf(handshakes, "handshakes", subject, cpuPerHandshake);
  const times = (subject: string, peer: string): string => {
    const ratio = ratioOf(cpu(subject), cpu(peer));
    return ratio === null ? "–" : threeDigits(ratio.median);
  };
  return markdownTable([
    [
      "",
      "µs of CPU a handshake",
      `times ${NGINX}`,
      `times ${WS}`,
      `KiB an idle connection, of ${IDLE_CONNECTIONS.toLocaleString("en")}`,
    ],
    ...subjects.map((subject) => {
      const spread = spreadOf(cpu(subject));
      const kib = spreadOf(memory.get(subject) ?? []);
      return [
        subject,
        spread === null ? "–" : spreadText(spread),
        times(subject, NGINX),
        times(subject, WS),
        kib === null ? "–" : spreadText(kib),
      ];
    }),
  ]);
}

/** Growth of a subject's memory over what it had before its first round, for each connection. */
export function idleKib(idle: Figures): ReadonlyMap<string, readonly number[]> {
  const ofSubjects = idle.get("idle") ?? new Map<string, readonly Measurement[]>();
  return new Map(
    [...ofSubjects].map(([subject, rounds]) => {
      const before = rounds[0]?.memoryKib.before ?? 0;
      return [
        subject,
        rounds.map(({ memoryKib }) => (memoryKib.after - before) / IDLE_CONNECTIONS),
      ];
    }),
  );
}

function conditionsText({ conditions }: Results): string {
  const { processor, kernel, node, versions, rounds } = conditions;
  return [
    `${processor}; ${kernel}; ${node}; ${versions.join(", ")}.`,
    `The subject has one core, the load generator and the echo backend share the other; all of it on the`,
    `loopback. Figures are medians of ${rounds} interleaved rounds (least–most); ratios are of the same round.`,
    `Each echoed byte is compared. ${OURS} is a gateway build with one worker, metrics on, that checks each`,
    `message both ways, as ${CHECKING.join(" and ")} do; the others look at no message.`,
  ].join("\n");
}

function spreadText({ median, min, max }: Spread): string {
  return `${threeDigits(median)} (${threeDigits(min)}–${threeDigits(max)})`;
}

function ratioText({ median, min, max }: Spread): string {
  return `${threeDigits(median)} (${threeDigits(min)}–${threeDigits(max)})`;
}

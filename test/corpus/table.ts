import pc from "picocolors";
import type { Verdict } from "./judge.ts";

const HEAD = [
  "document",
  "findings",
  "routes",
  "messages",
  "accepted",
  "refused",
  "sdk: sent, received, refused",
  "result",
] as const;
const WIDTHS = [30, 12, 7, 9, 9, 8, 28, 12] as const;

/** The heading of the table, underlined. */
export function printHead(): string {
  return pc.bold(HEAD.map((cell, index) => pad(cell, index)).join(" "));
}

/** One document's line; the reasons of a failure follow, at most `most` of them. */
export function printRow(verdict: Verdict, most: number): string {
  const { build, tally, sdk, routes, document, outcome } = verdict;
  const findings = build.kind === "crashed" ? "-" : `${build.errors} E ${build.warnings} W`;
  const words = build.kind === "built" && build.isPartial ? `${outcome} (--partial)` : outcome;
  const cells = [
    document.name,
    findings,
    `${routes}`,
    tally === null ? "-" : `${tally.messagesChecked}`,
    tally === null ? "-" : `${tally.framesAccepted}`,
    tally === null ? "-" : `${tally.mutationsRefused}`,
    sdk === null ? "-" : `${sdk.sent}, ${sdk.received}, ${sdk.refused}`,
  ];
  const line = [...cells.map((cell, index) => pad(cell, index)), colour(verdict)(words)].join(" ");
  const unjudged = (tally?.unjudged ?? []).map((text) => pc.dim(`    not judged: ${text}`));
  const reasons = verdict.reasons.slice(0, most).map((reason) => `    ${pc.yellow(reason)}`);
  const more = verdict.reasons.length - most;
  const rest = more > 0 ? [pc.dim(`    and ${more} more`)] : [];
  return [line, ...reasons, ...rest, ...unjudged.slice(0, most)].join("\n");
}

/** Totals, so that nobody takes a table of zeros for a pass. */
export function printSummary(verdicts: readonly Verdict[]): string {
  const sum = (pick: (verdict: Verdict) => number): number =>
    verdicts.reduce((total, verdict) => total + pick(verdict), 0);
  const passed = verdicts.filter((verdict) => verdict.passed).length;
  const checked = sum(({ tally }) => tally?.messagesChecked ?? 0);
  const accepted = sum(({ tally }) => tally?.framesAccepted ?? 0);
  const refused = sum(({ tally }) => tally?.mutationsRefused ?? 0);
  const neighbours = sum(({ tally }) => tally?.mutationsAccepted ?? 0);
  const sent = sum(({ sdk }) => sdk?.sent ?? 0);
  const received = sum(({ sdk }) => sdk?.received ?? 0);
  const unsent = sum(({ sdk }) => sdk?.refused ?? 0);
  const unjudged = sum(({ tally }) => tally?.unjudged.length ?? 0);
  return [
    `${passed} of ${verdicts.length} documents pass`,
    `${checked} messages checked, ${accepted} frames accepted (${neighbours} of them harmless mutations)`,
    `${refused} mutations refused, ${unjudged} messages not judged`,
    `SDKs: ${sent} messages sent, ${received} received, ${unsent} mutations refused`,
  ].join("\n");
}

/** What the type checker says of the clients, by document. */
export function printTypeProblems(
  problems: ReadonlyMap<string, readonly string[]>,
  most: number,
): string {
  if (problems.size === 0) {
    return "the types of all SDKs check, and so do the values that they sent and received";
  }
  return [...problems]
    .flatMap(([document, lines]) => [
      pc.red(`${document}: ${lines.length} type errors`),
      ...lines.slice(0, most).map((line) => `    ${line}`),
    ])
    .join("\n");
}

function pad(cell: string, index: number): string {
  const width = WIDTHS[index] ?? 10;
  const text = cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
  return index === 0 || index === HEAD.length - 1 ? text.padEnd(width) : text.padStart(width);
}

function colour(verdict: Verdict): (text: string) => string {
  if (verdict.outcome === "passes") {
    return pc.green;
  }
  return verdict.passed ? pc.dim : pc.red;
}

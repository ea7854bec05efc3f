import colors from "picocolors";
import type { Severity } from "../../diagnostics.ts";
import type { LocatedFinding } from "../located.ts";
import { countOf } from "./count.ts";

export interface StylishOptions {
  /** Whether to colour with ANSI sequences; a terminal that wants none sets NO_COLOR. */
  readonly color: boolean;
  /** Texts of the files, for the lines that are quoted (`SourceTree.files`). */
  readonly files: ReadonlyMap<string, string>;
}

/** Findings that are shown; more are counted, for nobody reads them and a terminal forgets the first. */
const MAX_SHOWN = 100;

/** Longest part of a line that is quoted; longer ones are cut around the caret. */
const MAX_QUOTED = 100;

type Colors = ReturnType<typeof colors.createColors>;

/** The report for people: each finding with its place, the line it stands on, a caret and a hint. */
export function reportStylish(
  findings: readonly LocatedFinding[],
  options: StylishOptions,
): string {
  const paint = colors.createColors(options.color);
  const lines = new Map<string, readonly string[]>();
  const shown = worstOf(findings);
  const frames = shown.map((finding) => {
    const known = lines.get(finding.file) ?? options.files.get(finding.file)?.split(/\r?\n/) ?? [];
    lines.set(finding.file, known);
    return frame(finding, known, paint);
  });
  const left = findings.length - shown.length;
  const more = left === 0 ? [] : [`${left} more not shown; all: framegate lint --format json\n`];
  return [...frames, ...more, `${summary(findings, paint)}\n`].join("\n");
}

/** As many as are shown, errors before warnings before notes, in their order. */
function worstOf(findings: readonly LocatedFinding[]): readonly LocatedFinding[] {
  if (findings.length <= MAX_SHOWN) return findings;
  const severities = ["error", "warning", "info"] as const;
  const worst = severities.flatMap((one) => findings.filter(({ severity }) => severity === one));
  const kept = new Set(worst.slice(0, MAX_SHOWN));
  return findings.filter((finding) => kept.has(finding));
}

function frame(finding: LocatedFinding, lines: readonly string[], paint: Colors): string {
  const at = `${printable(finding.file)}:${finding.line}:${finding.column}`;
  const head = `${paint.bold(at)} ${label(finding.severity, paint)} ${printable(finding.message)} ${paint.dim(finding.rule)}`;
  const quoted = quote(finding, lines, paint);
  const hint = finding.hint === null ? [] : [`  ${paint.cyan("→")} ${printable(finding.hint)}`];
  return [head, ...quoted, ...hint, ""].join("\n");
}

function label(severity: Severity, paint: Colors): string {
  switch (severity) {
    case "error":
      return paint.red("error");
    case "warning":
      return paint.yellow("warning");
    case "info":
      return paint.blue("info");
  }
}

/** The line before, the line itself, and carets under the part that is meant. */
function quote(finding: LocatedFinding, lines: readonly string[], paint: Colors): string[] {
  const line = lines[finding.line - 1];
  if (line === undefined || line.trim() === "") return [];
  const gutter = String(finding.line).length;
  const column = finding.column - 1;
  const cut = column > MAX_QUOTED - 20 ? column - 20 : 0;
  const shown = printable(line.slice(cut, cut + MAX_QUOTED));
  const end = finding.endLine === finding.line ? finding.endColumn - 1 : line.length;
  const last = Math.min(Math.max(end, column + 1), cut + MAX_QUOTED);
  const carets = `${" ".repeat(column - cut)}${"^".repeat(Math.max(1, last - column))}`;
  const before = cut === 0 ? lines[finding.line - 2] : undefined;
  const tone = finding.severity === "error" ? paint.red : paint.yellow;
  return [
    ...(before === undefined || before.trim() === ""
      ? []
      : [row(String(finding.line - 1), printable(before.slice(0, MAX_QUOTED)))]),
    row(String(finding.line), shown),
    row("", tone(carets)),
  ];

  function row(number: string, content: string): string {
    return `  ${paint.dim(`${number.padStart(gutter)} │`)} ${content}`;
  }
}

/** Without control characters: a document must not move the cursor or set colours. Tabs count one column. */
function printable(text: string): string {
  return text
    .replaceAll("\t", " ")
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "·");
}

function summary(findings: readonly LocatedFinding[], paint: Colors): string {
  if (findings.length === 0) return paint.green("✓ no findings");
  const errors = countOf(findings, "error");
  const warnings = countOf(findings, "warning");
  const infos = countOf(findings, "info");
  const counts = [
    ...(errors > 0 ? [paint.red(plural(errors, "error"))] : []),
    ...(warnings > 0 ? [paint.yellow(plural(warnings, "warning"))] : []),
    ...(infos > 0 ? [paint.blue(plural(infos, "note"))] : []),
  ];
  return `${errors > 0 ? paint.red("✗") : paint.yellow("!")} ${counts.join(", ")}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

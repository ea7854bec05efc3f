import type { LocatedFinding } from "../located.ts";
import { countOf } from "./count.ts";

/** Findings for other programs, their keys in a stable order. */
export interface FindingsJson {
  readonly findings: readonly Omit<LocatedFinding, "endLine" | "endColumn">[];
  readonly errors: number;
  readonly warnings: number;
}

/** Findings as a part of a JSON document. */
export function findingsJson(findings: readonly LocatedFinding[]): FindingsJson {
  const rows = findings.map(({ rule, severity, message, hint, file, line, column, pointer }) => ({
    rule,
    severity,
    message,
    hint,
    file,
    line,
    column,
    pointer,
  }));
  const errors = countOf(findings, "error");
  const warnings = countOf(findings, "warning");
  return { findings: rows, errors, warnings };
}

/** The report for other programs: one JSON document. */
export function reportJson(findings: readonly LocatedFinding[]): string {
  return `${JSON.stringify(findingsJson(findings), null, 2)}\n`;
}

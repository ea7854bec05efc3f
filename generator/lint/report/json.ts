import type { LocatedFinding } from "../located.ts";
import { countOf } from "./count.ts";

/** The report for other programs: one JSON document, its keys in a stable order. */
export function reportJson(findings: readonly LocatedFinding[]): string {
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
  return `${JSON.stringify({ findings: rows, errors, warnings }, null, 2)}\n`;
}

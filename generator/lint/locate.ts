import type { Diagnostic, Severity } from "../diagnostics.ts";
import type { SourceTree } from "../source/tree.ts";
import type { LocatedFinding } from "./located.ts";

/**
 * Findings in the order of the text: the entry file first, then by file, line and column; errors first
 * where several stand at one place. Equal findings are kept once. Without a tree all are at line 1.
 */
export function locateFindings(
  diagnostics: readonly Diagnostic[],
  tree: SourceTree | null,
): readonly LocatedFinding[] {
  const distinct = new Map<string, LocatedFinding>();
  for (const diagnostic of diagnostics) {
    const finding = locate(diagnostic, tree);
    const { rule, file, line, column, message } = finding;
    const key = JSON.stringify([rule, file, line, column, message]);
    if (!distinct.has(key)) distinct.set(key, finding);
  }
  const entry = tree?.root.file ?? "";
  return [...distinct.values()].sort((one, other) => order(one, other, entry));
}

function locate(diagnostic: Diagnostic, tree: SourceTree | null): LocatedFinding {
  const { rule, severity, message, hint, place } = diagnostic;
  const start = { file: place.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const position = tree?.position(place) ?? start;
  return { rule, severity, message, hint, ...position, pointer: place.pointer };
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function order(one: LocatedFinding, other: LocatedFinding, entry: string): number {
  if (one.file !== other.file) {
    if (one.file === entry) return -1;
    if (other.file === entry) return 1;
    return one.file < other.file ? -1 : 1;
  }
  return (
    one.line - other.line ||
    one.column - other.column ||
    RANK[one.severity] - RANK[other.severity] ||
    (one.rule < other.rule ? -1 : one.rule > other.rule ? 1 : 0)
  );
}

import type { Severity } from "../../diagnostics.ts";
import type { LocatedFinding } from "../located.ts";

/** How many findings have a severity. */
export function countOf(findings: readonly LocatedFinding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

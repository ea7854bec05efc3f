import type { Severity } from "../diagnostics.ts";

/** A finding with everything that somebody is shown: what reports are made from. */
export interface LocatedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | null;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly endLine: number;
  /** Exclusive. */
  readonly endColumn: number;
  /** JSON pointer into the file; the root is `""`. */
  readonly pointer: string;
}

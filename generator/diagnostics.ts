/** How much a finding matters: an `error` has no meaning that could be compiled; the others compile. */
export type Severity = "error" | "warning" | "info";

/**
 * A place in a document: a file as the tree names it and a JSON pointer (RFC 6901) into that file.
 * The root is `""`. Line and column are looked up by `SourceTree.position` when somebody is shown it.
 */
export interface Place {
  readonly file: string;
  readonly pointer: string;
  /**
   * Offsets into the file's text (UTF-16 units, end exclusive) for what is no node of its own: a syntax
   * error, the second of two equal keys. It then wins over the pointer.
   */
  readonly span?: readonly [start: number, end: number];
}

/** One finding about a document. Findings are values, never thrown; all of a run are reported together. */
export interface Diagnostic {
  /** Stable id, a row of the table `FINDINGS`: kebab-case, never reused for another meaning. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, lower case, no full stop, values in double quotes. */
  readonly message: string;
  /** What to do about it, or null where the message says it already. */
  readonly hint: string | null;
  readonly place: Place;
}

/** Collects the findings of one run in the order of discovery. */
export type Report = (diagnostic: Diagnostic) => void;

/** One row of a table of findings: `FINDINGS` in `lint/findings.ts` is all of them, each area has its own part. */
export interface FindingRow {
  readonly severity: Severity;
  /** One sentence: the rule that the document breaks. */
  readonly says: string;
  /** Why it matters and how to write it properly. */
  readonly because: string;
}

/** The findings of one area by id: `export const BUILD_FINDINGS = {...} as const satisfies FindingTable`. */
export type FindingTable = Readonly<Record<string, FindingRow>>;

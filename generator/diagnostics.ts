/** How much a finding matters: an `error` has no meaning that could be compiled; the others compile. */
export type Severity = "error" | "warning" | "info";

/**
 * A place in a document: a file as the tree names it and a JSON pointer (RFC 6901) into that file.
 * The root is `""`. Line and column are looked up by `SourceTree.position` when somebody is shown it.
 */
export interface Place {
  readonly file: string;
  readonly pointer: string;
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

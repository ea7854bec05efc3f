/** A schema as code: what checks one value by it. */
export interface Part {
  /** An expression whose value is a `Fault` or null, for the value that an expression stands for. */
  readonly call: (value: string) => string;
  /** An expression whose value is a function of a value and of `formats`. */
  readonly reference: string;
  /** Accepts everything: there is nothing to call. */
  readonly isOpen: boolean;
}

/** One thing that the body of a check does. */
export type Step =
  /** Asks an expression for a fault. */
  | { readonly kind: "fault"; readonly code: string }
  /** Statements that may return a fault. */
  | { readonly kind: "lines"; readonly lines: readonly string[] };

/** A step that asks an expression for a fault. */
export function faultStep(code: string): Step {
  return { kind: "fault", code };
}

/** A step of several statements. */
export function linesStep(...lines: readonly string[]): Step {
  return { kind: "lines", lines };
}

import type { PatternMachine } from "./v1-pattern.ts";

/** One parameter of a handshake: path, query or header. Part of `v1.ts`. */
export interface Parameter {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly required: boolean;
  readonly array: "none" | "repeat" | "comma";
  readonly value: ParameterValue;
}

/** What a parameter's text must be. */
export interface ParameterValue {
  readonly type: "string" | "integer" | "number" | "boolean" | "date" | "date-time";
  readonly format: string | null;
  readonly allowed: readonly string[];
  readonly pattern: string | null;
  /** What runs the pattern, where the engine's own matcher could take long; absent: that does. */
  readonly patternMachine?: PatternMachine;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly exclusiveMinimum: number | null;
  readonly exclusiveMaximum: number | null;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly minItems: number | null;
  readonly maxItems: number | null;
}

import type { Figures } from "./rounds.ts";

/** All that a run of the benchmark found. */
export interface Results {
  readonly conditions: Conditions;
  /** Subjects in the order of the tables, ours first. */
  readonly subjects: readonly string[];
  readonly cells: Figures;
  /** Added latency at a fixed rate; empty in a quick run, like the two below. */
  readonly latency: Figures;
  readonly handshakes: Figures;
  readonly idle: Figures;
}

/** What the figures depend on besides the code. */
export interface Conditions {
  readonly processor: string;
  readonly kernel: string;
  readonly node: string;
  readonly versions: readonly string[];
  readonly rounds: number;
}

import type { CodeSet } from "./code-set.ts";

/**
 * A pattern of ECMA-262 section 22.2 as far as it decides whether a text matches: groups capture
 * nothing, and lazy repeats are repeats.
 */
export type PatternNode =
  | { readonly kind: "set"; readonly set: CodeSet }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | RepeatNode
  /** `^` and `$`: start and end of the text, as there are no flags. */
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  /** `\b`; negative: `\B`. */
  | { readonly kind: "boundary"; readonly negative: boolean }
  | LookNode;

export interface RepeatNode {
  readonly kind: "repeat";
  readonly body: PatternNode;
  readonly min: number;
  /** `Infinity`: no limit. */
  readonly max: number;
}

export interface LookNode {
  readonly kind: "look";
  readonly behind: boolean;
  readonly negative: boolean;
  readonly body: PatternNode;
}

/** Matches the empty text. */
export const NOTHING: PatternNode = { kind: "sequence", parts: [] };

import type { SourceRule } from "./findings.ts";
import type { Mark } from "./mark.ts";
import type { Plain } from "./tree.ts";

/** Something wrong at a stretch of a file's text. */
export interface TextProblem {
  readonly rule: SourceRule;
  readonly message: string;
  readonly hint: string | null;
  readonly start: number;
  readonly end: number;
}

/** A parsed file: its value, where every part of it stands, and what is wrong with its text. */
export interface ReadResult {
  readonly value: Plain;
  readonly mark: Mark;
  readonly problems: readonly TextProblem[];
}

/** What a reader of text must keep to. */
export interface ReadLimits {
  /** Levels of lists and objects within each other. */
  readonly depth: number;
  /** Values of the file, YAML aliases counted as often as they are used. */
  readonly values: number;
}

/** What a file that could not be parsed at all is read as. */
export function nothingRead(problems: readonly TextProblem[]): ReadResult {
  const mark: Mark = { start: 0, end: 0, keyStart: -1, keyEnd: -1, parts: null };
  return { value: null, mark, problems };
}

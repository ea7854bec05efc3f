/**
 * A pattern that is run step by step, in one pass over the text; made by the document's compiler. A
 * look-around is a machine that marks the places where it holds, in a pass of its own before.
 */
export interface PatternMachine {
  /** Characters are code points, as with the `u` flag; else UTF-16 units. */
  readonly unicode: boolean;
  /** Runs from the end of the text to its start: a look-ahead. */
  readonly reversed: boolean;
  /** Index in `steps` where a match may begin, at every place of the text. */
  readonly start: number;
  /**
   * `[0]`: a match; `[1, set, next]`: reads a character of a set; `[2, ...nexts]`: goes on at each
   * of these; `[3, assertion, next]`: goes on where the assertion holds, of which 0 is the start of
   * the text, 1 its end, 2 a word boundary, 3 no such, `4 + 2n` look-around `n` and `5 + 2n` its
   * contrary.
   */
  readonly steps: readonly (readonly number[])[];
  /** Where pieces of all characters begin, in order, from 0. */
  readonly bounds: readonly number[];
  /** By set: its pieces, as indices of `bounds`. */
  readonly members: readonly (readonly number[])[];
  readonly looks: readonly PatternMachine[];
}

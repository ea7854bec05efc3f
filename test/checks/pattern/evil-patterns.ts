/** A pattern that strangers could stall a plain matcher with, and the text they would send. */
export interface EvilPattern {
  readonly pattern: string;
  readonly attack: string;
}

/** The size of an ordinary client's largest frame, in bytes. */
export const FRAME = 131_072;

/** Shapes whose backtracking grows exponentially or as a power; `X` is one character's pattern. */
const SHAPES = [
  "^(X+)+$",
  "^(X*)*$",
  "^(X|X)+$",
  "^(X|XX)+$",
  "^(X+X+)+$",
  "^(X+|X)+$",
  "^(X?X)+$",
  "^(X*X*)*$",
  "^(X{1,9})+$",
  "^(?:X+){9,}$",
  "^((X+)*)*$",
  "^(X+)*(X+)*(X+)*$",
  "^X*X*X*X*X*$",
  "^(?:X|X?)+$",
  "(X+)+$",
  "X+X+X+$",
  "(?:X*X)+!!",
  "(?=(?:X+)+$)X",
  "^(?!(?:X+)+$)X*!?X",
  "(?<=^(?:X+)+)\\?",
] as const;

/** Characters for `X`, and one that each of them is. */
const LETTERS = [
  ["a", "a"],
  ["[a-z]", "q"],
  ["\\d", "7"],
  ["\\w", "_"],
  ["\\s", " "],
  [".", "."],
  ["[^!]", "-"],
  ["é", "é"],
  ["😀", "😀"],
  ["\\S", "a"],
] as const;

/** 200 known evil patterns: every shape of every letter. */
export const EVIL_PATTERNS: readonly EvilPattern[] = SHAPES.flatMap((shape) =>
  LETTERS.map(([letter, character]) => ({
    pattern: shape.replaceAll("X", letter),
    attack: `${character.repeat(Math.floor(FRAME / Buffer.byteLength(character)) - 2)}!\n`,
  })),
);

import fc from "fast-check";

const ATOMS = [
  ..."abc_- .1é😀",
  ..."dwsDWS".split("").map((letter) => `\\${letter}`),
  ...["[ab]", "[^a]", "[a-c_]", "[^\\w]", "[😀-😂]", "[\\s\\S]", "[]", "[^]", "[\\uD800-\\uDBFF]"],
  ...["\\u0041", "\\ud83d\\ude00", "\\uD83D", "\\x61", "\\u{1F600}", "\\n", "\\."],
];
const REPEATS = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}", "{2,}"];

/** Patterns of all constructs but back-references; most are not anchored, and many are odd. */
export const anyPattern: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.tuple(fc.constantFrom(...ATOMS), fc.constantFrom(...REPEATS)).map(([a, q]) => a + q),
    fc.constantFrom("^", "$", "\\b", "\\B"),
    grouped(fc.array(tie("node"), { minLength: 1, maxLength: 4 }), ""),
    grouped(fc.array(tie("node"), { minLength: 1, maxLength: 3 }), "|"),
    fc
      .tuple(fc.constantFrom("?=", "?!", "?<=", "?<!"), tie("node"))
      .map(([kind, body]) => `(${kind}${body})`),
    fc.array(tie("node"), { minLength: 2, maxLength: 4 }).map((parts) => parts.join("")),
    fc.array(tie("node"), { minLength: 2, maxLength: 3 }).map((options) => options.join("|")),
  ),
})).node;

function grouped(parts: fc.Arbitrary<readonly string[]>, between: string): fc.Arbitrary<string> {
  return fc
    .tuple(parts, fc.constantFrom("(?:", "(", "(?<x>"), fc.constantFrom(...REPEATS))
    .map(([list, open, repeat]) => `${open}${list.join(between)})${repeat}`);
}

const CHARACTERS = [..."abc_- \n1éA.", "\u2028", "😀", "😁", "\ud83d", "\ude00"];

/** Short texts of the characters that `anyPattern` is about. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...CHARACTERS), { maxLength: 8 })
  .map((characters) => characters.join(""));

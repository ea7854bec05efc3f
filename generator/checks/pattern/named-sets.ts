import { codeSet, complementOf, LAST_CODE } from "./code-set.ts";
import type { CodeSet } from "./code-set.ts";

const DIGIT: CodeSet = [0x30, 0x39];
/** Letters, digits and the underscore of ASCII: `\w`, and what `\b` stands beside. */
export const WORD: CodeSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
/** WhiteSpace and LineTerminator of ECMA-262 sections 12.2 and 12.3. */
const SPACE: CodeSet = codeSet([
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);
const LINE_END: CodeSet = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029];

/** What `.` matches without the `s` flag. */
export const NO_LINE_END: CodeSet = complementOf(LINE_END);

/** The set of a class escape by its letter: `\d`, `\W`…; undefined: it is none. */
export const CLASS_ESCAPES: Readonly<Record<string, CodeSet>> = {
  d: DIGIT,
  D: complementOf(DIGIT),
  w: WORD,
  W: complementOf(WORD),
  s: SPACE,
  S: complementOf(SPACE),
};

/**
 * The code points of a Unicode property, written `\p{…}` or `\P{…}`, as this engine knows them.
 * Tries every code point: some 30 ms for each property that a document uses.
 */
export function propertySet(escape: string): CodeSet {
  const test = new RegExp(`^${escape}$`, "u");
  const out: number[] = [];
  let from = -1;
  for (let code = 0; code <= LAST_CODE + 1; code += 1) {
    const isIn = code <= LAST_CODE && test.test(String.fromCodePoint(code));
    if (isIn && from < 0) {
      from = code;
    } else if (!isIn && from >= 0) {
      out.push(from, code - 1);
      from = -1;
    }
  }
  return out;
}

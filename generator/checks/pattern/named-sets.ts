import { codeSet, complementOf } from "./code-set.ts";
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
 * They are the same for as long as the process runs, and there are some hundreds of properties.
 */
export function propertySet(escape: string): CodeSet {
  const known = PROPERTY_SETS.get(escape) ?? readProperty(escape);
  PROPERTY_SETS.set(escape, known);
  return known;
}

const PROPERTY_SETS = new Map<string, CodeSet>();

/** Asks the engine about each code point that may have a character, which takes some 20 ms. */
function readProperty(escape: string): CodeSet {
  const test = new RegExp(escape, "u");
  const out: number[] = [];
  const note = (from: number, to: number): void => {
    if (!test.test(String.fromCodePoint(from))) {
      return;
    }
    if (out.at(-1) === from - 1) {
      out[out.length - 1] = to;
    } else {
      out.push(from, to);
    }
  };
  for (let plane = 0; plane < PLANES; plane += 1) {
    const first = plane * PLANE;
    const last = first + PLANE - 1;
    const filled = plane <= LAST_FILLED ? PLANE - 2 : plane === TAG_PLANE ? TAGS : 0;
    for (let code = first; code < first + filled; code += 1) {
      note(code, code);
    }
    if (filled < PLANE - 2) {
      note(first + filled, last - 2);
    }
    note(last - 1, last - 1);
    note(last, last);
  }
  return out;
}

/** Unicode 15 section 2.8: planes of 65,536 code points, whose last two are no characters. */
const PLANES = 17;
const PLANE = 0x10000;
/** Planes up to this one have characters, and this one has some at its start; the rest is alike. */
const LAST_FILLED = 3;
const TAG_PLANE = 14;
const TAGS = 0x1000;

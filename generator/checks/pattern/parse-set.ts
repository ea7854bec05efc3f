import { complementOf, unionOf } from "./code-set.ts";
import type { CodeSet } from "./code-set.ts";
import { CLASS_ESCAPES, propertySet } from "./named-sets.ts";

/** A set that was read, and where what follows it starts. */
export interface ReadSet {
  readonly set: CodeSet;
  readonly end: number;
}

const CONTROL: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };

/** The text of a pattern, and whether its characters are code points (`u` flag) or UTF-16 units. */
export interface PatternText {
  readonly source: string;
  readonly unicode: boolean;
}

/** The character at `at`. */
export function codeAt({ source, unicode }: PatternText, at: number): number {
  return (unicode ? source.codePointAt(at) : source.charCodeAt(at)) ?? 0;
}

/** How many UTF-16 units a character is. */
export function unitsOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}

/** The characters of the escape whose backslash stands at `at`. */
export function readEscape(text: PatternText, at: number): ReadSet {
  const { source } = text;
  const letter = source[at + 1] ?? "";
  const named = CLASS_ESCAPES[letter];
  if (named !== undefined) {
    return { set: named, end: at + 2 };
  }
  if (letter === "p" || letter === "P") {
    const end = source.indexOf("}", at) + 1;
    return { set: propertySet(source.slice(at, end)), end };
  }
  const { code, end } = readCode(text, at);
  return { set: [code, code], end };
}

interface ReadCode {
  readonly code: number;
  readonly end: number;
}

/** The one character of an escape that is no class (ECMA-262, CharacterEscape). */
function readCode(text: PatternText, at: number): ReadCode {
  const { source } = text;
  const letter = source[at + 1] ?? "";
  const control = CONTROL[letter];
  if (control !== undefined) {
    return { code: control, end: at + 2 };
  }
  switch (letter) {
    case "c":
      return { code: source.charCodeAt(at + 2) % 32, end: at + 3 };
    case "x":
      return { code: parseInt(source.slice(at + 2, at + 4), 16), end: at + 4 };
    case "u":
      return readUnicode(text, at);
    default: {
      const code = codeAt(text, at + 1);
      return { code, end: at + 1 + unitsOf(code) };
    }
  }
}

/** `\u{…}`, `\uXXXX`, or two of these that are a surrogate pair. */
function readUnicode({ source, unicode }: PatternText, at: number): ReadCode {
  if (source[at + 2] === "{") {
    const end = source.indexOf("}", at);
    return { code: parseInt(source.slice(at + 3, end), 16), end: end + 1 };
  }
  const code = parseInt(source.slice(at + 2, at + 6), 16);
  const low = /^\\u(d[c-f][0-9a-f]{2})/i.exec(source.slice(at + 6, at + 12))?.[1];
  if (!unicode || code < 0xd800 || code > 0xdbff || low === undefined) {
    return { code, end: at + 6 };
  }
  return { code: 0x10000 + (code - 0xd800) * 0x400 + parseInt(low, 16) - 0xdc00, end: at + 12 };
}

/** The characters of the class whose bracket stands at `start`. */
export function readClass(text: PatternText, start: number): ReadSet {
  const { source } = text;
  const negative = source[start + 1] === "^";
  const sets: CodeSet[] = [];
  let at = start + (negative ? 2 : 1);
  while (at < source.length && source[at] !== "]") {
    const first = readMember(text, at);
    at = first.end;
    const hasHyphen = source[at] === "-" && source[at + 1] !== "]";
    const last = hasHyphen ? readMember(text, at + 1) : null;
    if (last === null) {
      sets.push(first.set);
      continue;
    }
    at = last.end;
    sets.push(rangeOf(first.set, last.set));
  }
  const set = unionOf(sets);
  return { set: negative ? complementOf(set) : set, end: at + 1 };
}

/** From one character to another; beside a class the hyphen is itself (ECMA-262 annex B.1.2). */
function rangeOf(first: CodeSet, last: CodeSet): CodeSet {
  return isOne(first) && isOne(last)
    ? [first[0] ?? 0, last[0] ?? 0]
    : unionOf([first, [0x2d, 0x2d], last]);
}

function isOne(set: CodeSet): boolean {
  return set.length === 2 && set[0] === set[1];
}

function readMember(text: PatternText, at: number): ReadSet {
  if (text.source[at] !== "\\") {
    const code = codeAt(text, at);
    return { set: [code, code], end: at + unitsOf(code) };
  }
  // In a class, \b is the backspace.
  return text.source[at + 1] === "b" ? { set: [8, 8], end: at + 2 } : readEscape(text, at);
}

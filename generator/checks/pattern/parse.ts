/**
 * Reads the patterns that `new RegExp` accepts (ECMA-262 section 22.2.1). Whether one is well-formed
 * is not looked at: the caller had it compiled.
 */
import { codeAt, readClass, readEscape, unitsOf } from "./parse-set.ts";
import type { PatternText } from "./parse-set.ts";
import { NO_LINE_END } from "./named-sets.ts";
import { NOTHING } from "./tree.ts";
import type { PatternNode } from "./tree.ts";

/** Why a pattern is not read. */
export type Unread = "back-reference" | "old escape" | "nested too deeply";

/** Groups inside each other; the stack holds many more. */
const MAX_NESTING = 200;

/** Thrown out of the depth of a pattern, and caught at its top. */
class UnreadPattern extends Error {
  readonly why: Unread;

  constructor(why: Unread) {
    super(why);
    this.why = why;
  }
}

/**
 * Escapes that mean something else without the `u` flag (ECMA-262 annex B.1.2): octal numbers, and
 * what there is just a letter.
 */
const OLD_ESCAPE = /\\(?:[0-9]|[ckpP]|u\{|u(?![0-9a-fA-F]{4})|x(?![0-9a-fA-F]{2}))/;

/** The tree of a pattern that compiles, with the `u` flag or without; a text: why it has none. */
export function parsePattern(source: string, unicode: boolean): PatternNode | Unread {
  if (!unicode && OLD_ESCAPE.test(source)) {
    return "old escape";
  }
  try {
    return new PatternReader({ source, unicode }).choice(0);
  } catch (error) {
    if (error instanceof UnreadPattern) {
      return error.why;
    }
    throw error;
  }
}

class PatternReader {
  readonly #text: PatternText;
  readonly #source: string;
  #at = 0;

  constructor(text: PatternText) {
    this.#text = text;
    this.#source = text.source;
  }

  choice(nesting: number): PatternNode {
    if (nesting > MAX_NESTING) {
      throw new UnreadPattern("nested too deeply");
    }
    const options = [this.#sequence(nesting)];
    while (this.#skip("|")) {
      options.push(this.#sequence(nesting));
    }
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
  }

  #sequence(nesting: number): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#at < this.#source.length && !this.#sees("|") && !this.#sees(")")) {
      parts.push(this.#repeated(this.#atom(nesting)));
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: "sequence", parts };
  }

  #atom(nesting: number): PatternNode {
    if (this.#skip("^")) {
      return { kind: "start" };
    }
    if (this.#skip("$")) {
      return { kind: "end" };
    }
    if (this.#skip("(")) {
      return this.#group(nesting);
    }
    if (this.#skip(".")) {
      return { kind: "set", set: NO_LINE_END };
    }
    if (this.#sees("[")) {
      const { set, end } = readClass(this.#text, this.#at);
      this.#at = end;
      return { kind: "set", set };
    }
    if (this.#sees("\\")) {
      return this.#escape();
    }
    const code = codeAt(this.#text, this.#at);
    this.#at += unitsOf(code);
    return { kind: "set", set: [code, code] };
  }

  #escape(): PatternNode {
    const letter = this.#source[this.#at + 1] ?? "";
    if (letter === "b" || letter === "B") {
      this.#at += 2;
      return { kind: "boundary", negative: letter === "B" };
    }
    if (letter === "k" || (letter >= "1" && letter <= "9")) {
      throw new UnreadPattern("back-reference");
    }
    const { set, end } = readEscape(this.#text, this.#at);
    this.#at = end;
    return { kind: "set", set };
  }

  #group(nesting: number): PatternNode {
    const look = /^\?(<?)([=!])/.exec(this.#source.slice(this.#at, this.#at + 3));
    if (look !== null) {
      this.#at += look[0].length;
    } else if (!this.#skip("?:") && this.#skip("?<")) {
      this.#at = this.#source.indexOf(">", this.#at) + 1;
    }
    const body = this.choice(nesting + 1);
    this.#skip(")");
    return look === null
      ? body
      : { kind: "look", behind: look[1] === "<", negative: look[2] === "!", body };
  }

  #repeated(body: PatternNode): PatternNode {
    const mark = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/.exec(
      this.#source.slice(this.#at, this.#at + 64),
    );
    if (mark === null) {
      return body;
    }
    this.#at += mark[0].length;
    const [sign] = mark[0];
    const least = mark[1] === undefined ? (sign === "+" ? 1 : 0) : Number(mark[1]);
    const most = sign === "?" ? 1 : mark[1] === undefined ? Infinity : upper(mark, least);
    return most === 0 ? NOTHING : { kind: "repeat", body, min: least, max: most };
  }

  #sees(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #skip(text: string): boolean {
    const found = this.#sees(text);
    this.#at += found ? text.length : 0;
    return found;
  }
}

/** The upper limit of `{least}`, `{least,}` or `{least,most}`. */
function upper(mark: RegExpExecArray, least: number): number {
  if (mark[2] === undefined) {
    return least;
  }
  return mark[3] === undefined || mark[3] === "" ? Infinity : Number(mark[3]);
}

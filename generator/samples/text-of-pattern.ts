import type { Random } from "./random.ts";

/**
 * Makes texts that match a regular expression: a walk over its source that chooses an alternative and writes it.
 * Look-around and back-references are not understood; then there is no text.
 */
export function textOfPattern(pattern: string, random: Random, generous: boolean): string | null {
  const walk = new Walk(pattern, random, generous);
  try {
    return walk.alternatives();
  } catch (error) {
    if (error instanceof NotUnderstood) {
      return null;
    }
    throw error;
  }
}

class NotUnderstood extends Error {}

const MAX_LENGTH = 4096;
const WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
const DIGITS = "0123456789";
const OTHERS = " -.,:;/+*=#%&()[]{}<>@!?~'\"$^|\\`";
const PRINTABLE = WORD + OTHERS;

class Walk {
  readonly #source: string;
  readonly #random: Random;
  readonly #generous: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string, random: Random, generous: boolean) {
    this.#source = source;
    this.#random = random;
    this.#generous = generous;
  }

  /** One of `a|b|c`, up to the end or a closing bracket. */
  alternatives(): string {
    this.#depth += 1;
    if (this.#depth > 50) {
      throw new NotUnderstood();
    }
    const options = [this.#sequence()];
    while (this.#take("|")) {
      options.push(this.#sequence());
    }
    this.#depth -= 1;
    return this.#random.pick(options) ?? "";
  }

  #sequence(): string {
    let text = "";
    while (this.#at < this.#source.length && !"|)".includes(this.#peek())) {
      text += this.#repeated();
      if (text.length > MAX_LENGTH) {
        throw new NotUnderstood();
      }
    }
    return text;
  }

  #repeated(): string {
    const start = this.#at;
    let text = this.#atom();
    const end = this.#at;
    const [least, most] = this.#quantifier();
    const after = this.#at;
    const count = this.#random.between(least, most);
    if (count === 0) {
      return "";
    }
    for (let index = 1; index < count && text.length <= MAX_LENGTH; index += 1) {
      this.#at = start;
      text += this.#atom();
      this.#at = end;
    }
    this.#at = after;
    return text;
  }

  #quantifier(): readonly [number, number] {
    const rest = this.#source.slice(this.#at);
    const found = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/u.exec(rest);
    if (found === null) {
      return [1, 1];
    }
    this.#at += found[0].length;
    const extra = this.#generous ? 12 : 3;
    switch (found[0].charAt(0)) {
      case "*":
        return [this.#generous ? 1 : 0, extra];
      case "+":
        return [this.#generous ? extra / 2 : 1, extra];
      case "?":
        return [0, 1];
      default: {
        const least = Number(found[1]);
        const stated = found[3] === undefined || found[3] === "" ? Infinity : Number(found[3]);
        const most = found[2] === undefined ? least : Math.min(stated, least + extra);
        return [least, most];
      }
    }
  }

  #atom(): string {
    const char = this.#next();
    switch (char) {
      case "^":
      case "$":
        return "";
      case ".":
        return this.#from(WORD);
      case "[":
        return this.#from(this.#classMembers());
      case "(":
        return this.#group();
      case "\\":
        return this.#escape();
      default:
        return char;
    }
  }

  #group(): string {
    const opening = /^\?(?::|<[\p{L}_$][\p{L}\p{N}_$]*>)/u.exec(this.#source.slice(this.#at));
    if (opening !== null) {
      this.#at += opening[0].length;
    } else if (this.#peek() === "?") {
      throw new NotUnderstood();
    }
    const text = this.alternatives();
    if (!this.#take(")")) {
      throw new NotUnderstood();
    }
    return text;
  }

  #escape(): string {
    const members = this.#escapedClass(this.#next());
    return members === "" ? "" : this.#from(members);
  }

  /** The characters that an escape stands for; `""` for an assertion. */
  #escapedClass(char: string): string {
    switch (char) {
      case "d":
        return DIGITS;
      case "w":
        return WORD;
      case "s":
        return " ";
      case "D":
      case "S":
        return "abcdefghijklmnopqrstuvwxyz";
      case "W":
        return OTHERS;
      case "b":
      case "B":
        return "";
      case "n":
        return "\n";
      case "r":
        return "\r";
      case "t":
        return "\t";
      case "u":
      case "x":
        return this.#codePoint(char);
      case "p":
        return this.#property();
      default:
        return this.#literalEscape(char);
    }
  }

  #literalEscape(char: string): string {
    if (/[1-9kPcfv0]/u.test(char) || char === "") {
      throw new NotUnderstood();
    }
    return char;
  }

  #codePoint(kind: string): string {
    const rest = this.#source.slice(this.#at);
    const shape = kind === "x" ? /^[\da-f]{2}/iu : /^(?:[\da-f]{4}|\{[\da-f]{1,6}\})/iu;
    const found = shape.exec(rest)?.[0];
    const code = parseInt(found?.replaceAll(/[{}]/gu, "") ?? "", 16);
    if (found === undefined || code > 0x10ffff) {
      throw new NotUnderstood();
    }
    this.#at += found.length;
    return String.fromCodePoint(code);
  }

  #property(): string {
    const found = /^\{([^}]*)\}/u.exec(this.#source.slice(this.#at));
    this.#at += found?.[0].length ?? 0;
    const members = { L: WORD.slice(0, 52), Lu: WORD.slice(26, 52), Ll: WORD.slice(0, 26) };
    const known: Readonly<Record<string, string>> = { ...members, N: DIGITS, Nd: DIGITS };
    const name = found?.[1] ?? "";
    const text = Object.hasOwn(known, name) ? known[name] : undefined;
    if (text === undefined) {
      throw new NotUnderstood();
    }
    return text;
  }

  /** The characters of `[...]`, the opening bracket being read; ranges are sampled at up to 64 places. */
  #classMembers(): string {
    const isNegated = this.#take("^");
    let members = "";
    while (!this.#take("]")) {
      members += this.#classItem();
    }
    if (!isNegated) {
      return members;
    }
    const excluded = new Set(members);
    return [...PRINTABLE].filter((char) => !excluded.has(char)).join("");
  }

  #classItem(): string {
    const first = this.#classChar();
    const isRange = this.#peek() === "-" && this.#source.charAt(this.#at + 1) !== "]";
    if (!isRange || Array.from(first).length !== 1) {
      return first;
    }
    this.#next();
    const from = first.codePointAt(0) ?? 0;
    const to = this.#classChar().codePointAt(0) ?? from;
    const step = Math.max(1, Math.ceil((to - from) / 64));
    let members = "";
    for (let code = from; code <= to; code += step) {
      members += String.fromCodePoint(code);
    }
    return members;
  }

  #classChar(): string {
    const char = this.#next();
    return char === "\\" ? this.#escapedClass(this.#next()) : char;
  }

  #from(members: string): string {
    const chosen = this.#random.pick(Array.from(members));
    if (chosen === undefined) {
      throw new NotUnderstood();
    }
    return chosen;
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #next(): string {
    const code = this.#source.codePointAt(this.#at);
    if (code === undefined) {
      throw new NotUnderstood();
    }
    const char = String.fromCodePoint(code);
    this.#at += char.length;
    return char;
  }

  #take(char: string): boolean {
    const isThere = this.#peek() === char;
    this.#at += isThere ? 1 : 0;
    return isThere;
  }
}

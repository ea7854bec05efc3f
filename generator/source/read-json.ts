/**
 * A JSON reader (RFC 8259) that keeps what `JSON.parse` loses: where each value stands, equal keys,
 * integers beyond 2^53, and `__proto__` as an ordinary key.
 */
import { exactNumber } from "./exact-number.ts";
import type { Mark } from "./mark.ts";
import { emptyObject } from "./plain.ts";
import { nothingRead } from "./read-result.ts";
import type { ReadLimits, ReadResult, TextProblem } from "./read-result.ts";
import type { SourceRule } from "./findings.ts";
import type { Plain } from "./tree.ts";

/** Reads JSON text; the first syntax error ends the reading and is its only result. */
export function readJson(text: string, limits: ReadLimits): ReadResult {
  return new JsonReader(text, limits).read();
}

/** Thrown and caught within this file only. */
class JsonStop extends Error {
  override readonly name = "JsonStop";
  readonly problem: TextProblem;

  constructor(problem: TextProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Read {
  readonly value: Plain;
  readonly mark: Mark;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
const PLAIN_STRING = /"([^"\\\u0000-\u001f]*)"/y;
const ANY_STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class JsonReader {
  readonly #text: string;
  readonly #limits: ReadLimits;
  readonly #problems: TextProblem[] = [];
  #at = 0;
  #values = 0;

  constructor(text: string, limits: ReadLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  read(): ReadResult {
    try {
      if (this.#text.startsWith("\ufeff")) this.#at = 1;
      this.#space();
      const { value, mark } = this.#value(-1, -1, 0);
      this.#space();
      if (this.#at < this.#text.length) this.#expected("the end of the file");
      return { value, mark, problems: this.#problems };
    } catch (error) {
      if (error instanceof JsonStop) return nothingRead([...this.#problems, error.problem]);
      throw error;
    }
  }

  #value(keyStart: number, keyEnd: number, depth: number): Read {
    if (++this.#values > this.#limits.values) {
      this.#stop("too-many-values", `the file holds over ${this.#limits.values} values`);
    }
    const start = this.#at;
    switch (this.#text[start]) {
      case "{":
        return this.#object(keyStart, keyEnd, depth + 1);
      case "[":
        return this.#list(keyStart, keyEnd, depth + 1);
      case '"': {
        const value = this.#string();
        return { value, mark: { start, end: this.#at, keyStart, keyEnd, parts: null } };
      }
      case "t":
        return this.#word("true", true, keyStart, keyEnd);
      case "f":
        return this.#word("false", false, keyStart, keyEnd);
      case "n":
        return this.#word("null", null, keyStart, keyEnd);
      default:
        return this.#number(keyStart, keyEnd);
    }
  }

  #object(keyStart: number, keyEnd: number, depth: number): Read {
    const start = this.#open(depth);
    const value = emptyObject();
    const parts = new Map<string, Mark>();
    if (this.#text[this.#at] !== "}") {
      do {
        this.#space();
        const at = this.#at;
        if (this.#text[at] !== '"') this.#expected('a key in double quotes or "}"');
        const key = this.#string();
        const end = this.#at;
        this.#space();
        if (!this.#takes(":")) this.#expected('":" after a key');
        this.#space();
        const member = this.#value(at, end, depth);
        if (parts.has(key)) this.#duplicate(key, at, end);
        value[key] = member.value;
        parts.set(key, member.mark);
        this.#space();
      } while (this.#takes(","));
    }
    if (!this.#takes("}")) this.#expected('"," or "}"');
    return { value, mark: { start, end: this.#at, keyStart, keyEnd, parts } };
  }

  #list(keyStart: number, keyEnd: number, depth: number): Read {
    const start = this.#open(depth);
    const value: Plain[] = [];
    const parts: Mark[] = [];
    if (this.#text[this.#at] !== "]") {
      do {
        this.#space();
        const item = this.#value(-1, -1, depth);
        value.push(item.value);
        parts.push(item.mark);
        this.#space();
      } while (this.#takes(","));
    }
    if (!this.#takes("]")) this.#expected('"," or "]"');
    return { value, mark: { start, end: this.#at, keyStart, keyEnd, parts } };
  }

  /** Goes over an opening bracket. */
  #open(depth: number): number {
    if (depth > this.#limits.depth) {
      this.#stop("nesting-too-deep", `nested deeper than ${this.#limits.depth} levels`);
    }
    const start = this.#at++;
    this.#space();
    return start;
  }

  #string(): string {
    PLAIN_STRING.lastIndex = this.#at;
    const plain = PLAIN_STRING.exec(this.#text)?.[1];
    if (plain !== undefined) {
      this.#at += plain.length + 2;
      return plain;
    }
    ANY_STRING.lastIndex = this.#at;
    const quoted = ANY_STRING.exec(this.#text)?.[0];
    if (quoted === undefined) {
      this.#stop("syntax", "text is not closed, or holds a bad escape or a control character");
    }
    this.#at += quoted.length;
    return String(JSON.parse(quoted));
  }

  #number(keyStart: number, keyEnd: number): Read {
    const start = this.#at;
    NUMBER.lastIndex = start;
    const literal = NUMBER.exec(this.#text)?.[0];
    if (literal === undefined) this.#expected("a value");
    this.#at += literal.length;
    const value = exactNumber(literal);
    const end = this.#at;
    if (value === null) {
      const message = `number "${literal.slice(0, 40)}" has no finite value`;
      this.#problems.push({ rule: "number-not-json", message, hint: null, start, end });
    }
    return { value, mark: { start, end, keyStart, keyEnd, parts: null } };
  }

  #word(word: string, value: Plain, keyStart: number, keyEnd: number): Read {
    const start = this.#at;
    if (!this.#text.startsWith(word, start)) this.#expected("a value");
    this.#at += word.length;
    return { value, mark: { start, end: this.#at, keyStart, keyEnd, parts: null } };
  }

  #duplicate(key: string, start: number, end: number): void {
    const message = `key "${key.slice(0, 80)}" stands twice in one object`;
    const hint = "remove or rename one of the two; the second was read";
    this.#problems.push({ rule: "duplicate-key", message, hint, start, end });
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expected(what: string): never {
    const found = this.#text[this.#at];
    const seen = found === undefined ? "the end of the file" : JSON.stringify(found);
    return this.#stop("syntax", `${what} was expected, found ${seen}`);
  }

  #stop(rule: SourceRule, message: string): never {
    const start = Math.min(this.#at, Math.max(0, this.#text.length - 1));
    throw new JsonStop({ rule, message, hint: null, start, end: start + 1 });
  }
}

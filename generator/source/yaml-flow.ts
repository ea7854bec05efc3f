import type { Mark } from "./mark.ts";
import { emptyObject } from "./plain.ts";
import type { Plain } from "./tree.ts";
import { giveUp } from "./yaml-lines.ts";
import { plainScalar, quotedScalar } from "./yaml-scalar.ts";

interface Flow {
  readonly value: Plain;
  readonly mark: Mark;
}

/** A plain scalar in a flow collection, as far as it has no character with two meanings. */
const FLOW_PLAIN = /[A-Za-z0-9_.$/+<=(^~-][^,[\]{}#:\n]*/y;

/** Reads `[...]` or `{...}`, whose further lines are indented more than `parent`, the column of its key. */
export function readFlow(text: string, start: number, parent: number, depth: number): Flow {
  return new FlowReader(text, start, parent).read(depth);
}

class FlowReader {
  readonly #text: string;
  readonly #parent: number;
  #at: number;

  constructor(text: string, start: number, parent: number) {
    this.#text = text;
    this.#at = start;
    this.#parent = parent;
  }

  read(depth: number): Flow {
    const start = this.#at;
    if (this.#peek() !== "[" && this.#peek() !== "{") {
      const value = this.#scalar();
      return { value, mark: { start, end: this.#at, keyStart: -1, keyEnd: -1, parts: null } };
    }
    if (depth <= 0) return giveUp();
    return this.#peek() === "[" ? this.#list(start, depth) : this.#object(start, depth);
  }

  #list(start: number, depth: number): Flow {
    const value: Plain[] = [];
    const parts: Mark[] = [];
    this.#step();
    while (this.#peek() !== "]") {
      const item = this.read(depth - 1);
      value.push(item.value);
      parts.push(item.mark);
      this.#separator("]");
    }
    this.#at++;
    return { value, mark: { start, end: this.#at, keyStart: -1, keyEnd: -1, parts } };
  }

  #object(start: number, depth: number): Flow {
    const value = emptyObject();
    const parts = new Map<string, Mark>();
    this.#step();
    while (this.#peek() !== "}") {
      const keyStart = this.#at;
      const isQuoted = this.#peek() === '"' || this.#peek() === "'";
      const key = this.#scalar();
      const keyEnd = this.#at;
      while (this.#text[this.#at] === " ") this.#at++;
      const isFollowed = isQuoted || this.#text[this.#at + 1] === " ";
      if (typeof key !== "string" || key === "<<" || parts.has(key)) giveUp();
      if (this.#peek() !== ":" || !isFollowed) giveUp();
      this.#step();
      const member = this.read(depth - 1);
      value[key] = member.value;
      parts.set(key, { ...member.mark, keyStart, keyEnd });
      this.#separator("}");
    }
    this.#at++;
    return { value, mark: { start, end: this.#at, keyStart: -1, keyEnd: -1, parts } };
  }

  #scalar(): Plain {
    const first = this.#peek();
    if (first === '"' || first === "'") {
      const newline = this.#text.indexOf("\n", this.#at);
      const lineEnd = newline < 0 ? this.#text.length : newline;
      const { value, end } = quotedScalar(this.#text, this.#at, lineEnd);
      this.#at = end;
      return value;
    }
    FLOW_PLAIN.lastIndex = this.#at;
    const plain = FLOW_PLAIN.exec(this.#text)?.[0].trimEnd();
    if (plain === undefined || plain === "-" || plain.startsWith("- ")) return giveUp();
    this.#at += plain.length;
    return plainScalar(plain);
  }

  /** Goes over a comma, or up to the closing bracket. */
  #separator(close: string): void {
    this.#spaces();
    if (this.#peek() === ",") this.#step();
    else if (this.#peek() !== close) giveUp();
  }

  #step(): void {
    this.#at++;
    this.#spaces();
  }

  #spaces(): void {
    let column = Number.POSITIVE_INFINITY;
    for (; ; this.#at++) {
      const character = this.#text[this.#at];
      if (character === "\n") column = -1;
      else if (character !== " " && character !== "\r") break;
      column++;
    }
    if (column <= this.#parent) giveUp();
  }

  #peek(): string {
    return this.#text[this.#at] ?? giveUp();
  }
}

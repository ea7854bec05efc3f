/**
 * Reads the part of YAML that documents are written in: block mappings and lists, plain, quoted and
 * block scalars, flow collections, comments. Whatever goes beyond that, and whatever is
 * wrong, makes it give up, and the full reader takes the text from the start; so this one only has to
 * be right about what it accepts, which a test compares with the full reader. It is ten times faster,
 * and most documents never load the `yaml` package at all.
 */
import type { Mark } from "./mark.ts";
import { emptyObject } from "./plain.ts";
import type { ReadLimits, ReadResult } from "./read-result.ts";
import type { Plain } from "./tree.ts";
import { readFlow } from "./yaml-flow.ts";
import { giveUp, Unusual, YamlLines } from "./yaml-lines.ts";
import {
  beginsPlain,
  blockScalar,
  isMisread,
  isTextKey,
  plainScalar,
  quotedScalar,
} from "./yaml-scalar.ts";

/** The value of a text with the marks of its parts; null when the full reader must read it. */
export function readEverydayYaml(text: string, limits: ReadLimits): ReadResult | null {
  if (/[\t\ufeff\u0085\u2028\u2029]|\r(?!\n)/.test(text)) return null;
  try {
    const { value, mark } = new EverydayReader(text, limits).read();
    return { value, mark, problems: [] };
  } catch (error) {
    if (error instanceof Unusual) return null;
    throw error;
  }
}

/** A value, its mark, and the line after it. */
type Read = Pick<ReadResult, "value" | "mark"> & { readonly line: number };

interface Key {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The offset after the colon. */
  readonly after: number;
}

/** What a value belongs to: the line, and the column of the key or dash, that it follows. */
interface Slot {
  readonly line: number;
  readonly column: number;
  readonly key: Pick<Key, "start" | "end">;
  readonly depth: number;
}

class EverydayReader {
  readonly #text: string;
  readonly #lines: YamlLines;
  readonly #limits: ReadLimits;
  #values = 0;

  constructor(text: string, limits: ReadLimits) {
    this.#text = text;
    this.#lines = new YamlLines(text);
    this.#limits = limits;
  }

  read(): Read {
    let line = this.#lines.content(0);
    const marker = this.#lines.start(line);
    if (this.#text.slice(marker, this.#lines.end(line)).trimEnd() === "---") {
      line = this.#lines.content(line + 1);
    }
    const isHuge = this.#lines.count > this.#limits.values;
    if (line >= this.#lines.count || isHuge) return giveUp();
    const root = this.#block(line, this.#lines.indent(line), NO_KEY, 0);
    if (this.#lines.content(root.line) < this.#lines.count) return giveUp();
    return root;
  }

  /** The mapping or list whose first key or dash stands at a column of a line. */
  #block(line: number, column: number, key: Pick<Key, "start" | "end">, depth: number): Read {
    if (depth >= this.#limits.depth) return giveUp();
    const at = this.#lines.start(line) + column;
    if (this.#isDash(at, line)) return this.#list(line, column, key, depth + 1);
    return this.#mapping(line, column, key, depth + 1);
  }

  #mapping(from: number, column: number, own: Pick<Key, "start" | "end">, depth: number): Read {
    const value = emptyObject();
    const parts = new Map<string, Mark>();
    const start = this.#lines.start(from) + column;
    let end = start;
    let line = from;
    do {
      const key = this.#key(this.#lines.start(line) + column, line);
      if (key === null || key.name === "<<" || parts.has(key.name)) return giveUp();
      const member = this.#valueOf(key, line, column, depth);
      if (++this.#values > this.#limits.values) return giveUp();
      value[key.name] = member.value;
      parts.set(key.name, member.mark);
      end = member.mark.end;
      line = this.#lines.content(member.line);
      if (this.#lines.indent(line) > column) return giveUp();
    } while (this.#lines.indent(line) === column);
    return { value, mark: { start, end, keyStart: own.start, keyEnd: own.end, parts }, line };
  }

  #list(from: number, column: number, own: Pick<Key, "start" | "end">, depth: number): Read {
    const value: Plain[] = [];
    const parts: Mark[] = [];
    const start = this.#lines.start(from) + column;
    let end = start;
    let line = from;
    for (;;) {
      const dash = this.#lines.start(line) + column;
      const item = this.#item(dash, line, column, depth);
      if (++this.#values > this.#limits.values) return giveUp();
      value.push(item.value);
      parts.push(item.mark);
      end = item.mark.end;
      line = this.#lines.content(item.line);
      const indent = this.#lines.indent(line);
      if (indent > column) return giveUp();
      if (indent < column || !this.#isDash(this.#lines.start(line) + column, line)) break;
    }
    return { value, mark: { start, end, keyStart: own.start, keyEnd: own.end, parts }, line };
  }

  #item(dash: number, line: number, column: number, depth: number): Read {
    const at = this.#skipSpaces(dash + 1, line);
    if (this.#isRestEmpty(at, line))
      return this.#nested({ line, column, key: NO_KEY, depth }, dash + 1);
    const inner = at - this.#lines.start(line);
    if (this.#isDash(at, line) || this.#key(at, line) !== null) {
      return this.#block(line, inner, NO_KEY, depth);
    }
    return this.#inline(at, { line, column, key: NO_KEY, depth });
  }

  #valueOf(key: Key, line: number, column: number, depth: number): Read {
    const at = this.#skipSpaces(key.after, line);
    if (this.#isRestEmpty(at, line)) return this.#nested({ line, column, key, depth }, key.end);
    return this.#inline(at, { line, column, key, depth });
  }

  /** What stands on the lines below a key or dash; nothing where they are not indented further. */
  #nested(below: Slot, emptyAt: number): Read {
    const { line, column, key, depth } = below;
    const mayHaveDash = key.start >= 0;
    const next = this.#lines.content(line + 1);
    const indent = this.#lines.indent(next);
    const isList =
      mayHaveDash && indent === column && this.#isDash(this.#lines.start(next) + indent, next);
    if (indent > column || isList) {
      const at = this.#lines.start(next) + indent;
      const isBlock = this.#isDash(at, next) || this.#key(at, next) !== null;
      return isBlock
        ? this.#block(next, indent, key, depth)
        : this.#inline(at, { ...below, line: next });
    }
    const mark = {
      start: emptyAt,
      end: emptyAt,
      keyStart: key.start,
      keyEnd: key.end,
      parts: null,
    };
    return { value: null, mark, line: line + 1 };
  }

  /** A scalar or flow collection that begins at an offset of a line. */
  #inline(start: number, { line, column: parent, key, depth }: Slot): Read {
    const place = { start, keyStart: key.start, keyEnd: key.end };
    const first = this.#text[start] ?? "";
    switch (first) {
      case "'":
      case '"': {
        const { value, end } = quotedScalar(this.#text, start, this.#lines.end(line));
        this.#expectNothing(end, line);
        return { value, mark: { ...place, end, parts: null }, line: line + 1 };
      }
      case "[":
      case "{": {
        const read = readFlow(this.#text, start, parent, this.#limits.depth - depth);
        const last = this.#lines.lineOf(read.mark.end, line);
        this.#expectNothing(read.mark.end, last);
        return { value: read.value, mark: { ...read.mark, ...place }, line: last + 1 };
      }
      case "|":
      case ">":
        return this.#blockScalar(start, line, parent, place);
      default:
        return this.#plain(start, line, parent, place);
    }
  }

  #blockScalar(
    start: number,
    line: number,
    parent: number,
    place: Pick<Mark, "start" | "keyStart" | "keyEnd">,
  ): Read {
    const header = /^[|>](-?)(?: +#.*| *)$/.exec(this.#text.slice(start, this.#lines.end(line)));
    if (header === null) return giveUp();
    const style = { isFolded: this.#text[start] === ">", isStripped: header[1] === "-" };
    const read = blockScalar(this.#lines, line + 1, parent, style);
    return { value: read.value, mark: { ...place, end: read.end, parts: null }, line: read.line };
  }

  /** A plain scalar, over several lines where the next ones are indented further than its parent. */
  #plain(
    start: number,
    line: number,
    parent: number,
    place: Pick<Mark, "start" | "keyStart" | "keyEnd">,
  ): Read {
    if (!beginsPlain(this.#text, start, this.#lines.end(line))) return giveUp();
    const comment = this.#commentIn(start, line);
    const first = this.#text.slice(start, comment ?? this.#lines.end(line)).trimEnd();
    if (isMisread(first)) return giveUp();
    let end = start + first.length;
    let next = line + 1;
    let value = first;
    let breaks = 0;
    let isFolded = false;
    for (; next < this.#lines.count; next++) {
      const kind = this.#lines.kind(next);
      if (kind === "blank") {
        breaks++;
        continue;
      }
      if (this.#lines.indent(next) <= parent) break;
      if (kind === "comment" || comment !== null) return giveUp();
      const from = this.#lines.start(next) + this.#lines.indent(next);
      const part = this.#text.slice(from, this.#lines.end(next)).trimEnd();
      if (isMisread(part) || this.#commentIn(from, next) !== null) return giveUp();
      value += (breaks > 0 ? "\n".repeat(breaks) : " ") + part;
      [end, breaks, isFolded] = [from + part.length, 0, true];
    }
    const mark = { ...place, end, parts: null };
    return { value: isFolded ? value : plainScalar(value), mark, line: next };
  }

  /** The key that stands at an offset; null where there is none on the line. */
  #key(at: number, line: number): Key | null {
    const lineEnd = this.#lines.end(line);
    const first = this.#text[at];
    if (first === '"' || first === "'") {
      const quoted = quotedScalar(this.#text, at, lineEnd);
      const colon = this.#skipSpaces(quoted.end, line);
      if (!this.#isColon(colon, lineEnd)) return null;
      return { name: quoted.value, start: at, end: quoted.end, after: colon + 1 };
    }
    if (!beginsPlain(this.#text, at, lineEnd)) return null;
    const colon = this.#colonIn(at, lineEnd);
    if (colon === null) return null;
    const name = this.#text.slice(at, colon).trimEnd();
    const comment = this.#commentIn(at, line);
    if (comment !== null && comment < colon) return null;
    if (/^(?:---|\.\.\.)/.test(name) || !isTextKey(name)) return giveUp();
    return { name, start: at, end: at + name.length, after: colon + 1 };
  }

  #isColon(at: number, lineEnd: number): boolean {
    return this.#text[at] === ":" && (at + 1 === lineEnd || this.#text[at + 1] === " ");
  }

  #isDash(at: number, line: number): boolean {
    const end = this.#lines.end(line);
    return this.#text[at] === "-" && at < end && (at + 1 === end || this.#text[at + 1] === " ");
  }

  /** The offset of a comment in a line from an offset on, or null. */
  #commentIn(from: number, line: number): number | null {
    // The slice keeps the search from running on to the end of the file, line after line.
    const at = this.#text.slice(from, this.#lines.end(line)).indexOf(" #");
    return at < 0 ? null : from + at;
  }

  /** The offset of the first colon that ends a key, or null. */
  #colonIn(from: number, lineEnd: number): number | null {
    const at = this.#text.slice(from, lineEnd).search(/:(?: |$)/);
    return at < 0 ? null : from + at;
  }

  #skipSpaces(from: number, line: number): number {
    let at = from;
    while (at < this.#lines.end(line) && this.#text[at] === " ") at++;
    return at;
  }

  #isRestEmpty(at: number, line: number): boolean {
    return at >= this.#lines.end(line) || (this.#text[at] === "#" && this.#text[at - 1] === " ");
  }

  #expectNothing(from: number, line: number): void {
    if (!this.#isRestEmpty(this.#skipSpaces(from, line), line)) giveUp();
  }
}

const NO_KEY = { start: -1, end: -1 };

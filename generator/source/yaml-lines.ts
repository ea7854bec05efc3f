/** Thrown, and caught, where a text leaves the everyday part of YAML that `readEverydayYaml` knows. */
export class Unusual extends Error {
  override readonly name = "Unusual";
}

const UNUSUAL = new Unusual("not everyday YAML");

/** Gives the text up to the full YAML reader. */
export function giveUp(): never {
  throw UNUSUAL;
}

/** What a line is, apart from its indentation. */
export type LineKind = "content" | "blank" | "comment";

/** The lines of a text with their indentation, as offsets. */
export class YamlLines {
  readonly text: string;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #indents: number[] = [];
  readonly #kinds: LineKind[] = [];

  constructor(text: string) {
    this.text = text;
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf("\n", start);
      const end = newline < 0 ? text.length : newline;
      this.#add(start, text[end - 1] === "\r" && end > start ? end - 1 : end);
      start = end + 1;
    }
  }

  /** The line that an offset stands on, at or after a line. */
  lineOf(offset: number, from: number): number {
    let line = from;
    while (line < this.count && this.end(line) < offset) line++;
    return line;
  }

  #add(start: number, end: number): void {
    let at = start;
    while (at < end && this.text.charCodeAt(at) === 32) at++;
    this.#starts.push(start);
    this.#ends.push(end);
    this.#indents.push(at - start);
    this.#kinds.push(at === end ? "blank" : this.text[at] === "#" ? "comment" : "content");
  }

  get count(): number {
    return this.#starts.length;
  }

  start(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }

  /** Without the line break. */
  end(line: number): number {
    return this.#ends[line] ?? this.text.length;
  }

  /** Spaces before the first other character; -1 past the last line. */
  indent(line: number): number {
    return this.#indents[line] ?? -1;
  }

  kind(line: number): LineKind | null {
    return this.#kinds[line] ?? null;
  }

  /** The first line from `line` on that is neither blank nor a comment. */
  content(line: number): number {
    let at = line;
    while (at < this.count && this.#kinds[at] !== "content") at++;
    return at;
  }
}

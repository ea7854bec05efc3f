/**
 * Reads YAML 1.2 through the `yaml` package's nodes, which know their offsets. Aliases become shared
 * values, not copies; how often each is used is counted before anything walks through them.
 */
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, Pair, ParsedNode, YAMLMap, YAMLSeq } from "yaml";
import { exactNumberOr } from "./exact-number.ts";
import type { SourceRule } from "./findings.ts";
import type { Mark } from "./mark.ts";
import { emptyObject } from "./plain.ts";
import { nothingRead } from "./read-result.ts";
import type { ReadLimits, ReadResult, TextProblem } from "./read-result.ts";
import type { Plain } from "./tree.ts";
import { syntaxProblem, tagProblem } from "./yaml-complaint.ts";
import { isMergeable, mergeInto } from "./yaml-merge.ts";

/** Reads YAML text; after a syntax error the rest is read as far as it makes sense. */
export function readYaml(text: string, limits: ReadLimits): ReadResult {
  if (piecesOf(text) > MAX_PIECES) return nothingRead([tooManyValues(limits)]);
  try {
    return readDocuments(text, limits);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return nothingRead([tooDeep(limits, 0)]);
  }
}

const PIECE_STARTS = new Set([..."\n,:[{"].map((character) => character.charCodeAt(0)));

/** So that the parser is done within a second. Everyday YAML, read by a faster one, has the full limit. */
const MAX_PIECES = 60_000;

/** The characters that come before values: the least number of pieces that the parser has to handle. */
function piecesOf(text: string): number {
  let pieces = 0;
  for (let at = 0; at < text.length; at++) {
    if (PIECE_STARTS.has(text.charCodeAt(at))) pieces++;
  }
  return pieces;
}

function tooManyValues(limits: ReadLimits): TextProblem {
  const message = `too many values for YAML with anchors, tags and the like, or over ${limits.values}`;
  const hint = "write it without anchors, aliases, tags and quotes over several lines, or split it";
  return { rule: "too-many-values", message, hint, start: 0, end: 1 };
}

function tooDeep(limits: ReadLimits, start: number): TextProblem {
  const message = `nested deeper than ${limits.depth} levels`;
  return { rule: "nesting-too-deep", message, hint: null, start, end: start + 1 };
}

function readDocuments(text: string, limits: ReadLimits): ReadResult {
  const parsed = parseAllDocuments(text, {
    prettyErrors: false,
    keepSourceTokens: false,
    logLevel: "silent",
    uniqueKeys: false,
  });
  const document = Array.isArray(parsed) ? parsed[0] : undefined;
  if (document === undefined) return nothingRead([]);
  const problems: TextProblem[] = [];
  const second = Array.isArray(parsed) ? parsed[1] : undefined;
  if (second !== undefined) {
    const start = second.range[0];
    const message = `the file holds ${parsed.length} documents; only the first was read`;
    problems.push({ rule: "several-documents", message, hint: null, start, end: start + 3 });
  }
  for (const error of document.errors) {
    if (/call stack/.test(error.message)) return nothingRead([tooDeep(limits, error.pos[0])]);
    problems.push(syntaxProblem(error));
  }
  for (const warning of document.warnings) problems.push(tagProblem(warning));
  return new NodeReader(document, limits, problems).read();
}

type Read = Pick<ReadResult, "value" | "mark"> & {
  /** Values in it, aliases counted as often as they are used. */
  readonly size: number;
};

/** Where a key stands, or another stretch of text. */
interface KeySpan {
  readonly start: number;
  readonly end: number;
}

const NO_KEY: KeySpan = { start: -1, end: -1 };

function at({ start, end }: KeySpan): Pick<Mark, "keyStart" | "keyEnd"> {
  return { keyStart: start, keyEnd: end };
}

type Node = ParsedNode | null | undefined;

class NodeReader {
  readonly #document: Document.Parsed;
  readonly #limits: ReadLimits;
  readonly #problems: TextProblem[];
  readonly #anchors = new Map<string, Read | "open">();
  #isFatal = false;

  constructor(document: Document.Parsed, limits: ReadLimits, problems: TextProblem[]) {
    this.#document = document;
    this.#limits = limits;
    this.#problems = problems;
  }

  read(): ReadResult {
    const { value, mark } = this.#node(this.#document.contents, NO_KEY, 0, 0);
    return { value: this.#isFatal ? null : value, mark, problems: this.#problems };
  }

  #node(node: Node, key: KeySpan, depth: number, fallback: number): Read {
    if (node === null || node === undefined) {
      const mark = { start: fallback, end: fallback, ...at(key), parts: null };
      return { value: null, mark, size: 1 };
    }
    if (isAlias(node)) return this.#alias(node.source, node.range, key);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, "open");
    const read = this.#content(node, key, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, read);
    return this.#counted(read);
  }

  #content(node: ParsedNode, key: KeySpan, depth: number): Read {
    if (isScalar(node)) {
      const [start, end] = node.range;
      const value = this.#scalar(node.value, node.source, { start, end });
      return { value, mark: { start, end, ...at(key), parts: null }, size: 1 };
    }
    if (depth >= this.#limits.depth) {
      const [start, end] = node.range ?? [0, 0];
      if (!this.#isFatal) this.#problems.push(tooDeep(this.#limits, start));
      this.#isFatal = true;
      return { value: null, mark: { start, end, ...at(key), parts: null }, size: 1 };
    }
    if (isMap(node)) return this.#map(node, key, depth + 1);
    return this.#list(node as YAMLSeq.Parsed, key, depth + 1);
  }

  #scalar(value: unknown, source: string | undefined, span: KeySpan): Plain {
    if (typeof value === "number") {
      const exact = source === undefined ? value : exactNumberOr(value, source);
      if (exact === null)
        this.#problem("number-not-json", `"${source?.slice(0, 40)}" is no number of JSON`, span);
      return exact;
    }
    if (value === null || typeof value === "boolean" || typeof value === "string") return value;
    return typeof value === "bigint" ? value : (source ?? null);
  }

  #list(node: YAMLSeq.Parsed, key: KeySpan, depth: number): Read {
    const value: Plain[] = [];
    const parts: Mark[] = [];
    let size = 1;
    for (const item of node.items) {
      const read = this.#node(isPair(item) ? null : item, NO_KEY, depth, node.range[0]);
      value.push(read.value);
      parts.push(read.mark);
      size += read.size;
    }
    const [start, end] = node.range;
    return { value, mark: { start, end, ...at(key), parts }, size };
  }

  #map(node: YAMLMap.Parsed, key: KeySpan, depth: number): Read {
    const value = emptyObject();
    const parts = new Map<string, Mark>();
    const merged: Read[] = [];
    let size = 1;
    for (const pair of node.items) {
      const [start, end] = pair.key?.range ?? node.range;
      const name = this.#key(pair);
      if (name === null) continue;
      const read = this.#node(pair.value, { start, end }, depth, end);
      size += read.size;
      if (name === "<<" && isMergeable(read.value)) {
        merged.push(read);
        continue;
      }
      if (parts.has(name)) {
        const hint = "remove or rename one of the two; the second was read";
        this.#problem(
          "duplicate-key",
          `key "${name.slice(0, 80)}" stands twice in one object`,
          { start, end },
          hint,
        );
      }
      value[name] = read.value;
      parts.set(name, read.mark);
    }
    for (const read of merged) mergeInto(value, parts, read.value, read.mark);
    const [start, end] = node.range;
    return { value, mark: { start, end, ...at(key), parts }, size };
  }

  /** The key of a member as text; null (and a finding) for a list or an object. */
  #key(pair: Pair<ParsedNode, ParsedNode | null>): string | null {
    const key = pair.key;
    const [start, end] = key.range ?? [0, 0];
    const span = { start, end };
    if (isAlias(key) || !isScalar(key)) {
      this.#problem("key-unsupported", "a key is a scalar, not a list, object or alias", span);
      return null;
    }
    if (typeof key.value === "string") return key.value;
    const written = key.source ?? String(key.value);
    if (key.value === null || typeof key.value === "boolean") {
      this.#problem(
        "key-not-text",
        `key ${written === "" ? "is empty" : `"${written}" is not text`}`,
        span,
        `write it in quotes: "${written}"`,
      );
    }
    return written;
  }

  #alias(name: string, range: readonly [number, number, ...number[]], key: KeySpan): Read {
    const [start, end] = range;
    const target = this.#anchors.get(name);
    if (target === "open") {
      this.#problem("alias-circular", `alias "*${name}" stands inside its own anchor`, {
        start,
        end,
      });
    }
    if (target === undefined || target === "open") {
      return { value: null, mark: { start, end, ...at(key), parts: null }, size: 1 };
    }
    return {
      value: target.value,
      mark: { ...target.mark, start, end, ...at(key) },
      size: target.size,
    };
  }

  #counted(read: Read): Read {
    if (read.size > this.#limits.values && !this.#isFatal) {
      this.#isFatal = true;
      const message = `aliases multiply this to over ${this.#limits.values} values`;
      this.#problem(
        "alias-expansion",
        message,
        read.mark,
        "share parts by $ref instead of YAML aliases",
      );
    }
    return read;
  }

  #problem(rule: SourceRule, message: string, at: KeySpan, hint: string | null = null): void {
    this.#problems.push({ rule, message, hint, start: at.start, end: at.end });
  }
}

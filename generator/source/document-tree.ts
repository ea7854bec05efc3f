import type { Place } from "../diagnostics.ts";
import { LineIndex } from "./line-index.ts";
import { childMark } from "./mark.ts";
import type { Mark } from "./mark.ts";
import { isPlainObject, plainChild } from "./plain.ts";
import { childPointer, parentPointer, segmentsOf } from "./pointer.ts";
import { parseReference, refOf } from "./reference.ts";
import type { Followed, Plain, Position, SourceNode, SourceTree } from "./tree.ts";

/** One file of a tree. */
export interface TreeFile {
  readonly text: string;
  readonly value: Plain;
  readonly mark: Mark;
}

/** What a tree is made of; `patchTree` makes a new one from another's parts. */
export interface TreeParts {
  readonly entry: string;
  readonly files: ReadonlyMap<string, TreeFile>;
  /** The file that a URI of a `$ref` names, by the file it stands in; URIs that could not be loaded are absent. */
  readonly links: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Places that were written elsewhere: values that a repair moved, with the place of the author's text. */
  readonly moved: ReadonlyMap<string, ReadonlyMap<string, Place>>;
}

/** Why a `$ref` leads nowhere. */
export type Dangling =
  | { readonly kind: "circular" }
  | { readonly kind: "not-loaded" }
  | { readonly kind: "not-a-pointer" }
  | { readonly kind: "missing"; readonly parent: SourceNode; readonly segment: string };

/** Where one `$ref` leads, before the next of a chain. */
export type Resolution =
  { readonly kind: "found"; readonly node: SourceNode; readonly isUnescaped: boolean } | Dangling;

/** More hops than this from `$ref` to `$ref` count as circular. */
export const MAX_CHAIN = 50;

/** The files of a document, and the ways between them. Built by `loadDocument` and `patchTree`. */
export class DocumentTree implements SourceTree {
  readonly root: SourceNode;
  readonly files: ReadonlyMap<string, string>;
  readonly parts: TreeParts;
  readonly #followed = new Map<string, Followed | null>();
  readonly #resolved = new Map<string, Resolution | "open">();
  readonly #lines = new Map<string, LineIndex>();

  constructor(parts: TreeParts) {
    this.parts = parts;
    this.files = new Map([...parts.files].map(([name, file]) => [name, file.text]));
    const value = parts.files.get(parts.entry)?.value ?? null;
    this.root = { file: parts.entry, pointer: "", value };
  }

  follow(node: SourceNode): Followed | null {
    if (refOf(node.value) === null) return { node, via: [] };
    const key = `${node.file}#${node.pointer}`;
    const known = this.#followed.get(key);
    if (known !== undefined) return known;
    const followed = this.#walk(node);
    this.#followed.set(key, followed);
    return followed;
  }

  #walk(start: SourceNode): Followed | null {
    const via: Place[] = [];
    let node = start;
    for (let ref = refOf(node.value); ref !== null; ref = refOf(node.value)) {
      const next = this.resolve(node.file, ref);
      if (next.kind !== "found" || via.length >= MAX_CHAIN) return null;
      node = next.node;
      via.push({ file: node.file, pointer: node.pointer });
    }
    return { node, via };
  }

  /** Where a `$ref` that stands in `file` leads; one step, unlike `follow`. */
  resolve(file: string, ref: string): Resolution {
    const key = `${file}\n${ref}`;
    const known = this.#resolved.get(key);
    if (known === "open") return { kind: "circular" };
    if (known !== undefined) return known;
    this.#resolved.set(key, "open");
    const resolution = this.#find(file, ref);
    this.#resolved.set(key, resolution);
    return resolution;
  }

  #find(file: string, ref: string): Resolution {
    const { uri, segments } = parseReference(ref);
    const target = uri === "" ? file : this.parts.links.get(file)?.get(uri);
    const value = target === undefined ? undefined : this.parts.files.get(target)?.value;
    if (target === undefined || value === undefined) return { kind: "not-loaded" };
    if (segments === null) return { kind: "not-a-pointer" };
    const root = { file: target, pointer: "", value };
    const exact = this.#descend(root, segments);
    if (exact.kind !== "missing") return exact;
    const readings = this.#unescapedReadings(root, segments);
    const [only] = readings;
    return only !== undefined && readings.length === 1
      ? { kind: "found", node: only, isUnescaped: true }
      : exact;
  }

  /** Walks down the keys; where a key is missing and the node is itself a reference, through that. */
  #descend(root: SourceNode, segments: readonly string[]): Resolution {
    let node = root;
    for (const segment of segments) {
      let next = child(node, segment);
      if (next === null && refOf(node.value) !== null) {
        const followed = this.follow(node);
        if (followed === null) return { kind: "circular" };
        next = child(followed.node, segment);
      }
      if (next === null) return { kind: "missing", parent: node, segment };
      node = next;
    }
    return { kind: "found", node, isUnescaped: false };
  }

  /** The nodes that the keys could mean when "/" within a key was not escaped; at most two are looked for. */
  #unescapedReadings(root: SourceNode, segments: readonly string[]): SourceNode[] {
    const found: SourceNode[] = [];
    const tried = new Set<string>();
    const search = (node: SourceNode, from: number): void => {
      const state = `${from} ${node.pointer}`;
      if (found.length > 1 || tried.size > 1000 || tried.has(state)) return;
      tried.add(state);
      if (from === segments.length) {
        found.push(node);
        return;
      }
      for (let to = from + 1; to <= segments.length; to++) {
        const next = child(node, segments.slice(from, to).join("/"));
        if (next !== null) search(next, to);
      }
    };
    if (segments.length <= 50) search(root, 0);
    return found;
  }

  at(place: Place): SourceNode | null {
    const root = this.parts.files.get(place.file);
    if (root === undefined) return null;
    let value: Plain | undefined = root.value;
    for (const segment of segmentsOf(place.pointer)) {
      value = plainChild(value, segment);
      if (value === undefined) return null;
    }
    return { file: place.file, pointer: place.pointer, value };
  }

  position(place: Place): Position {
    const file = this.parts.files.get(place.file);
    if (file === undefined)
      return { file: place.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
    if (place.span !== undefined) return this.#lineAndColumn(place.file, ...place.span);
    const written = this.origin(place);
    let mark = this.parts.files.get(written.file)?.mark ?? file.mark;
    for (const segment of segmentsOf(written.pointer)) {
      const next = childMark(mark, segment);
      if (next === undefined) break;
      mark = next;
    }
    const isAtKey = mark.keyStart >= 0 && (mark.parts !== null || mark.end <= mark.start);
    return isAtKey
      ? this.#lineAndColumn(written.file, mark.keyStart, mark.keyEnd)
      : this.#lineAndColumn(written.file, mark.start, mark.end);
  }

  /** The place of the author's text for a place that a repair may have moved. */
  origin(place: Place): Place {
    const moved = this.parts.moved.get(place.file);
    if (moved === undefined) return place;
    for (let at: string | null = place.pointer; at !== null; at = parentPointer(at)) {
      const origin = moved.get(at);
      if (origin === undefined) continue;
      return { file: origin.file, pointer: origin.pointer + place.pointer.slice(at.length) };
    }
    return place;
  }

  #lineAndColumn(file: string, start: number, end: number): Position {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      lines = new LineIndex(this.files.get(file) ?? "");
      this.#lines.set(file, lines);
    }
    const from = lines.at(start);
    const to = lines.at(Math.max(start, end));
    return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }
}

/** The member or item of a node, or null. */
export function child(node: SourceNode, segment: string): SourceNode | null {
  const value = plainChild(node.value, segment);
  if (value === undefined) return null;
  return { file: node.file, pointer: childPointer(node.pointer, segment), value };
}

/** The keys that could have been meant where one is missing. */
export function keysOf(node: SourceNode): readonly string[] {
  return isPlainObject(node.value) ? Object.keys(node.value) : [];
}

import type { Diagnostic, Place } from "../diagnostics.ts";

/** Any value of a parsed document. Objects have a null prototype; keys keep the author's order. */
export type Plain = null | boolean | number | bigint | string | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: Plain;
}

/** A value and where it stands. `$ref`s are left in place; `SourceTree.follow` goes through them. */
export interface SourceNode {
  readonly file: string;
  /** JSON pointer into that file; the root is `""`. */
  readonly pointer: string;
  readonly value: Plain;
}

/** Line and column count from 1, as editors do; the end is exclusive. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A node that a chain of `$ref`s led to. */
export interface Followed {
  readonly node: SourceNode;
  /** The places of every `$ref` target passed, first to last; `[]`: the node held no `$ref`. */
  readonly via: readonly Place[];
}

/**
 * A loaded document: its files parsed once, every node locatable, every `$ref` resolvable in linear time.
 * Nothing is copied or inlined, so shared and circular schemas cost nothing.
 */
export interface SourceTree {
  readonly root: SourceNode;
  /** Text of every file that was read, by the name that places use. */
  readonly files: ReadonlyMap<string, string>;
  /**
   * The node that `node`'s `$ref`s lead to; `node` itself when it has none; null when one is dangling or
   * circular (reported once by `load`).
   */
  follow(node: SourceNode): Followed | null;
  at(place: Place): SourceNode | null;
  position(place: Place): Position;
}

/** What `load` gives: a tree as long as there is anything to read, and every finding so far. */
export interface Loaded {
  readonly tree: SourceTree | null;
  readonly diagnostics: readonly Diagnostic[];
}

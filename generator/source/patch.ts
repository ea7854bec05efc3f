import type { Place } from "../diagnostics.ts";
import { DocumentTree } from "./document-tree.ts";
import type { TreeFile } from "./document-tree.ts";
import { emptyObject, isPlainList, isPlainObject } from "./plain.ts";
import { segmentsOf } from "./pointer.ts";
import type { Plain, SourceTree } from "./tree.ts";

/** One change of a tree. */
export interface Patch {
  /** A member that may be new; its parents are made where they are absent. An index past a list's end appends. */
  readonly place: Place;
  /** Undefined: the member is removed; a list closes up. */
  readonly value: Plain | undefined;
  /** Where the author wrote what now stands at `place`, when that is elsewhere. */
  readonly origin?: Place;
}

/**
 * The tree with members replaced, added or removed, in the given order. The given tree stays as it is;
 * unchanged parts are shared. A place that no text stands at has the position of the nearest that has.
 */
export function patchTree(tree: SourceTree, patches: readonly Patch[]): DocumentTree {
  if (!(tree instanceof DocumentTree)) throw new TypeError("a tree that loadDocument made");
  if (patches.length === 0) return tree;
  const { entry, links } = tree.parts;
  const files = new Map<string, TreeFile>(tree.parts.files);
  const moved = new Map(tree.parts.moved);
  for (const { place, value, origin } of patches) {
    const file = files.get(place.file);
    if (file === undefined) continue;
    const changed = withMember(file.value, segmentsOf(place.pointer), 0, value) ?? null;
    files.set(place.file, { ...file, value: changed });
    if (origin === undefined) continue;
    const written = tree.origin(origin);
    moved.set(place.file, new Map(moved.get(place.file)).set(place.pointer, written));
  }
  return new DocumentTree({ entry, links, files, moved });
}

/** A copy of a value in which the member at the end of the keys is another. */
function withMember(
  value: Plain | undefined,
  segments: readonly string[],
  from: number,
  member: Plain | undefined,
): Plain | undefined {
  const segment = segments[from];
  if (segment === undefined) return member;
  if (isPlainList(value)) {
    const index = Math.min(Number(segment), value.length);
    const item = withMember(value[index], segments, from + 1, member);
    return value.toSpliced(index, 1, ...(item === undefined ? [] : [item]));
  }
  const before = isPlainObject(value) ? value : emptyObject();
  const changed = withMember(before[segment], segments, from + 1, member);
  const after = emptyObject();
  for (const key of Object.keys(before)) {
    if (key !== segment) after[key] = before[key] ?? null;
    else if (changed !== undefined) after[key] = changed;
  }
  if (changed !== undefined) after[segment] = changed;
  return after;
}

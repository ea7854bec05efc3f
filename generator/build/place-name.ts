import { posix } from "node:path";
import type { SourceTree } from "../source/tree.ts";

/** A place in a document's files, without what a finding marks there. */
interface NamedPlace {
  readonly file: string;
  readonly pointer: string;
}

/**
 * A name for a place that depends on what the author wrote and not on where the files are kept: the
 * pointer in the document itself; in another file, its path from the document, `#`, and the pointer.
 */
export function placeName(tree: SourceTree, { file, pointer }: NamedPlace): string {
  return file === tree.root.file ? pointer : `${fileName(tree, file)}#${pointer}`;
}

/** The first of `names` that is free, else `otherwise`, marked until it is free as well. */
export function firstFree(
  names: readonly string[],
  taken: ReadonlySet<string>,
  otherwise: string,
): string {
  let last = otherwise;
  while (taken.has(last)) {
    last = `${last}#`;
  }
  return names.find((name) => !taken.has(name)) ?? last;
}

function fileName(tree: SourceTree, file: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(file) ? file : fromFolder(tree.root.file, file);
}

/** Names have slashes on every system; both are absolute or both relative to one folder. */
function fromFolder(root: string, file: string): string {
  const [from, to] = [root, file].map((name) => name.replaceAll("\\", "/"));
  return posix.relative(posix.dirname(from ?? ""), to ?? "");
}

/**
 * Makes one self-contained document of several files. What a `$ref` to another file names is inlined
 * where it is first met, and every later `$ref` to it becomes a local one to that place. So nothing
 * stands twice, circular schemas stay references, and the size is that of the text that was read.
 */
import type { Place } from "../diagnostics.ts";
import { emptyObject, isPlainList, isPlainObject } from "./plain.ts";
import { childPointer, parentPointer } from "./pointer.ts";
import { refOf } from "./reference.ts";
import type { Plain, SourceNode, SourceTree } from "./tree.ts";

/** A document without references to other files. */
export interface Bundle {
  readonly document: Plain;
  /** The place in the author's files of what stands at a pointer of the bundle. */
  origin(pointer: string): Place;
}

/** Bundles a tree. A document of one file is its own bundle and is not copied. */
export function bundleTree(tree: SourceTree): Bundle {
  const { file } = tree.root;
  if (tree.files.size === 1) {
    return { document: tree.root.value, origin: (pointer) => ({ file, pointer }) };
  }
  return new Bundler(tree).bundle();
}

/** These keys hold what is shared, so it is inlined there rather than where it is used. */
const FIRST_KEYS = ["components", "servers", "channels"];

class Bundler {
  readonly #tree: SourceTree;
  /** Where in the bundle a place of another file was inlined. */
  readonly #inlined = new Map<string, string>();
  readonly #origins = new Map<string, Place>();

  constructor(tree: SourceTree) {
    this.#tree = tree;
  }

  bundle(): Bundle {
    const { root } = this.#tree;
    this.#origins.set("", { file: root.file, pointer: "" });
    const document = isPlainObject(root.value) ? this.#root(root) : root.value;
    return { document, origin: (pointer) => this.#origin(pointer) };
  }

  #root(root: SourceNode): Plain {
    const value = isPlainObject(root.value) ? root.value : emptyObject();
    const copies = new Map<string, Plain>();
    const keys = Object.keys(value);
    for (const key of [...FIRST_KEYS.filter((first) => keys.includes(first)), ...keys]) {
      if (copies.has(key)) continue;
      const pointer = childPointer("", key);
      copies.set(key, this.#copy({ ...root, pointer, value: value[key] ?? null }, pointer));
    }
    const document = emptyObject();
    for (const key of keys) document[key] = copies.get(key) ?? null;
    return document;
  }

  #copy(node: SourceNode, at: string): Plain {
    const { value, file, pointer } = node;
    if (typeof value !== "object" || value === null) return value;
    if (refOf(value) !== null) return this.#reference(node, at);
    if (isPlainList(value)) {
      return value.map((item, index) =>
        this.#copy({ file, pointer: `${pointer}/${index}`, value: item }, `${at}/${index}`),
      );
    }
    const copy = emptyObject();
    if (!isPlainObject(value)) return copy;
    for (const key of Object.keys(value)) {
      const child = { file, pointer: childPointer(pointer, key), value: value[key] ?? null };
      copy[key] = this.#copy(child, childPointer(at, key));
    }
    return copy;
  }

  /** A reference within the entry stays; one that leaves it is inlined, or points at where that was done. */
  #reference(node: SourceNode, at: string): Plain {
    const entry = this.#tree.root.file;
    const followed = this.#tree.follow(node);
    const first = followed?.via[0];
    if (followed === null || first === undefined) return node.value;
    if (node.file === entry && first.file === entry) return node.value;
    const target = followed.node;
    if (target.file === entry) return localReference(target.pointer);
    const known = this.#placeOf(target);
    if (known !== null) return localReference(known);
    this.#inlined.set(`${target.file}#${target.pointer}`, at);
    this.#origins.set(at, { file: target.file, pointer: target.pointer });
    return this.#copy(target, at);
  }

  /** Where a target already stands in the bundle, alone or as a part of something larger. */
  #placeOf(target: SourceNode): string | null {
    for (let at: string | null = target.pointer; at !== null; at = parentPointer(at)) {
      const place = this.#inlined.get(`${target.file}#${at}`);
      if (place !== undefined) return place + target.pointer.slice(at.length);
    }
    return null;
  }

  #origin(pointer: string): Place {
    for (let at: string | null = pointer; at !== null; at = parentPointer(at)) {
      const origin = this.#origins.get(at);
      if (origin === undefined) continue;
      return { file: origin.file, pointer: origin.pointer + pointer.slice(at.length) };
    }
    return { file: this.#tree.root.file, pointer };
  }
}

function localReference(pointer: string): Plain {
  const reference = emptyObject();
  reference["$ref"] = `#${encodeURI(pointer)}`;
  return reference;
}

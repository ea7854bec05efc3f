import { childPointer, unescapeSegment } from "../source/pointer.ts";
import type { Plain, PlainObject, SourceNode, SourceTree } from "../source/tree.ts";

/**
 * An object of the document as it counts after merging: the object itself, its traits, or an extension and
 * its overlay. Layers stand in order of precedence and nothing is copied, so every value keeps the place
 * where its author wrote it.
 */
export interface Fields {
  /** The object that the author would call this one; findings about it as a whole point here. */
  readonly node: SourceNode;
  /** Own names in the order of the layers, each once. */
  readonly names: readonly string[];
  /** The value under `name`, `$ref`s followed; null when absent, `null` or dangling. */
  get(name: string): SourceNode | null;
  /** The same with its `$ref` still in place. */
  raw(name: string): SourceNode | null;
  /** The object under `name`, merged over all layers as RFC 7386 says; null when it is no object. */
  object(name: string): Fields | null;
}

/** The value of `node` under `name`, without following `$ref`s; null when there is none. */
export function childOf(node: SourceNode, name: string): SourceNode | null {
  const value = node.value;
  if (!isObject(value) || !Object.hasOwn(value, name)) {
    return null;
  }
  const child = value[name];
  return child === undefined
    ? null
    : { file: node.file, pointer: childPointer(node.pointer, name), value: child };
}

/** The items of a list, each with its place; `[]` for anything else. */
export function itemsOf(node: SourceNode | null): readonly SourceNode[] {
  if (node === null || !isList(node.value)) {
    return [];
  }
  return node.value.map((value, index) => ({
    file: node.file,
    pointer: childPointer(node.pointer, index),
    value,
  }));
}

/** The members of an object, `$ref`s in place; `[]` for anything else. Names are the document's: hostile. */
export function membersOf(node: SourceNode | null): readonly (readonly [string, SourceNode])[] {
  if (node === null || !isObject(node.value)) {
    return [];
  }
  return Object.entries(node.value).map(([name, value]) => [
    name,
    { file: node.file, pointer: childPointer(node.pointer, name), value },
  ]);
}

/** `node` as fields, without traits; null when it is no object even after its `$ref`s. */
export function fieldsOf(tree: SourceTree, node: SourceNode): Fields | null {
  const target = tree.follow(node)?.node;
  return target === undefined || !isObject(target.value) ? null : layered(tree, target, [target]);
}

/** Fields of several objects, the first of which wins; `node` is the one that findings point at. */
export function layered(tree: SourceTree, node: SourceNode, layers: readonly SourceNode[]): Fields {
  return new LayeredFields(tree, node, layers);
}

class LayeredFields implements Fields {
  readonly node: SourceNode;
  readonly #tree: SourceTree;
  readonly #layers: readonly SourceNode[];

  constructor(tree: SourceTree, node: SourceNode, layers: readonly SourceNode[]) {
    this.node = node;
    this.#tree = tree;
    this.#layers = layers;
  }

  get names(): readonly string[] {
    return [...new Set(this.#layers.flatMap((layer) => Object.keys(layer.value ?? {})))];
  }

  raw(name: string): SourceNode | null {
    for (const layer of this.#layers) {
      const found = childOf(layer, name);
      if (found !== null) {
        return found.value === null ? null : found;
      }
    }
    return null;
  }

  get(name: string): SourceNode | null {
    const found = this.raw(name);
    return found === null ? null : (this.#tree.follow(found)?.node ?? null);
  }

  /** Objects under one name merge; a value that is no object hides everything below it. */
  object(name: string): Fields | null {
    const parts: SourceNode[] = [];
    for (const layer of this.#layers) {
      const found = childOf(layer, name);
      const target = found === null ? undefined : this.#tree.follow(found)?.node;
      if (target === undefined) {
        continue;
      }
      if (!isObject(target.value)) {
        break;
      }
      parts.push(target);
    }
    const first = parts[0];
    return first === undefined ? null : layered(this.#tree, first, parts);
  }
}

/** The text under `name`; null when it is absent or no text. */
export function textOf(fields: Fields | null, name: string): string | null {
  const value = fields?.get(name)?.value;
  return typeof value === "string" ? value : null;
}

/** The number under `name`; null when it is absent, no number, or not finite. */
export function numberOf(fields: Fields | null, name: string): number | null {
  const value = fields?.get(name)?.value;
  if (typeof value === "bigint") {
    return Number(value);
  }
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Whether `name` is exactly `true`. */
export function isTrue(fields: Fields | null, name: string): boolean {
  return fields?.get(name)?.value === true;
}

/** The texts of a list under `name`; other items are passed over. */
export function textsOf(fields: Fields | null, name: string): readonly string[] {
  return itemsOf(fields?.get(name) ?? null).flatMap(({ value }) =>
    typeof value === "string" ? [value] : [],
  );
}

export function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

/** The last segment of a JSON pointer, unescaped: the key that the author gave. */
export function lastSegment(pointer: string): string {
  return unescapeSegment(pointer.slice(pointer.lastIndexOf("/") + 1));
}

/** The same place, as a key of a map. */
export function placeKey(node: { readonly file: string; readonly pointer: string }): string {
  return `${node.file}#${node.pointer}`;
}

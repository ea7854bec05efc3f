/** The objects of a document by kind, each place once, `$ref`s followed, wherever AsyncAPI lets them stand. */
import { isPlainList, isPlainObject } from "../source/plain.ts";
import { childPointer } from "../source/pointer.ts";
import type { Place } from "../diagnostics.ts";
import type { Plain, PlainObject, SourceNode, SourceTree } from "../source/tree.ts";

/** A node that is an object. */
export interface ObjectNode extends SourceNode {
  readonly value: PlainObject;
}

/** A member of a node, `$ref` in place; null when there is none. */
export function memberOf(node: SourceNode | null, name: string): SourceNode | null {
  if (node === null || !isPlainObject(node.value) || !Object.hasOwn(node.value, name)) return null;
  const value = node.value[name] ?? null;
  return { file: node.file, pointer: childPointer(node.pointer, name), value };
}

/** All members of an object, `$ref`s in place. */
export function membersOf(node: SourceNode | null): readonly SourceNode[] {
  if (node === null || !isPlainObject(node.value)) return [];
  return Object.keys(node.value).flatMap((name) => memberOf(node, name) ?? []);
}

/** All items of a list, `$ref`s in place. */
export function itemsOf(node: SourceNode | null): readonly SourceNode[] {
  if (node === null || !isPlainList(node.value)) return [];
  const { file, pointer } = node;
  return node.value.map((value, index) => ({ file, pointer: `${pointer}/${index}`, value }));
}

/** The object that a node is or refers to, or null. */
export function objectAt(tree: SourceTree, node: SourceNode | null): ObjectNode | null {
  const target = node === null ? undefined : tree.follow(node)?.node;
  if (target === undefined || !isPlainObject(target.value)) return null;
  return { ...target, value: target.value };
}

/** A node's place. */
export function placeOf({ file, pointer }: SourceNode): Place {
  return { file, pointer };
}

/** The place of a member that a node has or could have. */
export function memberPlace({ file, pointer }: SourceNode, name: string): Place {
  return { file, pointer: childPointer(pointer, name) };
}

/** A member's text, or null. */
export function textOf(node: SourceNode, name: string): string | null {
  const value = memberOf(node, name)?.value;
  return typeof value === "string" ? value : null;
}

function distinct(tree: SourceTree, nodes: readonly SourceNode[]): readonly ObjectNode[] {
  const found = new Map<string, ObjectNode>();
  for (const node of nodes) {
    const object = objectAt(tree, node);
    if (object !== null) found.set(`${object.file}#${object.pointer}`, object);
  }
  return [...found.values()];
}

function rootAndComponents(tree: SourceTree, kind: string): readonly SourceNode[] {
  const components = objectAt(tree, memberOf(tree.root, "components"));
  return [tree.root, components].flatMap((holder) =>
    membersOf(objectAt(tree, memberOf(holder, kind))),
  );
}

/** Servers of the root and of components. */
export function serversOf(tree: SourceTree): readonly ObjectNode[] {
  return distinct(tree, rootAndComponents(tree, "servers"));
}

/** Channels of the root and of components. */
export function channelsOf(tree: SourceTree): readonly ObjectNode[] {
  return distinct(tree, rootAndComponents(tree, "channels"));
}

/** Operations: those of channels in AsyncAPI 2, those of the root and of components in AsyncAPI 3. */
export function operationsOf(tree: SourceTree, major: 2 | 3): readonly ObjectNode[] {
  if (major === 3) return distinct(tree, rootAndComponents(tree, "operations"));
  const nodes = channelsOf(tree).flatMap((channel) =>
    ["publish", "subscribe"].flatMap((name) => memberOf(channel, name) ?? []),
  );
  return distinct(tree, nodes);
}

/** Security schemes of components, and in AsyncAPI 3 those written in place. */
export function schemesOf(tree: SourceTree, major: 2 | 3): readonly ObjectNode[] {
  const components = objectAt(tree, memberOf(tree.root, "components"));
  const named = membersOf(objectAt(tree, memberOf(components, "securitySchemes")));
  if (major === 2) return distinct(tree, named);
  const holders = [...serversOf(tree), ...operationsOf(tree, major)];
  const inPlace = holders.flatMap((holder) => itemsOf(memberOf(holder, "security")));
  return distinct(tree, [...named, ...inPlace]);
}

/** An object of a document from members; later ones win. */
export function plainObject(...members: readonly (PlainObject | null)[]): PlainObject {
  const object = Object.create(null) as Record<string, Plain>;
  for (const from of members) {
    for (const key of Object.keys(from ?? {})) object[key] = from?.[key] ?? null;
  }
  return object;
}

/** A reference object to a pointer of the entry file. */
export function referenceTo(pointer: string): PlainObject {
  return plainObject({ $ref: `#${encodeURI(pointer)}` });
}

/** An object without one of its members. */
export function without(object: PlainObject, name: string): PlainObject {
  const kept = plainObject(object) as Record<string, Plain>;
  delete kept[name];
  return kept;
}

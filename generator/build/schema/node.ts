import type { Place } from "../../diagnostics.ts";
import type { Plain, PlainObject, SourceNode } from "../../source/tree.ts";

/** An object of a document: neither null nor a list. */
export function isObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list of a document. */
export function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

/** The member `key` of an object node, or null where there is none. */
export function memberOf(node: SourceNode, key: string): SourceNode | null {
  if (!isObject(node.value) || !Object.hasOwn(node.value, key)) {
    return null;
  }
  const value = node.value[key];
  return value === undefined ? null : { file: node.file, pointer: pointerTo(node, key), value };
}

/** All members of an object node, in the author's order; none for anything else. */
export function membersOf(node: SourceNode): readonly (readonly [string, SourceNode])[] {
  if (!isObject(node.value)) {
    return [];
  }
  return Object.entries(node.value).map(([key, value]) => [
    key,
    { file: node.file, pointer: pointerTo(node, key), value },
  ]);
}

/** All items of a list node; none for anything else. */
export function itemsOf(node: SourceNode): readonly SourceNode[] {
  if (!isList(node.value)) {
    return [];
  }
  return node.value.map((value, index) => ({
    file: node.file,
    pointer: `${node.pointer}/${index}`,
    value,
  }));
}

/** One text for a place, for use as a key. */
export function placeKey(place: Place): string {
  return `${place.file}#${place.pointer}`;
}

/** The tokens of a JSON pointer (RFC 6901), escapes undone. */
export function pointerTokens(pointer: string): readonly string[] {
  if (pointer === "") {
    return [];
  }
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function pointerTo(node: SourceNode, key: string): string {
  return `${node.pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** How a value is shown in a message: JSON, at most 60 characters. */
export function shown(value: Plain): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "bigint" ? Number(part) : part,
  );
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

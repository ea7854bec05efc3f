/**
 * References that only their own schema can resolve: `#/definitions/User` in a payload that was written as
 * a JSON Schema of its own, `#user` for its `$anchor`, an `$id`. AsyncAPI resolves them against the file,
 * where they lead nowhere; their meaning is plain, so they become references from the file's root.
 */
import type { Diagnostic } from "../diagnostics.ts";
import { sourceFinding } from "./findings.ts";
import type { DocumentTree } from "./document-tree.ts";
import type { Patch } from "./patch.ts";
import { isPlainObject } from "./plain.ts";
import { parentPointer, pointerOf, segmentsOf } from "./pointer.ts";
import { parseReference } from "./reference.ts";
import type { ReferenceSite } from "./reference-sites.ts";
import { schemaNames, type SchemaNames } from "./schema-names.ts";
import type { SourceNode } from "./tree.ts";

/** What one reference that only its schema can resolve is read as. */
export interface Rebased {
  readonly site: ReferenceSite;
  readonly patch: Patch;
  readonly finding: Diagnostic;
}

/** More are not read so, because each costs a copy of what is around it; they lead nowhere. */
const MAX_REBASED = 1000;

/** The references of a tree that lead nowhere in their file and somewhere in their schema. */
export function rebaseReferences(
  tree: DocumentTree,
  sites: readonly ReferenceSite[],
): readonly Rebased[] {
  const found: Rebased[] = [];
  const namesOf = createNames(tree);
  for (const site of sites) {
    const { place, ref } = site;
    if (ref === null || found.length >= MAX_REBASED || isResolved(tree, place.file, ref)) continue;
    const pointer = pointerWithin(tree, site, namesOf(place.file));
    if (pointer === null) continue;
    const written = `#${encodeURI(pointer)}`;
    const message = `"${ref}" is read within its schema, as "${written}"`;
    found.push({
      site: { ...site, ref: written },
      patch: { place, value: written },
      finding: sourceFinding("reference-in-schema", place, message, `write "${written}"`),
    });
  }
  return found;
}

function isResolved(tree: DocumentTree, file: string, ref: string): boolean {
  const { kind } = tree.resolve(file, ref);
  return kind === "found" || kind === "circular";
}

function createNames(tree: DocumentTree): (file: string) => SchemaNames {
  const known = new Map<string, SchemaNames>();
  return (file) => {
    const names = known.get(file) ?? schemaNames(tree.parts.files.get(file)?.value ?? null);
    known.set(file, names);
    return names;
  };
}

/** Where the reference leads from the nearest schema around it that has such a part; null: from none. */
function pointerWithin(
  tree: DocumentTree,
  { place, holder, ref }: ReferenceSite,
  { ids, anchors }: SchemaNames,
): string | null {
  const { file } = place;
  const { uri, segments } = parseReference(ref ?? "");
  const named = ids.get(uri);
  if (uri !== "") {
    return named === undefined || segments === null ? null : named + pointerOf(segments);
  }
  for (const { pointer } of schemasAround(tree, file, holder)) {
    const within =
      segments === null
        ? anchors.get((ref ?? "").slice(1))?.find((at) => `${at}/`.startsWith(`${pointer}/`))
        : pointer + pointerOf(segments);
    if (within !== undefined && tree.at({ file, pointer: within }) !== null) return within;
  }
  return null;
}

/** Schemas that hold a place, the innermost first, as far as each is one of its own. */
function* schemasAround(tree: DocumentTree, file: string, from: string): Iterable<SourceNode> {
  for (let at: string | null = from; at !== null && at !== ""; at = parentPointer(at)) {
    const node = tree.at({ file, pointer: at });
    if (node !== null && isSchemaRoot(node)) yield node;
  }
}

/** Payloads, headers and component schemas, and whatever calls itself a schema by `$id` or `$schema`. */
function isSchemaRoot({ pointer, value }: SourceNode): boolean {
  if (!isPlainObject(value)) return false;
  if (typeof value["$id"] === "string" || typeof value["$schema"] === "string") return true;
  const [name, holder, above] = segmentsOf(pointer).toReversed();
  if (holder === "schemas" && above === "components") return true;
  return (name === "payload" || name === "headers" || name === "schema") && holder !== "properties";
}

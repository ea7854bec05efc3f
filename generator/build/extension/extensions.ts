import type { SourceNode } from "../../source/tree.ts";
import type { BuildContext } from "../context.ts";
import { layered, type Fields } from "../fields.ts";
import { checkExtension } from "./check.ts";
import { EXTENSION_SCHEMAS, type ExtensionPlace } from "./schema.ts";

/** `x-framegate` of one thing: the overlay's values over the document's own, whatever is wrong left out. */
export type ReadExtension = (place: ExtensionPlace, id: string, fields: Fields) => Fields;

/** A reader that checks each extension once, however often it is asked for. */
export function createExtensions(context: BuildContext): ReadExtension {
  const known = new Map<string, Fields>();
  return (place, id, fields) => {
    const key = `${place} ${id}`;
    const found = known.get(key) ?? readExtension(context, place, id, fields);
    known.set(key, found);
    return found;
  };
}

function readExtension(
  context: BuildContext,
  place: ExtensionPlace,
  id: string,
  fields: Fields,
): Fields {
  const layers = [context.overlay?.extension(place, id) ?? null, fields.raw("x-framegate")].flatMap(
    (node) => checkedLayer(context, node, place),
  );
  return layered(context.tree, layers[0] ?? fields.node, layers);
}

function checkedLayer(
  context: BuildContext,
  node: SourceNode | null,
  place: ExtensionPlace,
): readonly SourceNode[] {
  const value = node === null ? undefined : checkExtension(context, node, EXTENSION_SCHEMAS[place]);
  return node === null || value === undefined ? [] : [{ ...node, value }];
}

/**
 * Where the author wrote a schema of the model. A model's schemas are normalised and named, wherever they stood: the
 * way from each message is gone again in the document, through its `$ref`s and files.
 */
import type { Place } from "../diagnostics.ts";
import type { ApiModel } from "../model/api.ts";
import { child } from "../source/document-tree.ts";
import type { SourceNode, SourceTree } from "../source/tree.ts";

/** A part of a schema and what it was made of. */
interface Step {
  readonly schema: unknown;
  readonly node: SourceNode;
}

const DEFINITION = "#/$defs/";

/** By name, the places of the schemas that messages lead to. */
export function schemaPlaces(model: ApiModel, tree: SourceTree): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const steps: Step[] = [];
  const enter = (name: string, node: SourceNode): void => {
    const target = tree.follow(node)?.node ?? null;
    if (target === null || places.has(name) || !Object.hasOwn(model.schemas, name)) return;
    places.set(name, { file: target.file, pointer: target.pointer });
    steps.push({ schema: model.schemas[name], node: target });
  };
  for (const { origin, payload } of model.messages) {
    const node = payloadNode(tree, origin);
    if (node !== null && payload.schema !== null) enter(payload.schema, node);
  }
  for (const step of steps) {
    const name = definitionOf(step.schema);
    if (name !== null) enter(name, step.node);
    steps.push(...stepsBelow(step));
  }
  return places;
}

/** A payload in a schema format of its own stands one level deeper (AsyncAPI 3.0, Multi Format Schema Object). */
function payloadNode(tree: SourceTree, message: Place): SourceNode | null {
  const node = tree.at({ file: message.file, pointer: `${message.pointer}/payload` });
  const payload = node === null ? null : (tree.follow(node)?.node ?? null);
  if (payload === null) return null;
  const inner = child(payload, "schemaFormat") === null ? null : child(payload, "schema");
  return inner ?? payload;
}

function definitionOf(schema: unknown): string | null {
  const reference = Object(schema)["$ref"];
  return typeof reference === "string" && reference.startsWith(DEFINITION)
    ? reference.slice(DEFINITION.length)
    : null;
}

/** Keywords and what they hold, as far as both sides have them. */
function stepsBelow({ schema, node }: Step): readonly Step[] {
  return Object.entries(Object(schema)).flatMap(([key, inner]: [string, unknown]) => {
    const below = typeof inner === "object" && inner !== null ? child(node, key) : null;
    return below === null ? [] : [{ schema: inner, node: below }];
  });
}

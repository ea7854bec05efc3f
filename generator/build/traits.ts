import type { SourceNode } from "../source/tree.ts";
import type { BuildContext } from "./context.ts";
import { childOf, isObject, itemsOf, layered, type Fields } from "./fields.ts";

/**
 * AsyncAPI 2.x: traits are merged into the object by JSON Merge Patch in their order, so the last trait wins
 * over the others and over the object (2.6.0, Operation Object and Message Object, `traits`).
 */
export function withTraitsOver(context: BuildContext, node: SourceNode): Fields {
  return layered(context.tree, node, [...traitsOf(context, node).toReversed(), node]);
}

/**
 * AsyncAPI 3.x: the object wins over its traits, a later trait over an earlier one (3.0.0, Traits Merge
 * Mechanism).
 */
export function withTraitsUnder(context: BuildContext, node: SourceNode): Fields {
  return layered(context.tree, node, [node, ...traitsOf(context, node).toReversed()]);
}

function traitsOf({ tree }: BuildContext, node: SourceNode): readonly SourceNode[] {
  return itemsOf(childOf(node, "traits")).flatMap((trait) => {
    const target = tree.follow(trait)?.node;
    return target !== undefined && isObject(target.value) ? [target] : [];
  });
}

import type { Plain, SourceNode } from "../source/tree.ts";
import type { BuildContext } from "./context.ts";
import { childOf, isObject, itemsOf, layered, type Fields } from "./fields.ts";

/** What a trait never sets: "all but" of Operation Trait Object and Message Trait Object (2.6.0, 3.0.0). */
const OWN = {
  operation: new Set(["action", "channel", "message", "messages", "reply", "traits"]),
  message: new Set(["payload", "traits"]),
} as const satisfies Record<string, ReadonlySet<string>>;

/** Merges the traits of a thing into it. */
export type MergeTraits = (context: BuildContext, node: SourceNode) => Fields;

/**
 * AsyncAPI 2.x: traits are merged into the object by JSON Merge Patch in their order, so the last trait wins
 * over the others and over the object (2.6.0, Operation Object and Message Object, `traits`).
 */
export function traitsOver(kind: keyof typeof OWN): MergeTraits {
  return (context, node) =>
    layered(context.tree, node, [...traitsOf(context, node, OWN[kind]).toReversed(), node]);
}

/**
 * AsyncAPI 3.x: the object wins over its traits, a later trait over an earlier one (3.0.0, Traits Merge
 * Mechanism).
 */
export function traitsUnder(kind: keyof typeof OWN): MergeTraits {
  return (context, node) =>
    layered(context.tree, node, [node, ...traitsOf(context, node, OWN[kind]).toReversed()]);
}

function traitsOf(
  { tree }: BuildContext,
  node: SourceNode,
  own: ReadonlySet<string>,
): readonly SourceNode[] {
  return itemsOf(childOf(node, "traits")).flatMap((trait) => {
    const target = tree.follow(trait)?.node;
    return target !== undefined && isObject(target.value)
      ? [{ ...target, value: without(target.value, own) }]
      : [];
  });
}

function without(
  value: { readonly [key: string]: Plain },
  names: ReadonlySet<string>,
): { readonly [key: string]: Plain } {
  const kept: Record<string, Plain> = Object.create(null);
  for (const [name, item] of Object.entries(value)) {
    if (!names.has(name)) {
      kept[name] = item;
    }
  }
  return kept;
}

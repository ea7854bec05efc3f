import { NOTHING } from "./tree.ts";
import type { PatternNode } from "./tree.ts";

/**
 * The same pattern with what options of a choice have in common in front written once: `low|lowest`
 * is `low(?:|est)`. The engine's matcher, which tries the options one after the other, tries each
 * step of them at most once wherever the factored pattern has one way to go.
 */
export function factored(node: PatternNode): PatternNode {
  switch (node.kind) {
    case "sequence":
      return { kind: "sequence", parts: node.parts.map(factored) };
    case "choice":
      return factorOptions(node.options.map((option) => partsOf(factored(option))));
    case "repeat":
      return { ...node, body: factored(node.body) };
    default:
      return node;
  }
}

function factorOptions(options: readonly (readonly PatternNode[])[]): PatternNode {
  const groups = new Map<unknown, (readonly PatternNode[])[]>();
  for (const option of options) {
    const [first] = option;
    const key = first?.kind === "set" ? first.set.join() : first;
    const group = groups.get(key) ?? [];
    group.push(option);
    groups.set(key, group);
  }
  const made = [...groups.values()].flatMap((group): readonly PatternNode[] => {
    const [first] = group[0] ?? [];
    if (first?.kind !== "set" || group.length === 1) {
      // Equal options stay as many as they are: each of them is a way of its own to go.
      return group.map((parts) => ({ kind: "sequence", parts }));
    }
    const rest = factorOptions(group.map((option) => option.slice(1)));
    return [{ kind: "sequence", parts: [first, rest] }];
  });
  const [only] = made;
  return made.length === 1 ? (only ?? NOTHING) : { kind: "choice", options: made };
}

function partsOf(node: PatternNode): readonly PatternNode[] {
  return node.kind === "sequence" ? node.parts.flatMap(partsOf) : [node];
}

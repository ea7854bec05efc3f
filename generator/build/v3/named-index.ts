import { segmentsOf } from "../../source/pointer.ts";
import type { SourceNode } from "../../source/tree.ts";
import type { BuildContext } from "../context.ts";
import { childOf, membersOf, placeKey } from "../fields.ts";

/** Finds which member of a group of the document (its servers, its channels) a `$ref` means. */
export interface NamedIndex {
  readonly ids: ReadonlySet<string>;
  /** The id, also for a plain name or an alias under components; null when it means none of them. */
  readonly idOf: (reference: SourceNode) => string | null;
}

/** An index of the group `name` at the root, by the place of each member and of what it refers to. */
export function createIndex(
  { tree }: BuildContext,
  group: SourceNode | null,
  name: string,
): NamedIndex {
  const byPlace = new Map<string, string>();
  const ids = new Set<string>();
  for (const [id, node] of membersOf(group)) {
    ids.add(id);
    const target = tree.follow(node)?.node;
    if (target !== undefined && !byPlace.has(placeKey(target))) {
      byPlace.set(placeKey(target), id);
    }
  }
  const idOf = (reference: SourceNode): string | null => {
    if (typeof reference.value === "string") {
      return ids.has(reference.value) ? reference.value : null;
    }
    if (childOf(reference, "$ref") === null) {
      return null;
    }
    const followed = tree.follow(reference);
    for (const at of followed?.via ?? []) {
      const [head, id, ...rest] = segmentsOf(at.pointer);
      if (at.file === tree.root.file && head === name && id !== undefined && rest.length === 0) {
        return ids.has(id) ? id : null;
      }
    }
    return followed === null ? null : (byPlace.get(placeKey(followed.node)) ?? null);
  };
  return { ids, idOf };
}

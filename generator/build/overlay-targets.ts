import { nearestName } from "../source/near-name.ts";
import type { BuildContext } from "./context.ts";
import type { OVERLAY_GROUPS } from "./extension/schema.ts";
import { groupMembers } from "./overlay.ts";

/** Reports everything that the overlay addresses and the document does not have. */
export function checkOverlayTargets(
  context: BuildContext,
  ids: Readonly<Record<keyof typeof OVERLAY_GROUPS, readonly string[]>>,
): void {
  const tree = context.overlay?.tree;
  if (tree === undefined) {
    return;
  }
  for (const [group, known] of Object.entries(ids)) {
    const names = new Set(known);
    for (const [id, node] of groupMembers(tree, group)) {
      if (!names.has(id)) {
        const meant = nearestName(id, names);
        context.find(
          "overlay-target",
          node,
          `the document has no "${id}" under ${group}`,
          meant === null
            ? `there are: ${[...names].slice(0, 20).join(", ")}`
            : `did you mean "${meant}"?`,
        );
      }
    }
  }
}

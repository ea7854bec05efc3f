import type { Diagnostic } from "../diagnostics.ts";
import { nearestName } from "../source/near-name.ts";
import type { SourceNode, SourceTree } from "../source/tree.ts";
import { OVERLAY_GROUPS, type ExtensionPlace } from "./extension/schema.ts";
import { childOf, isObject, membersOf } from "./fields.ts";
import { BUILD_FINDINGS } from "./findings.ts";

/**
 * `x-framegate` set from outside, by `<document>.framegate.yaml`, on a document that one does not own. It
 * wins over the document's own keys. Its findings have places in its own file, so `position` of `tree` and
 * not of the document's tree finds their lines.
 */
export interface Overlay {
  readonly tree: SourceTree;
  /** The `x-framegate` for one thing; the id of the root is `""`. */
  readonly extension: (place: ExtensionPlace, id: string) => SourceNode | null;
}

/** An overlay read, and what is wrong with its outer form. Its values are checked when they are used. */
export interface OverlayRead {
  readonly overlay: Overlay | null;
  readonly diagnostics: readonly Diagnostic[];
}

const KEY = "x-framegate";

/** Reads a parsed overlay file: `x-framegate` at the top, and by id under servers, channels, operations, messages. */
export function readOverlay(tree: SourceTree): OverlayRead {
  const diagnostics: Diagnostic[] = [];
  const complain = (at: SourceNode, message: string, hint: string | null): void => {
    diagnostics.push({
      rule: "extension-unknown-key",
      severity: BUILD_FINDINGS["extension-unknown-key"].severity,
      message,
      hint,
      place: { file: at.file, pointer: at.pointer },
    });
  };
  if (!isObject(tree.root.value)) {
    complain(
      tree.root,
      "the overlay is no object",
      "it holds x-framegate, servers, channels, operations, messages",
    );
    return { overlay: null, diagnostics };
  }
  const known = [KEY, ...Object.keys(OVERLAY_GROUPS)];
  for (const [name, node] of membersOf(tree.root)) {
    if (!known.includes(name)) {
      const meant = nearestName(name, known);
      complain(
        node,
        `an overlay has no key "${name}"`,
        meant === null ? `keys: ${known.join(", ")}` : `did you mean "${meant}"?`,
      );
    }
  }
  for (const group of Object.keys(OVERLAY_GROUPS)) {
    for (const [id, member] of groupMembers(tree, group)) {
      for (const [key, value] of membersOf(member)) {
        if (key !== KEY) {
          complain(
            value,
            `"${id}" has "${key}", an overlay sets only ${KEY}`,
            `write ${KEY}: {${key}: …}`,
          );
        }
      }
    }
  }
  return { overlay: { tree, extension: (place, id) => find(tree, place, id) }, diagnostics };
}

function find(tree: SourceTree, place: ExtensionPlace, id: string): SourceNode | null {
  if (place === "root") {
    return childOf(tree.root, KEY);
  }
  const group = childOf(tree.root, `${place}s`);
  const member = group === null ? null : childOf(group, id);
  return member === null ? null : childOf(member, KEY);
}

/** The members of one group of an overlay file, as written. */
export function groupMembers(
  tree: SourceTree,
  group: string,
): readonly (readonly [string, SourceNode])[] {
  return membersOf(childOf(tree.root, group));
}

import { isPlainList, isPlainObject } from "./plain.ts";
import { childPointer } from "./pointer.ts";
import type { Plain } from "./tree.ts";

/** What the schemas of one file call themselves. */
export interface SchemaNames {
  /** Pointers by `$id`; the first of several. */
  readonly ids: ReadonlyMap<string, string>;
  /** Pointers by `$anchor`, or `$id: "#name"` as drafts 6 and 7 have it, without the `#`. */
  readonly anchors: ReadonlyMap<string, readonly string[]>;
}

/** Schemas of one name that are kept; a file that has more is odd on purpose. */
const MAX_OF_ONE_NAME = 50;

/** Looks through a file once. */
export function schemaNames(root: Plain): SchemaNames {
  const ids = new Map<string, string>();
  const anchors = new Map<string, string[]>();
  const seen = new Set<Plain>();
  const visit = (value: Plain, pointer: string): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (isPlainList(value)) {
      value.forEach((item, index) => visit(item, childPointer(pointer, index)));
      return;
    }
    if (!isPlainObject(value)) return;
    const { $id, $anchor } = value;
    const anchor = typeof $anchor === "string" ? `#${$anchor}` : $id;
    if (typeof $id === "string" && !ids.has($id)) ids.set($id, pointer);
    if (typeof anchor === "string" && anchor.startsWith("#")) keep(anchors, anchor, pointer);
    for (const key of Object.keys(value)) visit(value[key] ?? null, childPointer(pointer, key));
  };
  visit(root, "");
  return { ids, anchors };
}

function keep(anchors: Map<string, string[]>, anchor: string, pointer: string): void {
  const pointers = anchors.get(anchor.slice(1)) ?? [];
  if (pointers.length < MAX_OF_ONE_NAME) pointers.push(pointer);
  anchors.set(anchor.slice(1), pointers);
}

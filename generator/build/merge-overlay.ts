import { type Document, isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import type { Decision } from "./reading.ts";
import { commentLine } from "./write-overlay.ts";

/** An overlay with decisions added, or why it cannot take any. */
export type MergedOverlay =
  | { readonly text: string; readonly added: number; readonly kept: number }
  | { readonly problem: string };

/**
 * Adds the decisions to an overlay that it does not record yet, each under its key with the reason as a
 * comment. All that it holds stays: values, comments, keys that are no decision. `kept` counts the decisions
 * that it recorded already, in whatever way; where none is added, the text is the former one.
 */
export function mergeOverlay(former: string, decisions: readonly Decision[]): MergedOverlay {
  const document = parseDocument(former, { uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined) {
    return { problem: `it is no YAML: ${commentLine(error.message)}` };
  }
  const counts = { added: 0, kept: 0 };
  for (const decision of decisions) {
    if (decision.key !== null && decision.key.length > 0) {
      const outcome = add(document, decision.key, decision);
      if (outcome === "blocked") {
        return {
          problem: `${decision.key.join(".")} has no place, what stands above it is no map`,
        };
      }
      counts[outcome] += 1;
    }
  }
  const text = counts.added === 0 ? former : document.toString(LAYOUT);
  return { text, ...counts };
}

const LAYOUT = {
  lineWidth: 0,
  defaultStringType: "QUOTE_DOUBLE",
  defaultKeyType: "PLAIN",
} as const;

function add(
  document: Document,
  key: readonly string[],
  { reason, recorded }: Decision,
): "added" | "kept" | "blocked" {
  let map = rootOf(document);
  for (const segment of key.slice(0, -1)) {
    map = map === null ? null : innerMap(document, map, segment);
  }
  if (map === null) {
    return "blocked";
  }
  const last = key.at(-1) ?? "";
  if (map.has(last)) {
    return "kept";
  }
  const name = document.createNode(last);
  name.commentBefore = ` ${commentLine(reason)}`;
  map.flow = map.items.length > 0 && map.flow === true;
  map.add(document.createPair(name, recorded));
  return "added";
}

function rootOf(document: Document): YAMLMap | null {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    const root = document.createNode({});
    document.contents = root;
    return root;
  }
  return isMap(contents) ? contents : null;
}

/** The map under a name, made where there is none yet; null where something else stands there. */
function innerMap(document: Document, map: YAMLMap, name: string): YAMLMap | null {
  const inner: unknown = map.get(name, true);
  if (isMap(inner)) {
    return inner;
  }
  if (inner !== undefined && !(isScalar(inner) && inner.value === null)) {
    return null;
  }
  const made = document.createNode({});
  map.set(name, made);
  return made;
}

import type { Diagnostic } from "../diagnostics.ts";
import { keysOf, MAX_CHAIN } from "./document-tree.ts";
import type { Dangling, DocumentTree } from "./document-tree.ts";
import { sourceFinding } from "./findings.ts";
import { nearestName } from "./near-name.ts";
import { childPointer } from "./pointer.ts";
import { parseReference, refOf } from "./reference.ts";
import type { ReferenceSite } from "./reference-sites.ts";

/** Near names are looked for in the first of many dangling references only: it is slow, and they are alike. */
const MAX_SUGGESTIONS = 50;

/** A finding for every `$ref` that leads nowhere, each once, and for every one that was read leniently. */
export function checkReferences(
  tree: DocumentTree,
  sites: readonly ReferenceSite[],
): readonly Diagnostic[] {
  let suggestions = 0;
  return sites.flatMap((site) => {
    const finding = checkSite(tree, site, suggestions < MAX_SUGGESTIONS);
    if (finding?.rule === "unresolved-reference") suggestions++;
    return finding ?? [];
  });
}

function checkSite(
  tree: DocumentTree,
  site: ReferenceSite,
  maySuggest: boolean,
): Diagnostic | null {
  const { place, ref } = site;
  if (ref === null) {
    const hint = 'write a URI such as "#/components/messages/Chat"';
    return sourceFinding("reference-not-text", place, "$ref is not text", hint);
  }
  const next = tree.resolve(place.file, ref);
  if (next.kind !== "found") return dangling(next, site, ref, maySuggest);
  if (comesRound(tree, place.file, ref)) return circular(site, ref);
  if (!next.isUnescaped) return null;
  const uri = parseReference(ref).uri;
  const written = `${uri}#${encodeURI(next.node.pointer)}`;
  const message = `"${ref}" has a "/" within a key, read as "${written}"`;
  return sourceFinding("reference-unescaped", place, message, `write "${written}"`);
}

/** Whether a chain of references never ends; one that dangles is reported at its last reference. */
function comesRound(tree: DocumentTree, from: string, first: string): boolean {
  let file = from;
  let ref: string | null = first;
  for (let hops = 0; ref !== null; hops++) {
    const next = tree.resolve(file, ref);
    if (next.kind !== "found") return next.kind === "circular";
    if (hops > MAX_CHAIN) return true;
    file = next.node.file;
    ref = refOf(next.node.value);
  }
  return false;
}

function circular(site: ReferenceSite, ref: string): Diagnostic {
  const message = `"${ref}" leads back to itself, or on and on, through references only`;
  return sourceFinding("circular-reference", site.place, message, "let one of them hold the value");
}

function dangling(
  why: Dangling,
  site: ReferenceSite,
  ref: string,
  maySuggest: boolean,
): Diagnostic | null {
  switch (why.kind) {
    case "circular":
      return circular(site, ref);
    case "not-loaded":
      // The file was reported when it could not be read.
      return null;
    case "not-a-pointer": {
      const message = `"${ref}" is no JSON pointer`;
      const hint = `what follows # begins with "/": "${ref.replace("#", "#/")}"`;
      return sourceFinding("unresolved-reference", site.place, message, hint);
    }
    case "missing": {
      const at = why.parent.pointer === "" ? "the root" : `"${why.parent.pointer}"`;
      const message = `"${ref}" leads nowhere: ${at} has no "${why.segment}"`;
      return sourceFinding(
        "unresolved-reference",
        site.place,
        message,
        maySuggest ? suggestion(why, ref) : null,
      );
    }
  }
}

function suggestion(why: Dangling & { kind: "missing" }, ref: string): string | null {
  const near = nearestName(why.segment, keysOf(why.parent));
  if (near === null) return null;
  const pointer = childPointer(why.parent.pointer, near);
  return `did you mean "${parseReference(ref).uri}#${encodeURI(pointer)}"?`;
}

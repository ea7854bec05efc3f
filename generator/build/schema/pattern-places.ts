import type { Place } from "../../diagnostics.ts";
import { childPointer } from "../../source/pointer.ts";
import type { Plain, SourceTree } from "../../source/tree.ts";
import { isObject } from "./node.ts";
import { patternFor } from "./pattern.ts";

/** Where a pattern of a normalised schema was written first; null: nowhere as it is. */
export type PatternPlaces = (pattern: string) => Place | null;

/** Finds patterns in a document, which is searched once, when the first is asked for. */
export function createPatternPlaces(tree: SourceTree): PatternPlaces {
  let found: ReadonlyMap<string, Place> | null = null;
  return (pattern) => {
    found ??= findPatterns(tree);
    return found.get(pattern) ?? null;
  };
}

interface Part {
  readonly value: Plain;
  readonly place: Place;
}

function findPatterns(tree: SourceTree): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  const note = (written: string, place: Place): void => {
    const read = patternFor(written);
    const pattern = read.kind === "rewritten" ? read.source : written;
    found.set(pattern, found.get(pattern) ?? place);
  };
  const files = [tree.root.file, ...tree.files.keys()];
  const seen = new Set<Plain>();
  const pending = files.flatMap((file): Part[] => {
    const node = tree.at({ file, pointer: "" });
    return node === null ? [] : [{ value: node.value, place: { file, pointer: "" } }];
  });
  pending.reverse();
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (typeof part.value !== "object" || part.value === null || seen.has(part.value)) {
      continue;
    }
    seen.add(part.value); // an alias of YAML is the same value in many places
    const members = membersOf(part);
    for (const { key, value, place } of members) {
      if (key === "pattern" && typeof value === "string") {
        note(value, place);
      } else if (key === "patternProperties" && isObject(value)) {
        membersOf({ value, place }).forEach((member) => note(member.key, member.place));
      }
    }
    pending.push(...members.toReversed());
  }
  return found;
}

function membersOf({ value, place }: Part): readonly (Part & { readonly key: string })[] {
  return Object.entries(value ?? {}).map(([key, member]: [string, Plain]) => ({
    key,
    value: member,
    place: { file: place.file, pointer: childPointer(place.pointer, key) },
  }));
}

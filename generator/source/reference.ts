import { unescapeSegment } from "./pointer.ts";
import { isPlainObject } from "./plain.ts";
import type { Plain } from "./tree.ts";

/** A `$ref` taken apart: the file it names (`""`: its own) and the keys along the pointer after `#`. */
export interface Reference {
  readonly uri: string;
  /** Null: what stands after `#` is no JSON pointer. */
  readonly segments: readonly string[] | null;
}

/** The text of a value's `$ref`; null when the value is no reference. */
export function refOf(value: Plain): string | null {
  if (!isPlainObject(value) || !Object.hasOwn(value, "$ref")) return null;
  const ref = value["$ref"];
  return typeof ref === "string" ? ref : null;
}

/** Takes a `$ref` apart: `chat.yaml#/components/messages/a~1b` (RFC 6901 section 6: escapes and %-escapes). */
export function parseReference(ref: string): Reference {
  const hash = ref.indexOf("#");
  const uri = hash < 0 ? ref : ref.slice(0, hash);
  const fragment = hash < 0 ? "" : ref.slice(hash + 1);
  if (fragment === "") return { uri, segments: [] };
  if (!fragment.startsWith("/")) return { uri, segments: null };
  return { uri, segments: fragment.slice(1).split("/").map(decodeSegment) };
}

function decodeSegment(segment: string): string {
  return unescapeSegment(percentDecoded(segment));
}

/** The text without its %-escapes, or as it is where they are malformed. */
export function percentDecoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

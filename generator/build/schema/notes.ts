import type { JsonSchema } from "../../model/api.ts";
import type { PlainObject } from "../../source/tree.ts";
import { isObject } from "./node.ts";

/** What an author says about a schema beside what it checks. */
export interface Note {
  readonly description: string | null;
  readonly deprecated: boolean;
  /** The property that `discriminator` names; a hint for types, never checked by itself. */
  readonly discriminator: string | null;
}

const NO_NOTE: Note = { description: null, deprecated: false, discriminator: null };

/** Notes by normalised schema: a schema checks, what is said about it stands aside. */
export interface Notes {
  of(schema: JsonSchema): Note;
  keep(schema: JsonSchema, note: Note): void;
}

/** An empty set of notes. `true` and `false` have none. */
export function createNotes(): Notes {
  const kept = new WeakMap<object, Note>();
  return {
    of: (schema) => (typeof schema === "boolean" ? NO_NOTE : (kept.get(schema) ?? NO_NOTE)),
    keep: (schema, note) => {
      if (typeof schema !== "boolean") {
        kept.set(schema, note);
      }
    },
  };
}

/** The note of a schema as written. */
export function noteOf(written: PlainObject): Note {
  const hint = written["discriminator"];
  const discriminator = isObject(hint) ? hint["propertyName"] : hint;
  return {
    description: textOf(written["description"]),
    deprecated: written["deprecated"] === true,
    discriminator: textOf(discriminator),
  };
}

/** A note without discriminator, of languages that have none. */
export function plainNote(description: string | null, deprecated = false): Note {
  return { ...NO_NOTE, description, deprecated };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

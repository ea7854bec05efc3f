import type { AjvSchema, Prepared } from "../prepare.ts";
import type { ModuleWriter } from "./module.ts";
import type { Part } from "./part.ts";

/** A schema that is an object: its keywords. */
export type Keywords = Exclude<AjvSchema, boolean>;

/** What all writers of checks share. */
export interface Writing {
  readonly module: ModuleWriter;
  readonly prepared: Prepared;
  /** The part of a schema within another; `words` name it, should it become a function. */
  readonly part: (schema: unknown, words: readonly string[]) => Part;
  /** The part of a schema of the document, by its name in `prepared.definitions`. */
  readonly reference: (definition: string) => Part;
  /** Whether a wrong format can be the fault that a schema finds. */
  readonly usesFormats: (schema: unknown) => boolean;
}

/** Thrown of a schema that has no meaning; caught where its check is made. */
export class NotCheckable extends Error {
  override readonly name = "NotCheckable";
}

/** A schema, the expression that its value stands in, and the words that name what is made for it. */
export interface Site {
  readonly schema: Keywords;
  readonly place: string;
  readonly words: readonly string[];
}

/** A keyword's whole number, zero or more; null: the schema does not have it. */
export function countOf(schema: Keywords, keyword: string): number | null {
  const count = schema[keyword];
  if (count === undefined) {
    return null;
  }
  if (typeof count !== "number" || !Number.isFinite(count)) {
    throw new NotCheckable(`${keyword} is no number`);
  }
  return count;
}

/** The list of a keyword; `[]`: the schema does not have it. */
export function listOf(schema: Keywords, keyword: string): readonly unknown[] {
  const list: unknown = schema[keyword] ?? [];
  if (!Array.isArray(list)) {
    throw new NotCheckable(`${keyword} is no list`);
  }
  return list;
}

/** What the document says of a number beyond what a double holds (`x-exact`); null: nothing. */
export function exactOf({ "x-exact": exact }: Keywords, keyword: string): unknown {
  return typeof exact === "object" && exact !== null && Object.hasOwn(exact, keyword)
    ? Reflect.get(exact, keyword)
    : null;
}

import { isRecord } from "../record.ts";
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
  /** The name in the document of a definition. */
  readonly nameOf: (definition: string) => string;
  /** Names of the functions that note what definitions look at, by definition. */
  readonly marks: Map<string, string>;
  /** Checks count what they look at. */
  readonly isMetered: boolean;
  /** Whether a wrong format can be the fault that a schema finds. */
  readonly usesFormats: (schema: unknown) => boolean;
}

/** A schema, the expression that its value stands in, and the words that name what is made for it. */
export interface Site {
  readonly schema: Keywords;
  readonly place: string;
  readonly words: readonly string[];
}

/** A keyword's number; null: the schema does not have it. */
export function countOf(schema: Keywords, keyword: string): number | null {
  const count = schema[keyword];
  return typeof count === "number" ? count : null;
}

/** The list of a keyword; `[]`: the schema does not have it. */
export function listOf(schema: Keywords, keyword: string): readonly unknown[] {
  const list: unknown = schema[keyword];
  return Array.isArray(list) ? list : [];
}

/** A map of schemas; `{}`: the schema does not have it. */
export function mapOf(schema: Keywords, keyword: string): Readonly<Record<string, unknown>> {
  const map = schema[keyword];
  return isRecord(map) ? map : {};
}

/** What the document says of a number beyond what a double holds (`x-exact`); null: nothing. */
export function exactOf({ "x-exact": exact }: Keywords, keyword: string): unknown {
  return typeof exact === "object" && exact !== null && Object.hasOwn(exact, keyword)
    ? Reflect.get(exact, keyword)
    : null;
}

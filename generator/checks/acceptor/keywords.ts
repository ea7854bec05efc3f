/** A schema as an object of keywords, and what is read of any. */

export type Keywords = Readonly<Record<string, unknown>>;

/** A keyword of ours: none of these values. */
export const EXCLUDED = "x-excluded";

/** Something of a schema that acceptors cannot read, and the keyword that holds it. */
export interface Gap {
  /** The schema object of the document that holds the keyword. */
  readonly schema: object;
  readonly keyword: string;
}

/** The list under a keyword; `[]` where there is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

import type { Tag } from "./evidence.ts";

/** What several messages list for one place of a value. */
export interface TagPlace {
  /** The value has there what some of them lists. */
  readonly hasOne: boolean;
  /** Some of them lists other values than the one that is there. */
  readonly hasOther: boolean;
  /** Every value that is listed, once. */
  readonly values: readonly unknown[];
  /** Do these values name their messages: is none of them in another list, and is there another? */
  readonly tellsApart: (tag: Tag) => boolean;
}

/** What `tags`, one for each message that has one, come to. */
export function tagPlace(tags: readonly Tag[]): TagPlace {
  const lists = new Map<unknown, Set<string>>();
  const names = new Set<string>();
  for (const { values } of tags) {
    const name = nameOf(values);
    names.add(name);
    for (const value of values) lists.set(value, (lists.get(value) ?? new Set()).add(name));
  }
  return {
    hasOne: tags.some(({ holds }) => holds === "one"),
    hasOther: tags.some(({ holds }) => holds === "other"),
    values: [...lists.keys()],
    tellsApart: ({ values }) =>
      names.size > 1 && values.every((value) => lists.get(value)?.size === 1),
  };
}

/** The same for lists of the same values. */
function nameOf(values: readonly unknown[]): string {
  return JSON.stringify(values.map((value) => JSON.stringify(value)).toSorted());
}

import type { Tag } from "./evidence.ts";

/** What several messages list for one place of a value. */
export interface TagPlace {
  /** The value has there what some of them lists. */
  readonly hasOne: boolean;
  /** Some of them lists other values than the one that is there. */
  readonly hasOther: boolean;
  /** Every value that is listed, once. */
  readonly values: () => readonly unknown[];
  /** Do these values name their messages: is none of them in another list, and is there another? */
  readonly tellsApart: (tag: Tag) => boolean;
}

/** What `tags`, one for each message that has one, come to. */
export function tagPlace(tags: readonly Tag[]): TagPlace {
  let known: Lists | null = null;
  const lists = (): Lists => (known ??= listsOf(tags));
  return {
    hasOne: tags.some(({ holds }) => holds === "one"),
    hasOther: tags.some(({ holds }) => holds === "other"),
    values: () => [...lists().byValue.keys()],
    tellsApart: ({ values }) =>
      lists().count > 1 && values.every((value) => lists().byValue.get(value)?.size === 1),
  };
}

/** The different lists that hold a value. */
interface Lists {
  readonly byValue: ReadonlyMap<unknown, ReadonlySet<string>>;
  readonly count: number;
}

function listsOf(tags: readonly Tag[]): Lists {
  const byValue = new Map<unknown, Set<string>>();
  const names = new Set<string>();
  for (const { values } of tags) {
    const name = nameOf(values);
    names.add(name);
    for (const value of values) {
      const holding = byValue.get(value);
      if (holding === undefined) byValue.set(value, new Set([name]));
      else holding.add(name);
    }
  }
  return { byValue, count: names.size };
}

/** The same for lists of the same values. */
function nameOf(values: readonly unknown[]): string {
  return values.length === 1
    ? JSON.stringify(values[0])
    : JSON.stringify(values.map((value) => JSON.stringify(value)).toSorted());
}

import type { AjvError } from "../contract/v1.ts";

/** What is found while a value is held against a schema, and how much it weighs. */
export interface Evidence {
  /** By pointer: what is wrong there first, as a validator would say it; each is weighed once. */
  readonly faults: Map<string, AjvError>;
  /** The sum of their `COSTS`. */
  distance: number;
  /** By pointer: places near the top for which the schema lists values. */
  readonly tags: Map<string, Tag>;
  /** Pointers of the members and items that the schema lists and the value has. */
  readonly declared: Set<string>;
  /** By pointer: what is wrong with the alternative that was meant there, where one is likelier. */
  readonly meant: Map<string, readonly AjvError[]>;
  /** Keys of the value's own members that some schema knows; null: no schema lists any. */
  listed: Set<string> | null;
}

/** One place for which a schema lists values. */
export interface Tag {
  readonly values: readonly unknown[];
  /** What the value has there: one of them, something else, or nothing though it is required. */
  readonly holds: "one" | "other" | "nothing";
}

/** What can be wrong, and how much each weighs. */
export const COSTS = {
  /** A value of another JSON type: nothing in it can be compared. As a member it is just wrong. */
  type: 100,
  /** A value that is not what the schema says. */
  wrong: 2,
  /** A member that is required and is not there. */
  missing: 3,
  /** A member that no schema lists, where others are listed. */
  stray: 1,
  /** At most for one member or item, whatever is wrong inside: it may just be something else. */
  member: 4,
} as const;

/** Longer lists, of symbols, say, name no message. */
const MAX_TAG_VALUES = 64;

/** Nothing yet. */
export function createEvidence(): Evidence {
  return {
    faults: new Map(),
    distance: 0,
    tags: new Map(),
    declared: new Set(),
    meant: new Map(),
    listed: null,
  };
}

/** Notes what is wrong at a place; its weight is its keyword's. */
export function addFault(found: Evidence, pointer: string, error: AjvError): void {
  if (found.faults.has(pointer)) return;
  found.faults.set(pointer, error);
  found.distance += costOf(error);
}

function costOf({ keyword }: AjvError): number {
  if (keyword === "required") return COSTS.missing;
  return keyword === "type" ? COSTS.type : COSTS.wrong;
}

/** Notes what a schema lists for a place: the first word on it counts, unless a later one is against it. */
export function addTag(found: Evidence, pointer: string, tag: Tag): void {
  const known = found.tags.get(pointer);
  const isNews = known === undefined || (known.holds === "one" && tag.holds === "other");
  if (isNews && tag.values.length <= MAX_TAG_VALUES) found.tags.set(pointer, tag);
}

/** Adds what was found aside or below. */
export function addAll(into: Evidence, from: Evidence): void {
  const news = [...from.faults].filter(([pointer]) => !into.faults.has(pointer));
  if (news.length > 0 || from.faults.size === 0) into.distance += from.distance;
  for (const [pointer, error] of news) into.faults.set(pointer, error);
  for (const [pointer, errors] of from.meant) into.meant.set(pointer, errors);
  for (const pointer of from.declared) into.declared.add(pointer);
  for (const [pointer, tag] of from.tags) addTag(into, pointer, tag);
  if (from.listed !== null) into.listed = new Set([...(into.listed ?? []), ...from.listed]);
}

/** One for each declared member or item that is there, one more if it is as it should be. */
export function fitsOf({ declared, faults }: Evidence): number {
  const wrong = [...declared].filter((pointer) => faults.has(pointer)).length;
  return 2 * declared.size - wrong;
}

/** Is `left` the likelier of two alternatives? A tag that is another's counts more than all else. */
export function isLikelier(left: Evidence, right: Evidence): boolean {
  return (
    (othersTags(left) - othersTags(right) ||
      left.distance - fitsOf(left) / 2 - (right.distance - fitsOf(right) / 2)) < 0
  );
}

function othersTags({ tags }: Evidence): number {
  return [...tags.values()].filter(({ holds }) => holds === "other").length;
}

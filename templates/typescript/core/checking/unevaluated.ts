/** What no schema has looked at: JSON Schema core 2020-12 section 11. */
import type { Check, Fault } from "../fault.ts";
import { at, wrong } from "./fault.ts";
import { surplus, type Members } from "./members.ts";
import { counted } from "./words.ts";

/** What schemas have looked at so far of one value. */
export interface Marks {
  readonly keys: Set<string>;
  /** All members, whatever their keys. */
  members: boolean;
  /** So many items from the start. */
  items: number;
}

/** Nothing was looked at. */
export function createMarks(): Marks {
  return { keys: new Set(), members: false, items: 0 };
}

/** Members of these keys. */
export function markKeys({ keys }: Marks, more: readonly string[]): void {
  for (const key of more) {
    keys.add(key);
  }
}

/** All members. */
export function markMembers(marks: Marks): void {
  marks.members = true;
}

/** Items from the start. */
export function markItems(marks: Marks, count: number): void {
  marks.items = Math.max(marks.items, count);
}

/** Members that nothing has looked at, as one schema says; null: there may be none. */
export function expectUnmarkedMembers(
  own: Members,
  marks: Marks,
  check: Check | null,
  formats?: boolean,
): Fault | null {
  const unmarked = marks.members ? [] : Object.keys(own).filter((key) => !marks.keys.has(key));
  for (const key of unmarked) {
    const fault =
      check === null
        ? surplus(own, key, "unevaluatedProperties")
        : at(key, check(own[key], formats));
    if (fault !== null) {
      return fault;
    }
  }
  return null;
}

/** Items that nothing has looked at, as one schema says; null: there may be none. */
export function expectUnmarkedItems(
  items: readonly unknown[],
  marks: Marks,
  check: Check | null,
  formats?: boolean,
): Fault | null {
  if (check === null) {
    return items.length <= marks.items
      ? null
      : wrong(items, `at most ${counted(marks.items, "item")}`, "unevaluatedItems");
  }
  for (let index = marks.items; index < items.length; index += 1) {
    const fault = at(index, check(items[index], formats));
    if (fault !== null) {
      return fault;
    }
  }
  return null;
}

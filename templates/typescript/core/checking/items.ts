/** Arrays: JSON Schema validation 2020-12 section 6.4, JSON Schema core section 10.3.1. */
import type { Check, Fault } from "../fault.ts";
import { at, wrong } from "./fault.ts";
import { counted } from "./words.ts";

/** Every item from an index on as one schema says. */
export function expectItems(
  items: readonly unknown[],
  check: Check,
  formats?: boolean,
  from = 0,
): Fault | null {
  for (let index = from; index < items.length; index += 1) {
    const fault = at(index, check(items[index], formats));
    if (fault !== null) {
      return fault;
    }
  }
  return null;
}

/** At least so many items. */
export function expectCountFrom(items: readonly unknown[], least: number): Fault | null {
  return items.length >= least
    ? null
    : wrong(items, `at least ${counted(least, "item")}`, "minItems");
}

/** At most so many items. */
export function expectCountTo(
  items: readonly unknown[],
  most: number,
  keyword = "maxItems",
): Fault | null {
  return items.length <= most ? null : wrong(items, `at most ${counted(most, "item")}`, keyword);
}

/** So many items at least, and at most where that is no null, as one schema says. */
export function expectSome(
  items: readonly unknown[],
  [least, most]: readonly [number, number | null],
  check: Check,
  formats?: boolean,
): Fault | null {
  let count = 0;
  for (const item of items) {
    count += check(item, formats) === null ? 1 : 0;
    if (most === null ? count >= least : count > most) {
      break;
    }
  }
  const range = most === null ? `at least ${least}` : `${least} to ${most}`;
  return count >= least && (most === null || count <= most)
    ? null
    : wrong(items, `${range} of the items as declared`, "contains");
}

/**
 * What checking one value may cost. Some schemas ask for work that doubles with each level of a value; checks of such
 * an API count what they look at, and a value that takes too much of it is refused.
 */
import type { Check } from "../fault.ts";
import { wrong } from "./fault.ts";

/** Values, items, members and pieces of text that one check may look at: some tenth of a second. */
const ALLOWANCE = 1_000_000;
/** Characters that count as one. */
const PIECE = 8;

let left = ALLOWANCE;

/** Thrown by `spend` through a check, and caught by `paid`. */
class OutOfFuel extends Error {
  override readonly name = "OutOfFuel";
}

/** Pays for looks at a value: for itself, for each item, member and piece of text, and `more` for what is tried. */
export function spend(value: unknown, more = 1): void {
  left -= more + sizeOf(value);
  if (left < 0) {
    throw new OutOfFuel("the allowance is spent");
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") {
    return value.length / PIECE;
  }
  if (typeof value !== "object" || value === null) {
    return 0;
  }
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** A check whose allowance is its own; a value that costs more has the fault `cost`. */
export function paid(check: Check): Check {
  return (value, formats) => {
    left = ALLOWANCE;
    try {
      return check(value, formats);
    } catch (error) {
      // References may lead through more functions than the stack holds: that, too, is too much.
      if (error instanceof OutOfFuel || error instanceof RangeError) {
        return wrong(value, "a value that is checked in less time", "cost");
      }
      throw error;
    }
  };
}

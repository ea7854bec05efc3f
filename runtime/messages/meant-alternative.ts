import { faultOf } from "../contract/fault.ts";
import type { Fault } from "../contract/v1.ts";
import type { Likeness } from "./likeness.ts";

/**
 * The fault of the alternative that was meant. A validator stops at the first fault of each
 * alternative and so does not see which of them the value is like; where it names another's fault,
 * the first of the likeliest stands instead.
 */
export function faultOfMeant(value: unknown, fault: Fault, { meant }: Likeness): Fault {
  if (fault.keyword !== "oneOf" && fault.keyword !== "anyOf") return fault;
  const outermost = [...meant.keys()]
    .filter((pointer) => isWithin(fault.pointer, pointer))
    .toSorted((a, b) => a.length - b.length)[0];
  const errors = outermost === undefined ? [] : (meant.get(outermost) ?? []);
  const faults = errors.map((error) => faultOf(value, [error]));
  const isSeen = faults.some(({ pointer }) => pointer === fault.pointer);
  return isSeen ? fault : (faults[0] ?? fault);
}

function isWithin(pointer: string, holder: string): boolean {
  return pointer === holder || pointer.startsWith(`${holder}/`);
}

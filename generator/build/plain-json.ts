import type { Plain } from "../source/tree.ts";
import { isObject } from "./fields.ts";

/** As JSON has it: big integers as numbers, so that a model can be printed. */
export function plainOf(value: Plain): unknown {
  if (typeof value === "bigint") {
    return Number(value);
  }
  if (Array.isArray(value)) {
    return value.map((item: Plain) => plainOf(item));
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item)]));
  }
  return value;
}

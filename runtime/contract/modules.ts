import { fault } from "./choice.ts";
import { FUEL } from "./fuel.ts";
import { FORMATS, NO_FORMATS } from "./formats.ts";
import { codePoints } from "./code-points.ts";
import { compilePattern } from "./pattern.ts";
import { compare, constant, equal, isMultiple, members, twins } from "./values.ts";

/**
 * Every module that compiled checks may ask for. There is no other way out of a compiled script.
 */
const MODULES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["framegate/choice", { fault }],
  ["framegate/formats", FORMATS],
  ["framegate/fuel", FUEL],
  ["framegate/no-formats", NO_FORMATS],
  ["framegate/pattern", compilePattern],
  ["framegate/values", { codePoints, compare, constant, equal, isMultiple, members, twins }],
]);

/**
 * Gives compiled checks one of their modules; a name that is none of them means script and runtime
 * do not belong together.
 */
export function resolveModule(specifier: string): unknown {
  const found = MODULES.get(specifier);
  if (found === undefined) {
    throw new Error(`compiled checks ask for "${specifier}", which this gateway does not have`);
  }
  return found;
}

import { runInThisContext } from "node:vm";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { LIVE_VALUES } from "./live-values.ts";
import type { PatternMachine } from "../../runtime/contract/v1.ts";
import { patternFlags } from "./pattern/plan.ts";
import { slowTest } from "./pattern/slow-test.ts";
import { isRecord } from "./record.ts";

/** A validator that runs in this process, for samples. */
export interface LiveValidator {
  (value: unknown): boolean;
  errors?: readonly LiveError[] | null;
}

/** The part of an ajv error that faults are made of. */
export interface LiveError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Runs the code of validators (`Validators.code`) here; by the key of each. */
export function runValidators(code: string): (key: string) => LiveValidator | undefined {
  const make: unknown = runInThisContext(`(${code})`, { filename: "checks" });
  const made: unknown = typeof make === "function" ? make(liveModule) : null;
  return (key) => {
    const found = isRecord(made) ? made[key] : undefined;
    return isValidator(found) ? found : undefined;
  };
}

function isValidator(found: unknown): found is LiveValidator {
  return typeof found === "function";
}

/**
 * The modules that the gateway gives to checks (`runtime/contract/modules.ts`), as far as samples
 * need them: a test runs samples through both.
 */
function liveModule(specifier: string): unknown {
  switch (specifier) {
    case "framegate/formats":
      return LIVE_FORMATS;
    case "framegate/pattern":
      return livePattern;
    case "framegate/fuel":
      return LIVE_FUEL;
    case "framegate/values":
      return LIVE_VALUES;
    default:
      throw new Error(`checks ask for "${specifier}"`);
  }
}

function livePattern(pattern: string, machine?: PatternMachine): { test: TextTest } {
  if (machine !== undefined) {
    return { test: (text) => slowTest(machine, text) };
  }
  const native = new RegExp(pattern, patternFlags(pattern));
  return { test: (text) => native.test(text) };
}

/** Samples are ours: their checks may cost what they cost. */
const LIVE_FUEL = {
  left: Infinity,
  join: (known: readonly unknown[] | null, more: readonly unknown[]) => [...(known ?? []), ...more],
};

type TextTest = (text: string) => boolean;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;
const LIVE_FORMATS: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    Object.entries(fullFormats).map(([name, format]) => [name, asFunction(format)]),
  ),
  url: asFunction(fullFormats.uri),
  byte: (text: string) => text.length % 4 === 0 && BASE64.test(text),
  int32: (_parent: unknown, _key: unknown, value: number) => value === (value | 0),
  int64: (_parent: unknown, _key: unknown, value: number) =>
    Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63,
};

function asFunction(format: unknown): TextTest {
  const test: unknown = isRecord(format) && "validate" in format ? format["validate"] : format;
  return (text) =>
    test instanceof RegExp ? test.test(text) : typeof test === "function" && Boolean(test(text));
}

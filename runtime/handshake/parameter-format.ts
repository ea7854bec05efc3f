import { FORMATS } from "../contract/formats.ts";
import { paid } from "../contract/fuel.ts";
import { compilePattern } from "../contract/pattern.ts";
import type { PatternMachine } from "../contract/v1.ts";

type TextTest = (text: string) => boolean;

/** Longest text that a pattern of a document is tried on. */
const PATTERN_CHARACTERS = 2048;

/**
 * The test for a JSON Schema format of strings; null for one that is not known and so not asserted.
 */
export function compileFormat(name: string): TextTest | null {
  return isTextFormat(name) ? paid(FORMATS[name], fails) : null;
}

type TextFormatName = Exclude<keyof typeof FORMATS, "int32" | "int64">;

function isTextFormat(name: string): name is TextFormatName {
  return Object.hasOwn(FORMATS, name) && name !== "int32" && name !== "int64";
}

/**
 * The test for a `pattern` (ECMA-262, not anchored), by its machine where it has one; text over 2,048
 * characters does not fit.
 */
export function compileParameterPattern(
  source: string,
  machine: PatternMachine | null = null,
): TextTest {
  const test = paid(compilePattern(source, machine).test, fails);
  return (text) => text.length <= PATTERN_CHARACTERS && test(text);
}

/** Text that takes too long to look at is not what was asked for. */
function fails(): boolean {
  return false;
}

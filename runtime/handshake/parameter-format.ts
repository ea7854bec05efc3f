import { FORMATS } from "../contract/formats.ts";
import { compilePattern } from "../contract/pattern.ts";

type TextTest = (text: string) => boolean;

/**
 * Longest text that a pattern of a document is tried on; its cost may grow faster than the text.
 */
const PATTERN_CHARACTERS = 2048;

/**
 * The test for a JSON Schema format of strings; null for one that is not known and so not asserted.
 */
export function compileFormat(name: string): TextTest | null {
  return isTextFormat(name) ? FORMATS[name] : null;
}

type TextFormatName = Exclude<keyof typeof FORMATS, "int32" | "int64">;

function isTextFormat(name: string): name is TextFormatName {
  return Object.hasOwn(FORMATS, name) && name !== "int32" && name !== "int64";
}

/** The test for a `pattern` (ECMA-262, not anchored); text over 2,048 characters does not fit. */
export function compileParameterPattern(source: string): TextTest {
  const pattern = compilePattern(source);
  return (text) => text.length <= PATTERN_CHARACTERS && pattern.test(text);
}

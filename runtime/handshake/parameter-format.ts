import { fullFormats } from "ajv-formats/dist/formats.js";

type Format = (text: string) => boolean;

/** Longest text that a pattern of a document is tried on; its cost may grow faster than the text. */
const PATTERN_CHARACTERS = 2048;

/** The test for a JSON Schema format of strings; null for a format that is not known and so not asserted. */
export function compileFormat(name: string): Format | null {
  const formats: Readonly<Record<string, unknown>> = fullFormats;
  const format = Object.hasOwn(formats, name) ? formats[name] : null;
  const check =
    typeof format === "object" && format !== null && "validate" in format
      ? format.validate
      : format;
  if (check instanceof RegExp) {
    return (text) => check.test(text);
  }
  if (typeof check === "function" && !isNumberFormat(format)) {
    return (text) => check(text) === true;
  }
  return null;
}

function isNumberFormat(format: unknown): boolean {
  return (
    typeof format === "object" && format !== null && "type" in format && format.type === "number"
  );
}

/** The test for a `pattern` (ECMA-262, not anchored); compiled with `u` where the text allows it. */
export function compileParameterPattern(source: string): Format {
  const pattern = compileRegExp(source);
  return (text) => text.length <= PATTERN_CHARACTERS && pattern.test(text);
}

function compileRegExp(source: string): RegExp {
  try {
    return new RegExp(source, "u");
  } catch {
    return new RegExp(source);
  }
}

import { fullFormats } from "ajv-formats/dist/formats.js";
import type { Format } from "ajv";

/**
 * The formats that checks assert; every other name is a remark to the reader. The gateway has the
 * same table under the same names (`runtime/contract/formats.ts`), a test holds the two together.
 */
export const FORMATS: Readonly<Record<string, Format>> = {
  ...Object.fromEntries(
    (
      [
        "date",
        "time",
        "date-time",
        "duration",
        "uri",
        "uri-reference",
        "uri-template",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "regex",
        "uuid",
        "json-pointer",
        "json-pointer-uri-fragment",
        "relative-json-pointer",
      ] as const
    ).map((name) => [name, asFunction(fullFormats[name])]),
  ),
  url: asFunction(fullFormats.uri),
  byte: asFunction(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u),
  int32: { type: "number", validate: (value: number) => value === (value | 0) },
  int64: {
    type: "number",
    validate: (value: number) => Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63,
  },
};

/** ajv writes regular expressions into the code but asks a module for functions: so all are functions. */
function asFunction(format: Format): (text: string) => boolean {
  if (typeof format === "object" && "validate" in format) {
    const inner: unknown = format.validate;
    return (text) => typeof inner === "function" && Boolean(inner(text));
  }
  return (text) =>
    format instanceof RegExp
      ? format.test(text)
      : typeof format === "function" && Boolean(format(text));
}

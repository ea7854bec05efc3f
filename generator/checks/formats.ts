/**
 * Names of the formats that checks assert; every other name is a remark to the reader. The gateway
 * has the functions (`runtime/contract/formats.ts`); a test holds the two lists together.
 */
const TEXT_FORMATS = [
  "date",
  "time",
  "date-time",
  "duration",
  "uri",
  "uri-reference",
  "uri-template",
  "url",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "regex",
  "uuid",
  "json-pointer",
  "json-pointer-uri-fragment",
  "relative-json-pointer",
  "byte",
] as const;
const NUMBER_FORMATS = ["int32", "int64"] as const;

const fits = (): boolean => true;

/** Formats as ajv wants them to write the calls; it never runs them. */
export const FORMATS = {
  ...Object.fromEntries(TEXT_FORMATS.map((name) => [name, fits])),
  ...Object.fromEntries(
    NUMBER_FORMATS.map((name) => [name, { type: "number" as const, validate: fits }]),
  ),
};

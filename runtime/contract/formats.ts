import { fullFormats } from "ajv-formats/dist/formats.js";
import { spend } from "./fuel.ts";
import { compare } from "./values.ts";

/** Longest text that a format other than those below looks at; longer ones do not fit. */
const MAX_LENGTH = 65_536;
/** RFC 5321 section 4.5.3.1: 64 octets before the `@`, 255 behind it. */
const MAX_EMAIL_LENGTH = 320;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

/** What a character of a text costs, in units of fuel; measured on the worst texts. */
const UNITS = 1;
const ADDRESS_UNITS = 4;
const PARSED_UNITS = 12;

type TextFormat = (text: string) => boolean;
/** Takes the container and key too: a frame may say more of a number than a double holds. */
type NumberFormat = (parent: unknown, key: string | number, value: number) => boolean;

/**
 * The formats that checks assert, as the code of checks calls them. The work is linear in the
 * text.
 */
export const FORMATS = {
  date: upTo(MAX_LENGTH, "date"),
  time: upTo(MAX_LENGTH, "time"),
  "date-time": upTo(MAX_LENGTH, "date-time"),
  duration: upTo(MAX_LENGTH, "duration"),
  uri: upTo(MAX_LENGTH, "uri", ADDRESS_UNITS),
  "uri-reference": upTo(MAX_LENGTH, "uri-reference", ADDRESS_UNITS),
  "uri-template": upTo(MAX_LENGTH, "uri-template"),
  url: upTo(MAX_LENGTH, "uri", ADDRESS_UNITS),
  email: upTo(MAX_EMAIL_LENGTH, "email", ADDRESS_UNITS),
  hostname: upTo(MAX_LENGTH, "hostname", ADDRESS_UNITS),
  ipv4: upTo(MAX_LENGTH, "ipv4"),
  ipv6: upTo(MAX_LENGTH, "ipv6"),
  regex: upTo(MAX_LENGTH, "regex", PARSED_UNITS),
  uuid: upTo(MAX_LENGTH, "uuid"),
  "json-pointer": upTo(MAX_LENGTH, "json-pointer"),
  "json-pointer-uri-fragment": upTo(MAX_LENGTH, "json-pointer-uri-fragment"),
  "relative-json-pointer": upTo(MAX_LENGTH, "relative-json-pointer"),
  byte: (text: string): boolean => {
    spend(4 + text.length * UNITS);
    return text.length % 4 === 0 && BASE64.test(text);
  },
  int32: (_parent, _key, value) => value === (value | 0),
  int64: (parent, key, value) =>
    Number.isInteger(value) &&
    (Number.isSafeInteger(value) ||
      (compare(parent, key, value, "-9223372036854775808") >= 0 &&
        compare(parent, key, value, "9223372036854775807") <= 0)),
} satisfies Readonly<Record<string, TextFormat | NumberFormat>>;

/** The same names; everything fits. */
export const NO_FORMATS: Readonly<Record<string, () => boolean>> = Object.fromEntries(
  Object.keys(FORMATS).map((name) => [name, () => true]),
);

function upTo(maxLength: number, name: keyof typeof fullFormats, units = UNITS): TextFormat {
  const format: unknown = fullFormats[name];
  const test = format instanceof RegExp ? (text: string) => format.test(text) : validatorOf(format);
  return (text) => {
    spend(8 + Math.min(text.length, maxLength) * units);
    return text.length <= maxLength && test(text);
  };
}

function validatorOf(format: unknown): TextFormat {
  if (typeof format === "function") {
    return (text) => Boolean(format(text));
  }
  const inner: unknown =
    typeof format === "object" && format !== null && "validate" in format ? format.validate : null;
  if (inner instanceof RegExp) {
    return (text) => inner.test(text);
  }
  return (text) => typeof inner === "function" && Boolean(inner(text));
}

import { fullFormats } from "ajv-formats/dist/formats.js";

/** Longest text that a format other than those below looks at; longer ones do not fit. */
const MAX_LENGTH = 65_536;
/** RFC 5321 section 4.5.3.1: 64 octets before the `@`, 255 behind it. */
const MAX_EMAIL_LENGTH = 320;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

type TextFormat = (text: string) => boolean;
interface NumberFormat {
  readonly validate: (value: number) => boolean;
}

/** The formats that checks assert, in the shape in which ajv's code calls them. The work is linear in the text. */
export const FORMATS: Readonly<Record<string, TextFormat | NumberFormat>> = {
  date: upTo(MAX_LENGTH, "date"),
  time: upTo(MAX_LENGTH, "time"),
  "date-time": upTo(MAX_LENGTH, "date-time"),
  duration: upTo(MAX_LENGTH, "duration"),
  uri: upTo(MAX_LENGTH, "uri"),
  "uri-reference": upTo(MAX_LENGTH, "uri-reference"),
  "uri-template": upTo(MAX_LENGTH, "uri-template"),
  url: upTo(MAX_LENGTH, "uri"),
  email: upTo(MAX_EMAIL_LENGTH, "email"),
  hostname: upTo(MAX_LENGTH, "hostname"),
  ipv4: upTo(MAX_LENGTH, "ipv4"),
  ipv6: upTo(MAX_LENGTH, "ipv6"),
  regex: upTo(MAX_LENGTH, "regex"),
  uuid: upTo(MAX_LENGTH, "uuid"),
  "json-pointer": upTo(MAX_LENGTH, "json-pointer"),
  "json-pointer-uri-fragment": upTo(MAX_LENGTH, "json-pointer-uri-fragment"),
  "relative-json-pointer": upTo(MAX_LENGTH, "relative-json-pointer"),
  byte: (text) => text.length % 4 === 0 && BASE64.test(text),
  int32: { validate: (value) => value === (value | 0) },
  int64: { validate: (value) => Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63 },
};

/** The same names; everything fits. */
export const NO_FORMATS: typeof FORMATS = Object.fromEntries(
  Object.entries(FORMATS).map(([name, format]) => [
    name,
    typeof format === "function" ? () => true : { validate: () => true },
  ]),
);

function upTo(maxLength: number, name: keyof typeof fullFormats): TextFormat {
  const format: unknown = fullFormats[name];
  const test = format instanceof RegExp ? (text: string) => format.test(text) : validatorOf(format);
  return (text) => text.length <= maxLength && test(text);
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

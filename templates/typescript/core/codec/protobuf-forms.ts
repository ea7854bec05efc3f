/**
 * The JSON forms of Google's own types (Protobuf language guide, section JSON Mapping), made of the objects that their
 * fields would be, and taken apart into them. An SDK holds them only where its messages have such types.
 */
import { DecodeError } from "./codec.ts";
import type { ProtobufForm } from "./protobuf-table.ts";

type Members = Readonly<Record<string, unknown>>;

/** Reads the message of that full name; null: the table has none. */
type ReadNamed = (
  name: string,
  bytes: Uint8Array,
) => { readonly value: unknown; readonly hasForm: boolean } | null;

/** Writes messages of that full name; null: the table has none. */
type WriteNamed = (
  name: string,
) => { readonly hasForm: boolean; readonly encode: (value: unknown) => Uint8Array } | null;

/** Objects of fields to JSON forms and back. */
export interface ProtobufForms {
  /** @throws DecodeError where JSON has no form for it. */
  read(form: ProtobufForm, fields: Members, named: ReadNamed): unknown;
  /** The fields; a string says what was expected instead of the value. */
  write(form: ProtobufForm, value: unknown, named: WriteNamed): Members | string;
}

/** The forms of all such types. */
export const protobufForms: ProtobufForms = { read, write };

function read(form: ProtobufForm, fields: Members, named: ReadNamed): unknown {
  switch (form) {
    case "Timestamp":
      return readTimestamp(fields);
    case "Duration":
      return readDuration(fields);
    case "FieldMask":
      return listOf(fields["paths"]).map(camelPath).join(",");
    case "Struct":
      return fields["fields"] ?? {};
    case "ListValue":
      return fields["values"] ?? [];
    case "Value":
      return readValue(fields);
    case "Any":
      return readAny(fields, named);
    case "Wrapper":
      return fields["value"];
  }
}

function write(form: ProtobufForm, value: unknown, named: WriteNamed): Members | string {
  switch (form) {
    case "Timestamp":
      return writeTimestamp(value);
    case "Duration":
      return writeDuration(value);
    case "FieldMask":
      return writeFieldMask(value);
    case "Struct":
      return isObject(value) ? { fields: value } : "an object";
    case "ListValue":
      return Array.isArray(value) ? { values: value } : "an array";
    case "Value":
      return writeValue(value);
    case "Any":
      return writeAny(value, named);
    case "Wrapper":
      return { value };
  }
}

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, in seconds. */
const [FIRST_SECOND, LAST_SECOND] = [-62_135_596_800, 253_402_300_799];

function readTimestamp(fields: Members): string {
  const seconds = numberOf(fields["seconds"]);
  const nanos = numberOf(fields["nanos"]);
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND || nanos < 0 || nanos > 999_999_999) {
    throw new DecodeError("a Timestamp of the years 1 to 9999", null);
  }
  const text = new Date(seconds * 1000).toISOString();
  return `${text.slice(0, -".000Z".length)}${fraction(nanos)}Z`;
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

function writeTimestamp(value: unknown): Members | string {
  const expected = "a date and time of RFC 3339 in the years 1 to 9999";
  const [, whole = "", nanos = "", zone = ""] =
    typeof value === "string" ? (TIMESTAMP.exec(value) ?? []) : [];
  const seconds = Date.parse(whole + zone) / 1000;
  const isInRange = seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
  return isInRange ? { seconds, nanos: Number(nanos.padEnd(9, "0")) } : expected;
}

/** 10,000 years. */
const MOST_SECONDS = 315_576_000_000;

function readDuration(fields: Members): string {
  const seconds = numberOf(fields["seconds"]);
  const nanos = numberOf(fields["nanos"]);
  const isOfOneSign = seconds * nanos >= 0;
  if (Math.abs(seconds) > MOST_SECONDS || Math.abs(nanos) > 999_999_999 || !isOfOneSign) {
    throw new DecodeError("a Duration of at most 10,000 years", null);
  }
  const sign = seconds < 0 || nanos < 0 ? "-" : "";
  return `${sign}${Math.abs(seconds)}${fraction(Math.abs(nanos))}s`;
}

function writeDuration(value: unknown): Members | string {
  const [, sign, whole = "", part = ""] =
    typeof value === "string" ? (/^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(value) ?? []) : [];
  const factor = sign === "-" ? -1 : 1;
  const isInRange = sign !== undefined && Number(whole) <= MOST_SECONDS;
  // Adding zero makes no negative zero of it.
  return isInRange
    ? { seconds: factor * Number(whole) + 0, nanos: factor * Number(part.padEnd(9, "0")) + 0 }
    : 'a duration in seconds such as "1.5s"';
}

/** Nothing, or a point with 3, 6 or 9 digits. */
function fraction(nanos: number): string {
  if (nanos === 0) return "";
  return `.${String(nanos)
    .padStart(9, "0")
    .replace(/(?:000){1,2}$/, "")}`;
}

function camelPath(path: unknown): string {
  const snake = String(path);
  const camel = snake.replaceAll(/_+([^_0-9]?)/g, (_all, letter: string) => letter.toUpperCase());
  if (snakePath(camel) !== snake) throw new DecodeError("a path in snake_case", null);
  return camel;
}

function snakePath(path: string): string {
  return path.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function writeFieldMask(value: unknown): Members | string {
  if (typeof value !== "string" || value.includes("_")) return "paths in camelCase, with commas";
  return { paths: value === "" ? [] : value.split(",").map(snakePath) };
}

const KINDS = ["numberValue", "stringValue", "boolValue", "structValue", "listValue"];

function readValue(fields: Members): unknown {
  if (Object.hasOwn(fields, "nullValue")) return null;
  const kind = KINDS.find((name) => Object.hasOwn(fields, name));
  const value = kind === undefined ? undefined : fields[kind];
  if (value === undefined || (kind === "numberValue" && typeof value !== "number")) {
    throw new DecodeError("a Value that JSON can hold", null);
  }
  return value;
}

function writeValue(value: unknown): Members | string {
  if (value === null) return { nullValue: null };
  if (Array.isArray(value)) return { listValue: value };
  if (isObject(value)) return { structValue: value };
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? { numberValue: value } : "a finite number";
    case "string":
      return { stringValue: value };
    case "boolean":
      return { boolValue: value };
    default:
      return "a value that JSON can hold";
  }
}

/** An Any has the fields of what it holds, or its form as `value`, and says what it is in `@type`. */
function readAny(fields: Members, named: ReadNamed): unknown {
  const url = String(fields["typeUrl"] ?? "");
  const bytes = fields["value"];
  if (url === "") return {};
  const inner = named(nameIn(url), bytes instanceof Uint8Array ? bytes : new Uint8Array());
  if (inner === null) throw new DecodeError("an Any of a message that the document declares", null);
  if (inner.hasForm) return { "@type": url, value: inner.value };
  return isObject(inner.value) ? { ...inner.value, "@type": url } : {};
}

function writeAny(value: unknown, named: WriteNamed): Members | string {
  if (!isObject(value)) return "an object";
  if (Object.keys(value).length === 0) return {};
  const { "@type": url, ...rest } = value;
  const inner = typeof url === "string" ? named(nameIn(url)) : null;
  if (inner === null) return 'an object whose "@type" is a message that the document declares';
  return { typeUrl: url, value: inner.encode(inner.hasForm ? rest["value"] : rest) };
}

/** The full name of a message behind the last slash. */
function nameIn(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

function numberOf(value: unknown): number {
  return Number(value ?? 0);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

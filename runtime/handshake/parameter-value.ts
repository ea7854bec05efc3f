import type { ParameterValue } from "../contract/v1.ts";
import { compileFormat, compileParameterPattern } from "./parameter-format.ts";

/** A value read from text, or what was expected in its place. */
export type ValueReading =
  | { readonly ok: true; readonly value: string | number | boolean }
  | { readonly ok: false; readonly expected: string };

/** Reads one text value by its declared type. */
export interface CompiledValue {
  /** What is expected, in words, for a value that is missing. */
  readonly expected: string;
  readonly read: (text: string) => ValueReading;
}

type Test = (text: string, value: string | number | boolean) => boolean;

/** One thing that a value must be, and how to say so. */
interface Demand {
  readonly expected: string;
  readonly test: Test;
}

const TYPE_WORDS = {
  string: "a string",
  integer: "an integer",
  number: "a number",
  boolean: "true or false",
  date: "a date such as 2026-01-31",
  "date-time": "a date and time such as 2026-01-31T12:00:00Z",
} as const satisfies Record<ParameterValue["type"], string>;

/**
 * Makes the reader of a parameter's values; its checks run in the order type, allowed, format,
 * bounds.
 */
export function compileValue(declared: ParameterValue): CompiledValue {
  const demands = [
    ...allowedDemand(declared),
    ...formatDemands(declared),
    ...boundDemands(declared),
  ];
  const typeWords = TYPE_WORDS[declared.type];
  const read = readerOf(declared.type);
  return {
    expected: demands[0]?.expected ?? typeWords,
    read(text) {
      const value = read(text);
      if (value === null) {
        return { ok: false, expected: typeWords };
      }
      const failed = demands.find((demand) => !demand.test(text, value));
      return failed === undefined ? { ok: true, value } : { ok: false, expected: failed.expected };
    },
  };
}

type Reader = (text: string) => string | number | boolean | null;

function readerOf(type: ParameterValue["type"]): Reader {
  switch (type) {
    case "string":
      return (text) => text;
    case "integer":
      return (text) => (/^-?(?:0|[1-9][0-9]{0,30})$/.test(text) ? Number(text) : null);
    case "number":
      return readNumber;
    case "boolean":
      return (text) => (text === "true" ? true : text === "false" ? false : null);
    case "date":
      return (text) => (isDate(text) ? text : null);
    case "date-time":
      return (text) => (isDateTime(text) ? text : null);
  }
}

/** A number as JSON writes it (RFC 8259 section 6), finite. */
function readNumber(text: string): number | null {
  const isNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text);
  const value = isNumber ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** RFC 3339 section 5.6, full-date, with a day that exists. */
function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) {
    return false;
  }
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day ?? 0);
  return date.toISOString().slice(0, 10) === text;
}

const DATE_TIME = /^(.{10})[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d{1,30})?(?:[Zz]|[+-](\d\d):(\d\d))$/;

/** RFC 3339 section 5.6, date-time; second 60 is a leap second and legal. */
function isDateTime(text: string): boolean {
  const match = DATE_TIME.exec(text);
  if (match === null || !isDate(match[1] ?? "")) {
    return false;
  }
  const [hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = match
    .slice(2)
    .map((digits) => Number(digits ?? 0));
  return hour < 24 && minute < 60 && second <= 60 && offsetHour < 24 && offsetMinute < 60;
}

function allowedDemand(declared: ParameterValue): readonly Demand[] {
  if (declared.allowed.length === 0) {
    return [];
  }
  const allowed = new Set(declared.allowed);
  const expected = `one of ${declared.allowed.map((value) => JSON.stringify(value)).join(", ")}`;
  return [{ expected, test: (text, value) => allowed.has(text) || allowed.has(String(value)) }];
}

function formatDemands(declared: ParameterValue): readonly Demand[] {
  const demands: Demand[] = [];
  const format = declared.format === null ? null : compileFormat(declared.format);
  if (format !== null) {
    demands.push({ expected: `a string of format ${declared.format}`, test: format });
  }
  if (declared.pattern !== null) {
    const test = compileParameterPattern(declared.pattern, declared.patternMachine);
    demands.push({ expected: `a string that matches ${declared.pattern}`, test });
  }
  return demands;
}

function boundDemands(declared: ParameterValue): readonly Demand[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength } = declared;
  return [
    ...bound("at least", minimum, (value, limit) => Number(value) >= limit),
    ...bound("at most", maximum, (value, limit) => Number(value) <= limit),
    ...bound("more than", exclusiveMinimum, (value, limit) => Number(value) > limit),
    ...bound("less than", exclusiveMaximum, (value, limit) => Number(value) < limit),
    ...lengthBound("at least", minLength, (length, limit) => length >= limit),
    ...lengthBound("at most", maxLength, (length, limit) => length <= limit),
  ];
}

function bound(
  words: string,
  limit: number | null,
  holds: (value: string | number | boolean, limit: number) => boolean,
): readonly Demand[] {
  return limit === null
    ? []
    : [{ expected: `${words} ${limit}`, test: (_, value) => holds(value, limit) }];
}

/** JSON Schema counts characters, not UTF-16 units (JSON Schema Validation section 6.3). */
function lengthBound(
  words: string,
  limit: number | null,
  holds: (length: number, limit: number) => boolean,
): readonly Demand[] {
  const unit = limit === 1 ? "character" : "characters";
  return limit === null
    ? []
    : [{ expected: `${words} ${limit} ${unit}`, test: (text) => holds([...text].length, limit) }];
}

import type { Random } from "./random.ts";
import type { PatternTests } from "./pattern-tests.ts";
import { numberAt, type Keywords } from "./schema-parts.ts";
import { textOfPattern } from "./text-of-pattern.ts";

/** A number within the bounds, as round as they allow. */
export function sampleNumber(schema: Keywords, isInteger: boolean, random: Random): number {
  const step = numberAt(schema, "multipleOf") ?? (isInteger ? 1 : null);
  const least = bound(schema, "minimum", "exclusiveMinimum", step ?? 0.5);
  const most = bound(schema, "maximum", "exclusiveMaximum", -(step ?? 0.5));
  const low = least ?? lowBelow(most, step ?? 1);
  const high = most ?? low + 100;
  if (step !== null) {
    const from = Math.ceil(low / step);
    const to = Math.max(from, Math.floor(high / step));
    return round(random.between(from, Math.min(to, from + 1000)) * step);
  }
  const isNarrow = high - low < 1;
  const value = isNarrow ? low + (high - low) / 2 : low + random.between(0, 100) / 2;
  return Math.min(high, round(value));
}

/** Where to begin without a lower bound: at 1, or some steps below the upper one. */
function lowBelow(most: number | null, step: number): number {
  return most === null || most >= 1 + step ? 1 : most - 10 * step;
}

function bound(
  schema: Keywords,
  inclusive: string,
  exclusive: string,
  step: number,
): number | null {
  const [closed, open] = [numberAt(schema, inclusive), numberAt(schema, exclusive)];
  if (open === null) {
    return closed;
  }
  const other = inclusive === "minimum" ? "exclusiveMaximum" : "exclusiveMinimum";
  const opposite =
    numberAt(schema, other) ?? numberAt(schema, inclusive === "minimum" ? "maximum" : "minimum");
  // Between two close bounds half of the way is inside.
  const isClose = opposite !== null && Math.abs(opposite - open) <= Math.abs(step);
  const moved = isClose ? (open + opposite) / 2 : open + step;
  if (closed === null) {
    return moved;
  }
  return inclusive === "minimum" ? Math.max(closed, moved) : Math.min(closed, moved);
}

/** Without the dust of binary fractions: 0.1 * 3 is 0.3. */
function round(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(12));
}

/** One text of each format that can be asserted. */
const BY_FORMAT: Readonly<Record<string, readonly string[]>> = {
  "date-time": ["2026-03-02T09:30:00Z", "2026-04-12T23:20:50.52Z"],
  date: ["2026-03-02", "2026-11-30"],
  time: ["09:30:00Z", "23:20:50Z"],
  duration: ["P3D", "PT15M"],
  email: ["ada@example.com", "grace@example.org"],
  "idn-email": ["ada@example.com"],
  hostname: ["example.com", "host.example.org"],
  "idn-hostname": ["example.com"],
  ipv4: ["192.0.2.1", "198.51.100.7"],
  ipv6: ["2001:db8::1"],
  uri: ["https://example.com/", "https://example.org/a?b=c"],
  "uri-reference": ["/a/b", "https://example.com/"],
  iri: ["https://example.com/"],
  "iri-reference": ["/a/b"],
  uuid: ["123e4567-e89b-42d3-a456-426614174000", "9b2d1a56-0f8c-4f5e-8d3b-1c2e3f4a5b6c"],
  "uri-template": ["https://example.com/{id}"],
  "json-pointer": ["/a/b"],
  "relative-json-pointer": ["0/a"],
  regex: ["^[a-z]+$"],
  byte: ["aGVsbG8=", "AQIDBA=="],
};

const WORDS = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"];

/** Longest text that is made to satisfy a `minLength`. */
const MAX_LENGTH = 200_000;

/** A text that has the format and pattern, and a length within the bounds where both allow. */
export function sampleText(schema: Keywords, random: Random, tests: PatternTests): string {
  const format = schema["format"];
  const known = typeof format === "string" && Object.hasOwn(BY_FORMAT, format);
  const pattern = schema["pattern"];
  if (typeof pattern === "string") {
    const options = known ? (BY_FORMAT[format] ?? []) : [];
    const fitting = options.filter((text) => tests.matches(pattern, text));
    return random.pick(fitting) ?? matching(pattern, schema, { random, tests });
  }
  const base = (known ? random.pick(BY_FORMAT[format] ?? []) : random.pick(WORDS)) ?? "alpha";
  return known ? base : fitted(base, schema);
}

function matching(
  pattern: string,
  schema: Keywords,
  { random, tests }: { readonly random: Random; readonly tests: PatternTests },
): string {
  const [least, most] = lengths(schema);
  let last = "";
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const text = textOfPattern(pattern, random, attempt % 2 === 1 && least > 0);
    if (text === null) {
      break;
    }
    last = text;
    const padded = text.length < least ? text.padEnd(least, text.at(-1) ?? "a") : text;
    const found = [text, padded].find(
      (one) => one.length >= least && one.length <= most && tests.matches(pattern, one),
    );
    if (found !== undefined) {
      return found;
    }
  }
  return fitted(last === "" ? "alpha" : last, schema);
}

function fitted(text: string, schema: Keywords): string {
  const [least, most] = lengths(schema);
  return text.length < least ? text.padEnd(least, "a") : text.slice(0, most);
}

function lengths(schema: Keywords): readonly [number, number] {
  const least = Math.min(numberAt(schema, "minLength") ?? 0, MAX_LENGTH);
  return [least, numberAt(schema, "maxLength") ?? Infinity];
}

import type { Plain } from "../../source/tree.ts";
import type { Draft, Lowering } from "./draft.ts";
import { roundedOf } from "./exact.ts";
import { memberOf, shown } from "./node.ts";
import { patternFor } from "./pattern.ts";

/** Counts; the number is what says nothing. */
const COUNTS = [
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
  "minContains",
  "maxContains",
] as const;

const LIMITS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const;

/** Lowers bounds of numbers, lengths and counts, and `pattern` and `format`. */
export function lowerBounds(draft: Draft, lowering: Lowering): void {
  for (const keyword of LIMITS) {
    lowerLimit(draft, keyword, lowering);
  }
  for (const keyword of COUNTS) {
    lowerCount(draft, keyword, lowering);
  }
  lowerMultiple(draft, lowering);
  lowerPattern(draft, lowering);
  lowerFormat(draft, lowering);
  refuseEmptyRanges(draft, lowering);
}

function lowerLimit(draft: Draft, keyword: (typeof LIMITS)[number], lowering: Lowering): void {
  const written = draft.written[keyword];
  if (written === undefined || written === null) {
    return;
  }
  if (typeof written === "boolean" && keyword.startsWith("exclusive")) {
    lowerExclusiveFlag(draft, keyword, written, lowering);
    return;
  }
  const value = numberOf(draft, keyword, lowering);
  if (value === null || value === Infinity || value === -Infinity) {
    return;
  }
  writeNumber(draft, keyword, value);
}

/** `exclusiveMinimum: true` of draft-04 and OpenAPI 3.0: the bound is the one of `minimum`. */
function lowerExclusiveFlag(
  draft: Draft,
  keyword: string,
  isExclusive: boolean,
  lowering: Lowering,
): void {
  const inclusive = keyword === "exclusiveMinimum" ? "minimum" : "maximum";
  if (!isExclusive) {
    return;
  }
  if (draft.out[inclusive] === undefined) {
    const place = memberOf(draft.node, keyword) ?? draft.node;
    lowering.say(
      "schema-keyword-slip",
      place,
      `${keyword} is true without ${inclusive}; it says nothing`,
    );
    return;
  }
  draft.out[keyword] = draft.out[inclusive];
  delete draft.out[inclusive];
  if (inclusive in draft.exact) {
    draft.exact[keyword] = draft.exact[inclusive];
    delete draft.exact[inclusive];
  }
}

function lowerCount(draft: Draft, keyword: (typeof COUNTS)[number], lowering: Lowering): void {
  const written = draft.written[keyword];
  if (written === undefined || written === null) {
    return;
  }
  const value = numberOf(draft, keyword, lowering);
  if (value === null) {
    return;
  }
  const count = Number(value);
  if (!Number.isInteger(count) || count < 0) {
    const place = memberOf(draft.node, keyword) ?? draft.node;
    lowering.say(
      "schema-keyword-value",
      place,
      `${keyword} is ${shown(written)}, expected a count`,
    );
    return;
  }
  const saysNothing = count === 0 && keyword.startsWith("min") && keyword !== "minContains";
  if (!saysNothing) {
    draft.out[keyword] = count;
  }
}

function lowerMultiple(draft: Draft, lowering: Lowering): void {
  if (draft.written["multipleOf"] === undefined) {
    return;
  }
  const value = numberOf(draft, "multipleOf", lowering);
  if (value !== null && Number(value) > 0) {
    writeNumber(draft, "multipleOf", value);
    return;
  }
  if (value !== null) {
    const place = memberOf(draft.node, "multipleOf") ?? draft.node;
    lowering.say(
      "schema-keyword-value",
      place,
      `multipleOf is ${value}, expected a number above 0`,
    );
  }
}

function writeNumber(draft: Draft, keyword: string, value: number | bigint): void {
  const rounded = roundedOf(value);
  draft.out[keyword] = rounded.value;
  if (rounded.exact !== null) {
    draft.exact[keyword] = rounded.exact;
  }
}

/** The number of a keyword, also where it was written in quotes; null, and a finding, where it is none. */
function numberOf(draft: Draft, keyword: string, lowering: Lowering): number | bigint | null {
  const written: Plain = draft.written[keyword] ?? null;
  if ((typeof written === "number" && !Number.isNaN(written)) || typeof written === "bigint") {
    return written;
  }
  const place = memberOf(draft.node, keyword) ?? draft.node;
  if (typeof written === "string" && /^[+-]?\d+(\.\d+)?$/u.test(written.trim())) {
    const text = written.trim();
    lowering.say(
      "schema-keyword-slip",
      place,
      `${keyword} is the text ${shown(written)}, read as ${text}`,
    );
    const value = Number(text);
    return text.includes(".") || Number.isSafeInteger(value) ? value : BigInt(text);
  }
  lowering.say("schema-keyword-value", place, `${keyword} is ${shown(written)}, expected a number`);
  return null;
}

function lowerPattern(draft: Draft, lowering: Lowering): void {
  const written = draft.written["pattern"];
  if (written === undefined || written === null) {
    return;
  }
  const place = memberOf(draft.node, "pattern") ?? draft.node;
  if (typeof written !== "string") {
    lowering.say("schema-keyword-value", place, `pattern is ${shown(written)}, expected a text`);
    return;
  }
  const source = compiledPattern(written, place, lowering);
  if (source !== null) {
    draft.out["pattern"] = source;
  }
}

/** A pattern as it is compiled, also a key of `patternProperties`; null, and a finding, where none is. */
export function compiledPattern(
  written: string,
  place: Draft["node"],
  lowering: Lowering,
): string | null {
  const pattern = patternFor(written);
  switch (pattern.kind) {
    case "same":
      return written;
    case "rewritten":
      lowering.say(
        "schema-pattern-slip",
        place,
        `pattern ${shown(written)} does not compile with the u flag; ${shown(pattern.source)} is used`,
      );
      return pattern.source;
    case "broken":
      lowering.say(
        "schema-pattern",
        place,
        `pattern ${shown(written)} does not compile: ${pattern.reason}`,
      );
      return null;
  }
}

const NUMERIC_FORMATS = new Set(
  "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float double".split(" "),
);

const TEXT_FORMATS = new Set(
  (
    "date-time date time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference " +
    "iri iri-reference uuid uri-template json-pointer relative-json-pointer regex byte binary"
  ).split(" "),
);

/** Keeps the formats that say something of values: the annotations (`password`, `ms`) are dropped. */
function lowerFormat(draft: Draft, lowering: Lowering): void {
  const format = draft.written["format"];
  if (typeof format !== "string") {
    return;
  }
  const place = memberOf(draft.node, "format") ?? draft.node;
  if (/^\^.*\$$/u.test(format)) {
    lowering.say(
      "schema-format-pattern",
      place,
      `format ${shown(format)} looks like a regular expression, which is not checked there`,
      "move it to pattern",
    );
    return;
  }
  const types = [draft.out["type"] ?? []].flat();
  const isText = types.length > 0 && !types.includes("number") && !types.includes("integer");
  if (NUMERIC_FORMATS.has(format) && isText) {
    lowering.say(
      "schema-format-type",
      place,
      `format "${format}" is one of numbers and checks nothing of a ${types.join(" or ")}`,
    );
    return;
  }
  if (NUMERIC_FORMATS.has(format) || TEXT_FORMATS.has(format)) {
    draft.out["format"] = format;
  }
}

const RANGES = [
  ["minimum", "maximum"],
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
  ["minProperties", "maxProperties"],
  ["minContains", "maxContains"],
] as const;

function refuseEmptyRanges(draft: Draft, lowering: Lowering): void {
  for (const [low, high] of RANGES) {
    const [from, to] = [draft.out[low], draft.out[high]];
    if (typeof from === "number" && typeof to === "number" && from > to) {
      const place = memberOf(draft.node, low) ?? draft.node;
      lowering.say("schema-contradiction", place, `${low} ${from} is above ${high} ${to}`);
    }
  }
}

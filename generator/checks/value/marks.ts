import { literal } from "../../render/code.ts";
import { isRecord } from "../record.ts";
import { indented } from "./body.ts";
import { faultStep, linesStep } from "./part.ts";
import type { Step } from "./part.ts";
import { patternCode } from "./scalar-steps.ts";
import { listOf, mapOf } from "./writing.ts";
import type { Keywords, Site, Writing } from "./writing.ts";

/** `unevaluatedProperties` of an object in `own`, `unevaluatedItems` of an array in `value`. */
export function unevaluatedSteps(
  writing: Writing,
  { schema, words }: Site,
  keyword: "unevaluatedProperties" | "unevaluatedItems",
): readonly Step[] {
  const rest = schema[keyword];
  if (rest === undefined) {
    return [];
  }
  const { module } = writing;
  const part = rest === false ? null : writing.part(rest, [...words, "rest"]);
  if (part?.isOpen === true) {
    return [];
  }
  const isMembers = keyword === "unevaluatedProperties";
  const asks = module.core(isMembers ? "expectUnmarkedMembers" : "expectUnmarkedItems");
  const formats = writing.usesFormats(rest) ? ", formats" : "";
  const held = isMembers ? "own" : "value";
  return [
    linesStep(
      `const marks = ${module.core("createMarks")}();`,
      ...ownMarkLines(writing, schema, words),
    ),
    faultStep(`${asks}(${held}, marks, ${part?.reference ?? "null"}${formats})`),
  ];
}

/** Statements that note in `marks` what a schema looks at of a value that fits it. */
function markLines(writing: Writing, schema: unknown, words: readonly string[]): readonly string[] {
  if (!isRecord(schema)) {
    return [];
  }
  const { core } = writing.module;
  return [
    ...(schema["unevaluatedProperties"] === undefined ? [] : [`${core("markMembers")}(marks);`]),
    ...(schema["unevaluatedItems"] === undefined ? [] : [`${core("markItems")}(marks, Infinity);`]),
    ...ownMarkLines(writing, schema, words),
  ];
}

/** The same without the schema's own `unevaluatedProperties` and `unevaluatedItems`. */
function ownMarkLines(
  writing: Writing,
  schema: Keywords,
  words: readonly string[],
): readonly string[] {
  return [
    ...memberLines(writing, schema, words),
    ...itemLines(writing, schema),
    ...referenceLines(writing, schema),
    ...partLines(writing, schema, words),
  ];
}

function referenceLines(writing: Writing, { $ref: reference }: Keywords): readonly string[] {
  if (typeof reference !== "string") {
    return [];
  }
  const formats = writing.usesFormats({ $ref: reference }) ? "formats" : "true";
  return [`${markFunction(writing, reference)}(value, ${formats}, marks);`];
}

/** The function that marks for a definition; written when it is first asked for. */
function markFunction(writing: Writing, reference: string): string {
  const { marks, module, prepared } = writing;
  const known = marks.get(reference);
  if (known !== undefined) {
    return known;
  }
  const words = [writing.nameOf(reference)];
  const name = module.names.declare(["mark", ...words]);
  marks.set(reference, name);
  const lines = indented(markLines(writing, prepared.definitions[reference], words));
  module.add(`function ${name}(value, formats, marks) {`, ...lines, "}", "");
  return name;
}

function memberLines(
  writing: Writing,
  schema: Keywords,
  words: readonly string[],
): readonly string[] {
  const { module } = writing;
  if (schema["additionalProperties"] !== undefined) {
    return [`${module.core("markMembers")}(marks);`];
  }
  const keys = Object.keys(mapOf(schema, "properties")).filter((key) => key !== "__proto__");
  const list = `[${keys.map((key) => literal(key)).join(", ")}]`;
  const patterns = Object.keys(mapOf(schema, "patternProperties")).map((pattern) => {
    const test = `${patternCode(writing, pattern, words)}.test`;
    const matching = `Object.keys(${module.core("membersOf")}(value) ?? {}).filter(${test})`;
    return `${module.core("markKeys")}(marks, ${matching});`;
  });
  return [
    ...(keys.length === 0 ? [] : [`${module.core("markKeys")}(marks, ${list});`]),
    ...patterns,
  ];
}

function itemLines({ module }: Writing, schema: Keywords): readonly string[] {
  const isWhole = schema["items"] !== undefined || looksAtAll(schema);
  const count = isWhole ? "Infinity" : String(listOf(schema, "prefixItems").length);
  return count === "0" ? [] : [`${module.core("markItems")}(marks, ${count});`];
}

/** The gateway counts what `contains` looks for among all items as a look at all of them. */
function looksAtAll({ contains, minContains, maxContains }: Keywords): boolean {
  const isSilent = minContains === 0 && maxContains === undefined;
  const isOpen = contains === true || (isRecord(contains) && Object.keys(contains).length === 0);
  return contains !== undefined && !isSilent && !isOpen;
}

/** What the schemas within a schema have looked at, where they are about the same value and it fits them. */
function partLines(
  writing: Writing,
  schema: Keywords,
  words: readonly string[],
): readonly string[] {
  const inner = (part: unknown, ...more: readonly string[]) =>
    markLines(writing, part, [...words, ...more]);
  const when = (condition: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`if (${condition}) {`, ...indented(lines), "}"];
  const fits = (part: unknown, ...more: readonly string[]): string =>
    `${writing.part(part, [...words, ...more]).call("value")} === null`;
  const options = (["anyOf", "oneOf"] as const).flatMap((keyword) =>
    listOf(schema, keyword).flatMap((part, index) => {
      const names = ["option", String(index + 1)];
      return when(fits(part, ...names), inner(part, ...names));
    }),
  );
  const { if: condition, then, else: otherwise } = schema;
  const asks = condition !== undefined && (then !== undefined || otherwise !== undefined);
  const dependent = Object.entries(mapOf(schema, "dependentSchemas")).flatMap(([key, part]) => {
    const { core } = writing.module;
    const member = `${core("ownMember")}(${core("membersOf")}(value) ?? {}, ${literal(key)})`;
    return when(`${member} !== undefined`, inner(part, "with", key));
  });
  return [
    ...options,
    ...listOf(schema, "allOf").flatMap((part, index) => inner(part, "part", String(index + 1))),
    // The gateway notes what `if` has looked at whether the value fits it or not.
    ...(asks ? inner(condition, "if") : []),
    ...(asks ? when(fits(condition, "if"), inner(then, "then")) : []),
    ...(asks ? when(`!(${fits(condition, "if")})`, inner(otherwise, "else")) : []),
    ...dependent,
  ];
}

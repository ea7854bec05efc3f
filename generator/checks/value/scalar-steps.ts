import { patternFlags } from "../pattern/plan.ts";
import { isRecord } from "../record.ts";
import { literal } from "../../render/code.ts";
import { boundFor } from "./exact.ts";
import { FORMAT_FUNCTIONS } from "./format-functions.ts";
import { dataCode, exactDataCode, numberCode } from "./literal.ts";
import { faultStep } from "./part.ts";
import type { Step } from "./part.ts";
import { countOf, exactOf, listOf } from "./writing.ts";
import type { Keywords, Site, Writing } from "./writing.ts";

const BOUNDS = [
  { keyword: "maximum", asks: "expectAtMost", direction: 1, isInclusive: true },
  { keyword: "exclusiveMaximum", asks: "expectLessThan", direction: 1, isInclusive: false },
  { keyword: "minimum", asks: "expectAtLeast", direction: -1, isInclusive: true },
  { keyword: "exclusiveMinimum", asks: "expectMoreThan", direction: -1, isInclusive: false },
] as const;

/** `minimum` and its like, and `multipleOf`. */
export function numberSteps({ module }: Writing, { schema, place }: Site): readonly Step[] {
  const bounds = BOUNDS.flatMap((bound) => {
    const { keyword, asks } = bound;
    return schema[keyword] === undefined
      ? []
      : [faultStep(`${module.core(asks)}(${place}, ${boundCode(schema, bound)})`)];
  });
  const unit = countOf(schema, "multipleOf");
  if (unit === null) {
    return bounds;
  }
  const exact = exactOf(schema, "multipleOf");
  const more = typeof exact === "string" ? `, ${literal(exact)}` : "";
  return [...bounds, faultStep(`${module.core("expectMultiple")}(${place}, ${unit}${more})`)];
}

function boundCode(schema: Keywords, { keyword, direction, isInclusive }: (typeof BOUNDS)[number]) {
  const limit = countOf(schema, keyword) ?? 0;
  const exact = exactOf(schema, keyword);
  if (typeof exact !== "string") {
    return String(limit);
  }
  const code = numberCode(exact);
  return code.endsWith("n")
    ? code
    : `${boundFor(limit, exact, direction, isInclusive)}, ${literal(exact)}`;
}

/** `const` and `enum`. */
export function constantSteps(writing: Writing, site: Site): readonly Step[] {
  const { module } = writing;
  const { schema, place, words } = site;
  const steps: Step[] = [];
  if ("const" in schema) {
    const code = valueCode(schema["const"], exactOf(schema, "const"));
    const asks = isScalar(schema["const"]) ? "expectConstant" : "expectEqual";
    const constant = isScalar(schema["const"])
      ? code
      : declare(writing, [...words, "constant"], code);
    steps.push(faultStep(`${module.core(asks)}(${place}, ${constant})`));
  }
  if (schema["enum"] !== undefined) {
    const values = listOf(schema, "enum");
    const exact: unknown = exactOf(schema, "enum");
    const texts: readonly unknown[] = Array.isArray(exact) ? exact : [];
    const codes = values.map((value, index) => valueCode(value, texts[index]));
    const list = declare(writing, [...words, "values"], `[${codes.join(", ")}]`);
    const asks = values.every(isScalar) ? "expectOneOf" : "expectEqualToOneOf";
    steps.push(faultStep(`${module.core(asks)}(${place}, ${list})`));
  }
  return steps;
}

function valueCode(value: unknown, exact: unknown): string {
  return typeof exact !== "string"
    ? dataCode(value)
    : typeof value === "number"
      ? numberCode(exact)
      : exactDataCode(exact);
}

function isScalar(value: unknown): boolean {
  return !isRecord(value) && !Array.isArray(value);
}

function declare({ module }: Writing, words: readonly string[], code: string): string {
  return module.constant(words, code);
}

/** `format`, where a check asserts it. */
export function formatSteps({ module }: Writing, { schema, place }: Site): readonly Step[] {
  const { format } = schema;
  if (!isFormat(format)) {
    return [];
  }
  const { asks, test } = FORMAT_FUNCTIONS[format];
  const code = `${module.core(asks)}(${place}, formats, ${literal(format)}, ${module.core(test)})`;
  return [faultStep(code)];
}

function isFormat(name: unknown): name is keyof typeof FORMAT_FUNCTIONS {
  return typeof name === "string" && Object.hasOwn(FORMAT_FUNCTIONS, name);
}

/** `pattern`, `maxLength` and `minLength`. */
export function textSteps(writing: Writing, { schema, place, words }: Site): readonly Step[] {
  const { module } = writing;
  const { pattern } = schema;
  const most = countOf(schema, "maxLength");
  const least = countOf(schema, "minLength");
  return [
    ...(typeof pattern === "string"
      ? [`${module.core("expectMatch")}(${place}, ${patternCode(writing, pattern, words)})`]
      : []),
    ...(most === null ? [] : [`${module.core("expectLengthTo")}(${place}, ${most})`]),
    ...(least === null ? [] : [`${module.core("expectLengthFrom")}(${place}, ${least})`]),
  ].map(faultStep);
}

/** The name of a constant that holds a pattern; the same pattern has one. */
export function patternCode(
  { module, prepared }: Writing,
  pattern: string,
  words: readonly string[],
): string {
  const machine = prepared.machines.get(pattern);
  const code =
    machine === undefined
      ? `${module.core("pattern")}(${literal(pattern)}, ${literal(patternFlags(pattern) ?? "")})`
      : `${module.core("steppedPattern")}(${literal(pattern)}, ${dataCode(machine)})`;
  return module.constant([...words, "pattern"], `/* @__PURE__ */ ${code}`);
}

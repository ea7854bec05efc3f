import { literal } from "../../render/code.ts";
import { askLines, indented } from "./body.ts";
import { isPlainName } from "./literal.ts";
import { unevaluatedSteps } from "./marks.ts";
import { faultStep, linesStep } from "./part.ts";
import type { Step } from "./part.ts";
import { patternCode } from "./scalar-steps.ts";
import { countOf, listOf, mapOf } from "./writing.ts";
import type { Keywords, Site, Writing } from "./writing.ts";

/** What stands under every object that has not a member of its own there. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Keywords about the members of an object, which stand in `own`, in the order in which the gateway looks at them. */
export function objectSteps(writing: Writing, site: Site): readonly Step[] {
  const { module } = writing;
  const { schema } = site;
  const most = countOf(schema, "maxProperties");
  const least = countOf(schema, "minProperties");
  return [
    ...[...new Set(listOf(schema, "required"))].map((key) =>
      faultStep(
        `${module.core("expectMember")}(${memberCode(writing, String(key))}, ${literal(String(key))})`,
      ),
    ),
    ...(most === null ? [] : [faultStep(`${module.core("expectSizeTo")}(own, ${most})`)]),
    ...(least === null ? [] : [faultStep(`${module.core("expectSizeFrom")}(own, ${least})`)]),
    ...nameSteps(writing, site),
    ...additionalSteps(writing, site),
    ...propertySteps(writing, site),
    ...patternSteps(writing, site),
    ...dependentSteps(writing, site),
    ...unevaluatedSteps(writing, site, "unevaluatedProperties"),
  ];
}

/** The member of `own` under a key; undefined where there is none. */
function memberCode({ module }: Writing, key: string): string {
  if (INHERITED.has(key)) {
    return `${module.core("ownMember")}(own, ${literal(key)})`;
  }
  return isPlainName(key) ? `own.${key}` : `own[${literal(key)}]`;
}

function nameSteps(writing: Writing, { schema, words }: Site): readonly Step[] {
  const { propertyNames } = schema;
  if (propertyNames === undefined) {
    return [];
  }
  const part = writing.part(propertyNames, [...words, "name"]);
  const formats = writing.usesFormats(propertyNames) ? ", formats" : "";
  const asks = writing.module.core("expectNames");
  return part.isOpen ? [] : [faultStep(`${asks}(own, ${part.reference}${formats})`)];
}

/** Keys and patterns that `additionalProperties` leaves alone; `__proto__` is nobody's name. */
export function declaredKeys(schema: Keywords): readonly string[] {
  return Object.keys(mapOf(schema, "properties")).filter((key) => key !== "__proto__");
}

/** So many keys are compared one by one; more are looked up. */
const MAX_COMPARED = 8;

function additionalSteps(writing: Writing, { schema, words }: Site): readonly Step[] {
  const { additionalProperties: rest } = schema;
  if (rest === undefined) {
    return [];
  }
  const part = rest === false ? null : writing.part(rest, [...words, "member"]);
  if (part?.isOpen === true) {
    return [];
  }
  const { module } = writing;
  const keys = declaredKeys(schema);
  const patterns = Object.keys(mapOf(schema, "patternProperties"));
  if (part !== null && keys.length === 0 && patterns.length === 0) {
    const formats = writing.usesFormats(rest) ? ", formats" : "";
    return [faultStep(`${module.core("expectMembers")}(own, ${part.reference}${formats})`)];
  }
  const isOther = otherCode(writing, keys, patterns, words);
  const answer =
    part === null
      ? [`return ${module.core("surplus")}(own, key);`]
      : askLines(`${module.core("at")}(key, ${part.call("own[key]")})`);
  return [linesStep("for (const key of Object.keys(own)) {", ...whenLines(isOther, answer), "}")];
}

/** Longest condition that stands on one line, in characters. */
const MAX_CONDITION = 64;

/** Statements in a loop over keys that run where all of the conditions hold. */
function whenLines(conditions: readonly string[], lines: readonly string[]): readonly string[] {
  if (conditions.length === 0) {
    return indented(lines);
  }
  const condition = conditions.join(" && ");
  if (condition.length <= MAX_CONDITION) {
    return lines.length === 1
      ? [`  if (${condition}) ${lines.join("")}`]
      : indented([`if (${condition}) {`, ...indented(lines), "}"]);
  }
  const broken = conditions.map((one, at) => (at === conditions.length - 1 ? one : `${one} &&`));
  return indented(["if (", ...indented(broken), ") {", ...indented(lines), "}"]);
}

function otherCode(
  writing: Writing,
  keys: readonly string[],
  patterns: readonly string[],
  words: readonly string[],
): readonly string[] {
  const names = keys.map((key) => literal(key));
  const isNoKey =
    keys.length > MAX_COMPARED
      ? [
          `!${writing.module.constant([...words, "keys"], `/* @__PURE__ */ new Set([${names.join(", ")}])`)}.has(key)`,
        ]
      : names.map((name) => `key !== ${name}`);
  const isNoPattern = patterns.map(
    (pattern) => `!${patternCode(writing, pattern, words)}.test(key)`,
  );
  return [...isNoKey, ...isNoPattern];
}

function propertySteps(writing: Writing, { schema, words }: Site): readonly Step[] {
  const { module } = writing;
  const required = new Set(listOf(schema, "required"));
  const properties = mapOf(schema, "properties");
  return declaredKeys(schema).flatMap((key) => {
    const part = writing.part(properties[key], [...words, key]);
    if (part.isOpen) {
      return [];
    }
    const member = memberCode(writing, key);
    const asks = `${module.core("at")}(${literal(key)}, ${part.call(member)})`;
    return [faultStep(required.has(key) ? asks : `(${member} === undefined ? null : ${asks})`)];
  });
}

function patternSteps(writing: Writing, { schema, words }: Site): readonly Step[] {
  return Object.entries(mapOf(schema, "patternProperties")).flatMap(([pattern, inner]) => {
    const part = writing.part(inner, [...words, "member"]);
    if (part.isOpen) {
      return [];
    }
    const answer = askLines(`${writing.module.core("at")}(key, ${part.call("own[key]")})`);
    const matches = `${patternCode(writing, pattern, words)}.test(key)`;
    return [
      linesStep("for (const key of Object.keys(own)) {", ...whenLines([matches], answer), "}"),
    ];
  });
}

function dependentSteps(writing: Writing, { schema, words }: Site): readonly Step[] {
  const { module } = writing;
  const unless = (key: string, code: string) =>
    faultStep(`(${memberCode(writing, key)} === undefined ? null : ${code})`);
  const required = Object.entries(mapOf(schema, "dependentRequired")).flatMap(([key, keys]) =>
    (Array.isArray(keys) ? keys.map(String) : []).map((needed) => {
      const args = [memberCode(writing, needed), literal(needed), literal(key)].join(", ");
      return unless(key, `${module.core("expectBeside")}(${args})`);
    }),
  );
  const schemas = Object.entries(mapOf(schema, "dependentSchemas")).flatMap(([key, inner]) => {
    const part = writing.part(inner, [...words, "with", key]);
    return part.isOpen ? [] : [unless(key, part.call("value"))];
  });
  return [...required, ...schemas];
}

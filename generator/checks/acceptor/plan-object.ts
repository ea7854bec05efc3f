import { compilePattern, isRecord } from "../prepare.ts";
import { listOf } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";
import type { Member, ObjectPlan, TextPlan } from "./plan.ts";
import type { Planning } from "./planning.ts";
import { isReadableTest } from "./text-tests.ts";

/** Patterns of one object: each doubles the ways that a key can go. */
const MAX_PATTERNS = 3;

/** What all parts say of objects; null: nothing is accepted. */
export function readObject(parts: readonly Keywords[], planning: Planning): ObjectPlan | null {
  const patterns = [
    ...new Set(parts.flatMap(({ patternProperties }) => Object.keys(recordOf(patternProperties)))),
  ];
  const patterned = parts.find(({ patternProperties }) => patternProperties !== undefined);
  const isReadable =
    patterns.length <= MAX_PATTERNS &&
    patterns.every((pattern) => isReadableTest({ kind: "pattern", pattern }));
  if (!isReadable && patterned !== undefined) {
    planning.report(patterned, "patternProperties");
    return null;
  }
  const names = namesOf(parts, planning);
  if (names === undefined) {
    return null;
  }
  const required = new Set(parts.flatMap((part) => listOf(part["required"]).map(String)));
  const keys = new Set([
    ...parts.flatMap(({ properties }) => Object.keys(recordOf(properties))),
    ...required,
  ]);
  if (required.has("__proto__")) {
    return null;
  }
  keys.delete("__proto__");
  const members = [...keys].map((key): Member => {
    const isNamed = names === null || isName(key, names);
    const schemas = isNamed ? memberSchemas(parts, key) : [false];
    return { key, value: planning.planOf(schemas), isRequired: required.has(key) };
  });
  const sizes = (keyword: string): readonly number[] =>
    parts.map((part) => part[keyword]).filter((value) => typeof value === "number");
  const atMost = sizes("maxProperties");
  return {
    members,
    patterns,
    rest: Array.from({ length: 1 << patterns.length }, (_none, bits) =>
      planning.planOf(
        otherSchemas(
          parts,
          patterns.filter((_pattern, index) => (bits & (1 << index)) !== 0),
        ),
      ),
    ),
    names,
    minMembers: Math.max(0, ...sizes("minProperties")),
    maxMembers: atMost.length === 0 ? null : Math.min(...atMost),
  };
}

/** Schemas for what stands under a key that some part names. */
function memberSchemas(parts: readonly Keywords[], key: string): readonly unknown[] {
  return parts.flatMap((part) => {
    const properties = recordOf(part["properties"]);
    const own = Object.hasOwn(properties, key) ? [properties[key]] : [];
    const matching = Object.entries(recordOf(part["patternProperties"]))
      .filter(([pattern]) => compilePattern(pattern)?.test(key) === true)
      .map(([, schema]) => schema);
    return [...own, ...matching].length > 0 ? [...own, ...matching] : additional(part);
  });
}

/** Schemas for what stands under a key that no part names and that matches just these patterns. */
function otherSchemas(parts: readonly Keywords[], patterns: readonly string[]): readonly unknown[] {
  return parts.flatMap((part) => {
    const matching = Object.entries(recordOf(part["patternProperties"]))
      .filter(([pattern]) => patterns.includes(pattern))
      .map(([, schema]) => schema);
    return matching.length > 0 ? matching : additional(part);
  });
}

function additional(part: Keywords): readonly unknown[] {
  return "additionalProperties" in part ? [part["additionalProperties"]] : [];
}

/** What keys must be; null: any text; undefined: it cannot be read. */
function namesOf(parts: readonly Keywords[], planning: Planning): TextPlan | null | undefined {
  const named = parts.filter((part) => "propertyNames" in part);
  const [first] = named;
  if (first === undefined) {
    return null;
  }
  const schemas = named.map((part) => part["propertyNames"]);
  const plan = planning.plan(planning.planOf([{ type: "string" }, ...schemas]));
  if (plan.kind !== "value" || plan.text === null || plan.text.tests.some(isFormat)) {
    planning.report(first, "propertyNames");
    return undefined;
  }
  return plan.text;
}

function isFormat({ kind }: TextPlan["tests"][number]): boolean {
  return kind === "format";
}

function isName(key: string, names: TextPlan): boolean {
  const length = [...key].length;
  return (
    length >= names.minLength &&
    (names.maxLength === null || length <= names.maxLength) &&
    (names.values === null || names.values.includes(key)) &&
    !names.excluded.includes(key) &&
    names.tests.every(
      (test) => test.kind === "pattern" && compilePattern(test.pattern)?.test(key) === true,
    )
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

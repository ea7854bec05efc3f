import type { Diagnostic, Place } from "../diagnostics.ts";
import type { JsonSchema } from "../model/api.ts";
import { CHECK_FINDINGS } from "./findings.ts";
import { patternPlan } from "./pattern/plan.ts";
import type { PatternPlan } from "./pattern/plan.ts";
import { isRecord } from "./record.ts";

/** Longest pattern that is quoted whole, in UTF-16 units. */
const MAX_QUOTED = 60;

/** A pattern where it stands in a document. */
export interface PlacedPattern {
  readonly pattern: string;
  /** `schema "order"`, `parameter "room"`. */
  readonly owner: string;
  /** Of what uses it, for a pattern whose own place is not known. */
  readonly place: Place;
}

/**
 * What is to be said of the patterns of a document: those that no gateway runs, and those that it
 * runs more slowly than others. Each pattern is told once.
 */
export function patternFindings(
  patterns: readonly PlacedPattern[],
  placeOf: (pattern: string) => Place | null,
): readonly Diagnostic[] {
  const told = new Set<string>();
  return patterns.flatMap(({ pattern, owner, place }) => {
    const plan = told.has(pattern) ? null : patternPlan(pattern);
    told.add(pattern);
    const finding = plan === null ? null : findingOf(plan);
    if (finding === null) {
      return [];
    }
    const { rule, says, hint } = finding;
    const { severity } = CHECK_FINDINGS[rule];
    const message = `pattern ${quoted(pattern)} of ${owner} ${says}`;
    return [{ rule, severity, message, hint, place: placeOf(pattern) ?? place }];
  });
}

interface PatternFinding {
  readonly rule: "pattern-not-linear" | "pattern-slow";
  readonly says: string;
  readonly hint: string;
}

function findingOf(plan: PatternPlan): PatternFinding | null {
  switch (plan.kind) {
    case "native":
      return null;
    case "linear":
      return {
        rule: "pattern-slow",
        says: "has several ways to match, which are tried at once",
        hint: "begin it with ^, and end each repeat with a character that is not in it",
      };
    case "refused":
      return plan.rule === "schema-not-checkable"
        ? null
        : { rule: plan.rule, says: plan.reason, hint: "write it shorter, without back-references" };
  }
}

/** Every pattern that a schema asks for, also of member names; not those it refers to. */
export function patternsOf(schema: JsonSchema): readonly string[] {
  const found: string[] = [];
  const pending: unknown[] = [schema];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (Array.isArray(part)) {
      pending.push(...part);
    } else if (isRecord(part)) {
      const { pattern, patternProperties, const: _const, enum: _enum, ...rest } = part;
      found.push(...(typeof pattern === "string" ? [pattern] : []));
      pending.push(...(isRecord(pattern) ? [pattern] : []));
      if (isRecord(patternProperties)) {
        found.push(...Object.keys(patternProperties));
        pending.push(...Object.values(patternProperties));
      }
      pending.push(...Object.values(rest).filter((value) => typeof value === "object"));
    }
  }
  return found.toReversed();
}

function quoted(pattern: string): string {
  return JSON.stringify(
    pattern.length <= MAX_QUOTED ? pattern : `${pattern.slice(0, MAX_QUOTED - 1)}…`,
  );
}

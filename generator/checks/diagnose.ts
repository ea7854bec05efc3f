import type { Diagnostic, Place } from "../diagnostics.ts";
import { smallestValue } from "./example.ts";
import { CHECK_FINDINGS } from "./findings.ts";
import type { ChecksInput, CompiledChecks } from "./index.ts";
import { canonical } from "./live-values.ts";
import { isRecord } from "./record.ts";

/** Longest frame that is shown, in UTF-16 units of JSON. */
const MAX_SHOWN = 120;
/** Other messages that one finding names. */
const MAX_NAMED = 3;

/**
 * What compiling the checks found: schemas without meaning, and messages that a frame, which is
 * shown, is at once. Patterns are told apart from it (`pattern-findings.ts`). `placeOf` is where a message stands in the document.
 */
export function checkFindings(
  input: ChecksInput,
  compiled: Pick<CompiledChecks, "choices" | "failures" | "check">,
  placeOf: (messageId: string) => Place,
): readonly Diagnostic[] {
  const users = new Map(input.messages.map(({ id, schema }) => [schema, id] as const));
  const first = input.messages[0]?.id ?? "";
  const unchecked = compiled.failures.filter(({ rule }) => rule === "schema-not-checkable");
  const failures = unchecked.map(({ schema, pointer, reason, rule }): Diagnostic => {
    const part = pointer === "" ? "schema" : `${pointer} of schema`;
    return {
      rule,
      severity: CHECK_FINDINGS[rule].severity,
      message: `no check can be made of ${part} "${schema}": ${reason}`,
      hint: null,
      place: placeOf(users.get(schema) ?? first),
    };
  });
  return [...failures, ...alikeFindings(input, compiled, placeOf)];
}

function alikeFindings(
  input: ChecksInput,
  compiled: Pick<CompiledChecks, "choices" | "check">,
  placeOf: (messageId: string) => Place,
): readonly Diagnostic[] {
  const alike = new Map<string, Map<string, string>>();
  for (const { together } of compiled.choices) {
    for (const [left, right] of together) {
      const known = alike.get(left) ?? new Map<string, string>();
      const frame = known.has(right) ? null : frameOfBoth(left, right, input, compiled);
      if (frame !== null) {
        alike.set(left, known.set(right, frame));
      }
    }
  }
  return [...alike].map(([left, others]): Diagnostic => {
    const names = [...others.keys()].map((name) => `"${name}"`);
    const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
    const shown = names.slice(0, MAX_NAMED).join(", ");
    const [frame] = others.values();
    return {
      rule: "messages-alike",
      severity: CHECK_FINDINGS["messages-alike"].severity,
      message: `message "${left}" cannot be told apart from ${shown}${more}: ${frame ?? ""} is both`,
      hint: "give each a required member with a const value of its own",
      place: placeOf(left),
    };
  });
}

/** A frame that both messages accept, as JSON; null: none was found cheaply. */
function frameOfBoth(
  left: string,
  right: string,
  { schemas, messages }: ChecksInput,
  { check }: Pick<CompiledChecks, "check">,
): string | null {
  const valueOf = (id: string): unknown =>
    smallestValue(messages.find((message) => message.id === id)?.schema ?? null, schemas);
  const [a, b] = [valueOf(left), valueOf(right)];
  const merged =
    isRecord(a) && isRecord(b)
      ? [
          { ...b, ...a },
          { ...a, ...b },
        ]
      : [];
  const fitting = [a, b, ...merged].find(
    (value) =>
      check(left, "clientToServer", value) === null &&
      check(right, "clientToServer", value) === null,
  );
  if (fitting === undefined) {
    return null;
  }
  const text = canonical(fitting);
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN - 1)}…`;
}

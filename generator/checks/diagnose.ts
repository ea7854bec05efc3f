import type { Diagnostic, Place } from "../diagnostics.ts";
import { smallestValue } from "./example.ts";
import { CHECK_FINDINGS } from "./findings.ts";
import type { ChecksInput, CompiledChecks } from "./index.ts";
import { canonical } from "./live-values.ts";
import { isRecord } from "./record.ts";

/** Longest frame that is shown, in UTF-16 units of JSON. */
const MAX_SHOWN = 120;
/** Messages that one finding names before it counts. */
const MAX_NAMED = 4;

/**
 * What compiling the checks found: schemas without meaning, and messages that a frame, which is
 * shown, is at once. Patterns are told apart from it (`diagnose-patterns.ts`). `placeOf` is where a
 * message stands in the document.
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
  return clustersOf(alike).map(({ lefts, others, frame }): Diagnostic => {
    const [left = ""] = lefts;
    const [right = ""] = others;
    const message =
      lefts.length === 1
        ? `message "${left}" cannot be told apart from ${named([...others])}: ${frame} is both`
        : `messages ${named([...lefts, ...others])} cannot all be told apart: ${frame} is both "${left}" and "${right}"`;
    return {
      rule: "messages-alike",
      severity: CHECK_FINDINGS["messages-alike"].severity,
      message,
      hint: "give each a required member with a const value of its own",
      place: placeOf(left),
    };
  });
}

function named(ids: readonly string[]): string {
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : "";
  return `${ids
    .slice(0, MAX_NAMED)
    .map((id) => `"${id}"`)
    .join(", ")}${more}`;
}

/** Messages that are like nearly the same others. */
interface Cluster {
  readonly lefts: string[];
  readonly others: Set<string>;
  /** One that the first message and the first other are both. */
  readonly frame: string;
}

/** One finding for each set of messages that are alike, not one for each message of it. */
function clustersOf(alike: ReadonlyMap<string, ReadonlyMap<string, string>>): readonly Cluster[] {
  const clusters: Cluster[] = [];
  for (const [left, frames] of alike) {
    const cluster = clusters.find(({ lefts, others }) => {
      const known = [...frames.keys()].filter((id) => others.has(id) || lefts.includes(id));
      return known.length * 2 >= frames.size;
    });
    if (cluster === undefined) {
      const [frame = ""] = frames.values();
      clusters.push({ lefts: [left], others: new Set(frames.keys()), frame });
      continue;
    }
    if (!cluster.others.has(left)) {
      cluster.lefts.push(left);
    }
    for (const id of frames.keys()) {
      if (!cluster.lefts.includes(id)) {
        cluster.others.add(id);
      }
    }
  }
  return clusters;
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

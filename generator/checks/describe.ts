import type { GroupChoice } from "./choices.ts";
import { pointerOf } from "./chooser-code.ts";
import type { Choice, Decision } from "./decide.ts";
import { KINDS } from "./shape.ts";

/** Values and messages that are named in one line. */
const MAX_NAMED = 4;

/** One line: what tells the messages of a group apart, for `framegate read`. */
export function describeChoice({ choice, messageIds, together }: GroupChoice): string {
  if (new Set(messageIds).size < 2) {
    return "one message only";
  }
  if (choice.kind === "leaf") {
    return `nothing tells ${count(messageIds)} messages apart, they are tried in order`;
  }
  const steps = stepsOf(choice).map(describeStep);
  const rest = new Set(together.flat());
  const tail = rest.size === 0 ? "" : `; ${named([...rest])} are tried in order`;
  return `${[...new Set(steps)].slice(0, MAX_NAMED).join(", then ")}${tail}`;
}

function count(messageIds: readonly string[]): number {
  return new Set(messageIds).size;
}

/** The decisions of a group from the top down, each place once. */
function stepsOf(root: Choice): readonly Decision[] {
  const seen = new Set<Choice>([root]);
  const steps = new Map<string, Decision>();
  for (const choice of seen) {
    if (choice.kind === "decision") {
      const pointer = pointerOf(choice.path);
      steps.set(pointer, steps.get(pointer) ?? choice);
      const { missing, values, kinds } = choice;
      for (const next of [...values.values(), ...Object.values(kinds), missing]) {
        seen.add(next);
      }
    }
  }
  return [...steps.values()];
}

function describeStep(decision: Decision): string {
  const place = decision.path.length === 0 ? "the message" : pointerOf(decision.path);
  if (decision.values.size > 0) {
    const values = [...decision.values.keys()].map((value) => JSON.stringify(value));
    return `the value at ${place} (${named(values)})`;
  }
  const kinds = KINDS.filter((kind) => decision.kinds[kind].indices.length > 0);
  return decision.path.length > 0 && isPresenceOnly(decision)
    ? `whether ${place} is there`
    : `the type of ${place} (${kinds.join(", ")})`;
}

/**
 * Every kind is some message's, or all leave the same: being there says more than what is there.
 */
function isPresenceOnly({ kinds }: Decision): boolean {
  const texts = KINDS.map((kind) => kinds[kind].indices.join(","));
  return !texts.includes("") || new Set(texts.filter((text) => text !== "")).size === 1;
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).join(", ");
  return names.length > MAX_NAMED ? `${shown} and ${names.length - MAX_NAMED} more` : shown;
}

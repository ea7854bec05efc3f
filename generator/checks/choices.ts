import type { JsonSchema } from "../model/api.ts";
import type { Group } from "../../runtime/contract/v1.ts";
import { decide } from "./decide.ts";
import type { Choice } from "./decide.ts";
import { createShapeReader } from "./schema-shape.ts";

/** How the messages of one group are told apart. */
export interface GroupChoice {
  readonly groupId: string;
  /** Ids of the messages, as the group's entries have them. */
  readonly messageIds: readonly string[];
  readonly choice: Choice;
  /**
   * Messages that some objects and arrays leave open between, earlier one first; each pair once.
   */
  readonly together: readonly (readonly [string, string])[];
}

/** Pairs reported of one group: one message like all others must not make a list of thousands. */
const MAX_PAIRS = 64;

/** Decides for each group what tells its messages apart. Needs no ajv. */
export function chooseMessages(input: {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly messages: readonly { readonly id: string; readonly schema: string | null }[];
  readonly groups: readonly Group[];
}): readonly GroupChoice[] {
  const shapeOf = createShapeReader(input.schemas);
  const schemaOf = new Map(input.messages.map(({ id, schema }) => [id, schema] as const));
  return input.groups.map(({ id, entries }) => {
    const messageIds = entries.map(({ messageId }) => messageId);
    const shapes = messageIds.map((messageId) => shapeOf(schemaOf.get(messageId) ?? null));
    const isSame = (a: number, b: number): boolean => messageIds[a] === messageIds[b];
    const choice = decide(shapes, isSame);
    return { groupId: id, messageIds, choice, together: pairsOf(choice, messageIds) };
  });
}

function pairsOf(
  choice: Choice,
  messageIds: readonly string[],
): readonly (readonly [string, string])[] {
  const pairs = new Map<string, readonly [string, string]>();
  for (const { indices } of leavesOf(choice)) {
    const ids = [...new Set(indices.map((index) => messageIds[index] ?? ""))];
    for (const [position, left] of ids.entries()) {
      for (let next = position + 1; next < ids.length && pairs.size < MAX_PAIRS; next += 1) {
        const right = ids[next] ?? left;
        pairs.set(JSON.stringify([left, right]), [left, right]);
      }
    }
  }
  return [...pairs.values()];
}

function leavesOf(root: Choice): readonly Choice[] {
  const seen = new Set<Choice>([root]);
  for (const choice of seen) {
    if (choice.kind === "decision") {
      // Not `foreign`: schemas that forget `type: object` all accept a number, which nobody sends.
      const { missing, values, kinds } = choice;
      for (const next of [missing, ...values.values(), ...Object.values(kinds)]) {
        seen.add(next);
      }
    }
  }
  return [...seen].filter((choice) => choice.kind === "leaf");
}

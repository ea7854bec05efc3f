import type { SourceTree } from "../source/tree.ts";
import type { DraftMessage } from "./draft.ts";
import { placeKey } from "./fields.ts";
import { firstFree, placeName } from "./place-name.ts";

/** The id of each message by the place of the message itself, so that one mentioned twice is one message. */
export type MessageIds = ReadonlyMap<string, string>;

/**
 * Gives every message the best name that its author gave it. Messages under `components` take theirs first;
 * others keep it unless two want the same, and then each is qualified by its channel. No counters: a message
 * inserted elsewhere renames nothing.
 */
export function nameMessages(tree: SourceTree, mentions: readonly DraftMessage[]): MessageIds {
  const messages = new Map<string, DraftMessage>();
  for (const mention of mentions) {
    const key = placeKey(mention.fields.node);
    if (!messages.has(key)) {
      messages.set(key, mention);
    }
  }
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  const take = (key: string, id: string): void => {
    ids.set(key, id);
    taken.add(id);
  };
  const wanted = countNames(messages.values());
  for (const [key, message] of messages) {
    const name = message.names[0] ?? "";
    if (message.shared && !taken.has(name)) {
      take(key, name);
    }
  }
  for (const [key, message] of messages) {
    if (!ids.has(key)) {
      take(key, freeName(tree, message, wanted, taken));
    }
  }
  return ids;
}

/** How many messages want each first name. */
function countNames(messages: Iterable<DraftMessage>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { names } of messages) {
    const name = names[0] ?? "";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function freeName(
  tree: SourceTree,
  message: DraftMessage,
  wanted: ReadonlyMap<string, number>,
  taken: ReadonlySet<string>,
): string {
  const name = message.names[0] ?? "";
  if (wanted.get(name) === 1 && !taken.has(name)) {
    return name;
  }
  const place = placeName(tree, message.fields.node);
  const choices = [...message.names, place].map((choice) => `${message.channelId}.${choice}`);
  return firstFree(choices, taken, place);
}

import type { SourceNode } from "../../source/tree.ts";
import { parseReference, refOf } from "../../source/reference.ts";
import {
  channelsOf,
  itemsOf,
  memberOf,
  memberPlace,
  objectAt,
  placeOf,
  plainObject,
  textOf,
} from "../objects.ts";
import type { Rule } from "../rule.ts";

/** AsyncAPI 3: a channel's messages as a list. */
export const channelMessagesList: Rule = {
  id: "channel-messages-list",
  *detect({ tree, major }) {
    if (major === 2) return;
    for (const channel of channelsOf(tree)) {
      const messages = memberOf(channel, "messages");
      const items = itemsOf(messages);
      const names = items.map(nameFor);
      const isClear = new Set(names).size === items.length && !names.includes(null);
      const areObjects = items.every((item) => objectAt(tree, item) !== null);
      if (messages === null || items.length === 0 || !isClear || !areObjects) continue;
      yield {
        place: placeOf(messages),
        message: `messages is a list, read as an object with ${names.map((name) => `"${name}"`).join(", ")}`,
        hint: "write a name and a colon instead of each dash",
        patches: [
          { place: placeOf(messages), value: plainObject() },
          ...items.map((item, index) => ({
            place: memberPlace(messages, names[index] ?? ""),
            value: item.value,
            origin: placeOf(item),
          })),
        ],
      };
    }
  },
};

/** A message's own name, or the last key of its reference. */
function nameFor(item: SourceNode): string | null {
  const ref = refOf(item.value);
  if (ref === null) return textOf(item, "name");
  return parseReference(ref).segments?.at(-1) ?? null;
}

import { isPlainObject } from "../../source/plain.ts";
import { pointerOf, segmentsOf } from "../../source/pointer.ts";
import type { Patch } from "../../source/patch.ts";
import { refOf } from "../../source/reference.ts";
import type { PlainObject, SourceNode, SourceTree } from "../../source/tree.ts";
import type { ObjectNode } from "../objects.ts";
import {
  itemsOf,
  memberOf,
  memberPlace,
  membersOf,
  objectAt,
  placeOf,
  plainObject,
  referenceTo,
  textOf,
  without,
} from "../objects.ts";
import type { Repair, Rule } from "../rule.ts";

/**
 * AsyncAPI 3: `publish` and `subscribe` on a channel. In AsyncAPI 2 they say what a client may do, so
 * publish is an operation that receives and subscribe one that sends (AsyncAPI 3 migration guide).
 */
export const channelOperations: Rule = {
  id: "channel-operations",
  *detect({ tree, major }) {
    if (major === 2) return;
    for (const written of membersOf(objectAt(tree, memberOf(tree.root, "channels")))) {
      const channel = objectAt(tree, written);
      if (channel === null) continue;
      for (const [name, action] of Object.entries({ publish: "receive", subscribe: "send" })) {
        const operation = objectAt(tree, memberOf(channel, name));
        if (operation === null) continue;
        yield repairOf(tree, { written, channel, operation, name, action });
      }
    }
  },
};

interface Misplaced {
  /** The channel as it stands under the root. */
  readonly written: SourceNode;
  readonly channel: ObjectNode;
  readonly operation: ObjectNode;
  readonly name: string;
  readonly action: string;
}

function repairOf(tree: SourceTree, misplaced: Misplaced): Repair {
  const { written, channel, operation, name, action } = misplaced;
  const channelName = segmentsOf(written.pointer).at(-1) ?? "";
  const id = textOf(operation, "operationId") ?? `${channelName}.${name}`;
  const messages = messagesOf(operation);
  const place = { file: tree.root.file, pointer: pointerOf(["operations", id]) };
  const references = messages.map(([key]) =>
    referenceTo(`${written.pointer}${pointerOf(["messages", key])}`),
  );
  const value: PlainObject = plainObject(
    without(without(operation.value, "message"), "operationId"),
    { action, channel: referenceTo(written.pointer) },
    messages.length === 0 ? null : { messages: references },
  );
  const added: Patch[] = messages.map(([key, message]) => ({
    place: { file: channel.file, pointer: `${channel.pointer}${pointerOf(["messages", key])}` },
    value: message.value,
    origin: placeOf(message),
  }));
  return {
    place: memberPlace(channel, name),
    message: `"${name}" on a channel is AsyncAPI 2, read as operation "${id}" with action: ${action}`,
    hint: `write it under operations, with channel: {$ref: '#${written.pointer}'}`,
    patches: [
      ...added,
      { place, value, origin: placeOf(operation) },
      { place: memberPlace(channel, name), value: undefined },
    ],
  };
}

/** The messages of a 2.x operation with the names they get in the channel. */
function messagesOf(operation: ObjectNode): readonly (readonly [string, SourceNode])[] {
  const message = memberOf(operation, "message");
  if (message === null || !isPlainObject(message.value)) return [];
  const choices = memberOf(message, "oneOf");
  const nodes = choices === null ? [message] : itemsOf(choices);
  return nodes.map((node, index) => {
    const ref = refOf(node.value);
    const own =
      ref === null
        ? textOf(node, "name")
        : (segmentsOf(`/${ref.split("/").at(-1) ?? ""}`)[0] ?? null);
    return [own ?? `message${index + 1}`, node] as const;
  });
}

import { childPointer, segmentsOf } from "../../source/pointer.ts";
import type { Patch } from "../../source/patch.ts";
import { isPlainObject } from "../../source/plain.ts";
import type { SourceNode, SourceTree } from "../../source/tree.ts";
import type { ObjectNode } from "../objects.ts";
import {
  itemsOf,
  memberOf,
  memberPlace,
  membersOf,
  objectAt,
  operationsOf,
  placeOf,
  referenceTo,
} from "../objects.ts";
import type { Patient, Repair, Rule } from "../rule.ts";

/**
 * AsyncAPI 3: messages of an operation that are references into components, or bare names, instead of
 * references to the channel's messages. What the channel lacks is added to it under the same name.
 */
export const operationMessagesElsewhere: Rule = {
  id: "operation-messages-elsewhere",
  *detect(patient) {
    const { tree, major } = patient;
    if (major === 2) return;
    const added = new Map<string, SourceNode>();
    for (const operation of operationsOf(tree, major)) {
      for (const holder of [operation, objectAt(tree, memberOf(operation, "reply"))]) {
        const channel = objectAt(
          tree,
          memberOf(holder, "channel") ?? memberOf(operation, "channel"),
        );
        if (holder === null || channel === null) continue;
        for (const item of itemsOf(memberOf(holder, "messages"))) {
          const repair = repairOf(patient, channel, item, added);
          if (repair !== null) yield repair;
        }
      }
    }
  },
};

function repairOf(
  { tree }: Patient,
  channel: ObjectNode,
  item: SourceNode,
  added: Map<string, SourceNode>,
): Repair | null {
  const target = targetOf(tree, channel, item);
  if (target === null) return null;
  const first = firstStop(tree, target);
  if (typeof item.value !== "string" && isWithin(first, channel)) return null;
  const known = messageOf(tree, channel, target);
  const name = segmentsOf(first.pointer).at(-1) ?? "";
  const place = memberPlace({ ...channel, pointer: `${channel.pointer}/messages` }, name);
  const key = `${place.file}#${place.pointer}`;
  const taken = added.get(key);
  const isTaken =
    memberOf(memberOf(channel, "messages"), name) !== null ||
    (taken !== undefined && taken.pointer !== first.pointer);
  if (known === null && isTaken) return null;
  const pointer = known?.pointer ?? place.pointer;
  const addition: Patch[] =
    known === null ? [{ place, value: referenceTo(first.pointer), origin: placeOf(item) }] : [];
  if (known === null) added.set(key, first);
  return {
    place: placeOf(item),
    message: `the message is not one of the channel's, read as "${pointer}"${known === null ? ", which was added" : ""}`,
    hint: `write $ref: '#${encodeURI(pointer)}'${known === null ? ", and add it to the channel's messages" : ""}`,
    patches: [...addition, { place: placeOf(item), value: referenceTo(pointer) }],
  };
}

/** The node that holds or names the message; null where it is neither a name that is known nor a reference. */
function targetOf(tree: SourceTree, channel: ObjectNode, item: SourceNode): SourceNode | null {
  if (typeof item.value === "string") {
    const components = objectAt(tree, memberOf(tree.root, "components"));
    const ofChannel = memberOf(objectAt(tree, memberOf(channel, "messages")), item.value);
    return ofChannel ?? memberOf(objectAt(tree, memberOf(components, "messages")), item.value);
  }
  const isReference = isPlainObject(item.value) && typeof item.value["$ref"] === "string";
  return isReference && tree.follow(item) !== null ? item : null;
}

/** Where the first reference leads: into the channel's messages, or elsewhere. */
function firstStop(tree: SourceTree, node: SourceNode): SourceNode {
  const first = tree.follow(node)?.via[0];
  const isName = node.pointer.includes("/messages/") && !/\/messages\/\d+$/.test(node.pointer);
  return (isName || first === undefined ? node : tree.at(first)) ?? node;
}

function isWithin(node: SourceNode, channel: ObjectNode): boolean {
  return (
    node.file === channel.file && node.pointer.startsWith(childPointer(channel.pointer, "messages"))
  );
}

/** The channel's message that leads to the same object. */
function messageOf(tree: SourceTree, channel: ObjectNode, target: SourceNode): SourceNode | null {
  const meant = tree.follow(target)?.node;
  const messages = membersOf(objectAt(tree, memberOf(channel, "messages")));
  const same = messages.find((message) => {
    const own = tree.follow(message)?.node;
    return own?.file === meant?.file && own?.pointer === meant?.pointer;
  });
  return same ?? null;
}

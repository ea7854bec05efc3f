import type { SourceNode } from "../source/tree.ts";
import type { BuildContext } from "./context.ts";
import type { DraftMessage } from "./draft.ts";
import { isObject, lastSegment, textOf, type Fields } from "./fields.ts";
import type { MergeTraits } from "./traits.ts";

/** Where a message was mentioned, and how its traits merge there. */
export interface Mention {
  /** The reference or the message itself. */
  readonly node: SourceNode;
  readonly channelId: string;
  /** What it is called where it is mentioned: the key in the channel's `messages`; null where it has none. */
  readonly key: string | null;
  /** Its name if nothing else names it: the place in the document, never a counter of the whole. */
  readonly place: string;
  readonly merge: MergeTraits;
}

const COMPONENT = /^\/components\/messages\/[^/]+$/;

/** A message as it counts after its `$ref`s and traits; null when the reference leads to no object. */
export function draftMessage(context: BuildContext, mention: Mention): DraftMessage | null {
  const followed = context.tree.follow(mention.node);
  if (followed === null) {
    return null;
  }
  if (!isObject(followed.node.value)) {
    context.find("channel-malformed", mention.node, `message "${mention.place}" is no object`);
    return null;
  }
  const fields = mention.merge(context, followed.node);
  const component = [followed.node, ...followed.via].find((at) => COMPONENT.test(at.pointer));
  return {
    fields,
    names: namesOf(context, fields, component?.pointer ?? null, mention),
    shared: component !== undefined,
    channelId: mention.channelId,
  };
}

/** Best first: the component's key, the channel's key, then what the message calls itself, then its place. */
function namesOf(
  context: BuildContext,
  fields: Fields,
  component: string | null,
  mention: Mention,
): readonly string[] {
  const names = [
    component === null ? null : lastSegment(component),
    mention.key,
    fields.node.file === mention.node.file ? null : namedByFile(fields.node),
    textOf(fields, "messageId"),
    textOf(fields, "name"),
    payloadName(context, fields),
    mention.place,
  ];
  return names.filter((name): name is string => name !== null && name !== "");
}

function namedByFile(node: SourceNode): string | null {
  const key = lastSegment(node.pointer);
  return /^\d*$/.test(key) ? null : key;
}

/** The component schema that is its payload, if it has a name. */
function payloadName(context: BuildContext, fields: Fields): string | null {
  const payload = fields.raw("payload");
  const via = payload === null ? undefined : context.tree.follow(payload)?.via.at(-1);
  return via === undefined || !via.pointer.includes("/schemas/") ? null : lastSegment(via.pointer);
}

import type { SourceNode } from "../../source/tree.ts";
import type { BuildContext } from "../context.ts";
import type { Action, DraftChannel, DraftMessage, DraftOperation, DraftReply } from "../draft.ts";
import { draftMessage } from "../draft-message.ts";
import { childOf, isObject, itemsOf, membersOf, placeKey, textOf, type Fields } from "../fields.ts";
import { traitsUnder } from "../traits.ts";
import { draftSecurity } from "./draft-security.ts";
import type { NamedIndex } from "./named-index.ts";

interface Step {
  readonly context: BuildContext;
  readonly index: NamedIndex;
  readonly channels: ReadonlyMap<string, DraftChannel>;
  /** The messages of each channel by where they stand, by the channel's id. */
  readonly listed: ReadonlyMap<string, ReadonlyMap<string, DraftMessage>>;
}

/** The operations of a 3.x document; one that has no channel or action is reported and left out. */
export function draftOperations(
  context: BuildContext,
  index: NamedIndex,
  channels: readonly DraftChannel[],
): readonly DraftOperation[] {
  const step = {
    context,
    index,
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    listed: new Map(channels.map((channel) => [channel.id, messagesByPlace(channel)])),
  };
  return membersOf(childOf(context.tree.root, "operations")).flatMap(([id, node]) => {
    const target = context.tree.follow(node)?.node;
    if (target === undefined || id.startsWith("x-")) {
      return [];
    }
    if (!isObject(target.value)) {
      context.find("channel-malformed", node, `operation "${id}" is no object`);
      return [];
    }
    const operation = draftOperation(step, id, traitsUnder("operation")(context, target));
    return operation === null ? [] : [operation];
  });
}

function messagesByPlace({ messages }: DraftChannel): ReadonlyMap<string, DraftMessage> {
  return new Map(messages.map((message) => [placeKey(message.fields.node), message]));
}

function draftOperation(step: Step, id: string, fields: Fields): DraftOperation | null {
  const { context } = step;
  const action = actionOf(context, id, fields);
  const channel = channelOf(step, id, fields);
  if (action === null || channel === null) {
    return null;
  }
  return {
    id,
    fields,
    action,
    channelId: channel.id,
    messages: messagesOf(step, id, fields, channel) ?? channel.messages,
    anything: false,
    reply: replyOf(step, id, fields, channel),
    security: draftSecurity(context, fields),
  };
}

function actionOf(context: BuildContext, id: string, fields: Fields): Action | null {
  const action = textOf(fields, "action");
  if (action === "send" || action === "receive") {
    return action;
  }
  const found = action === null ? "no action" : `the action "${action}"`;
  context.find(
    "operation-action",
    fields.node,
    `operation "${id}" has ${found}, expected send or receive`,
  );
  return null;
}

function channelOf(
  { context, index, channels }: Step,
  id: string,
  fields: Fields,
): DraftChannel | null {
  const reference = fields.raw("channel");
  const channelId = reference === null ? null : index.idOf(reference);
  const channel = channelId === null ? undefined : channels.get(channelId);
  if (channel === undefined) {
    const known = [...channels.keys()].slice(0, 10).join(", ");
    const at = reference ?? fields.node;
    context.find(
      "operation-channel",
      at,
      `operation "${id}" names no channel of the document`,
      `channels: ${known}`,
    );
    return null;
  }
  if (typeof reference?.value === "string") {
    context.find(
      "operation-channel-as-text",
      reference,
      `operation "${id}" names its channel "${reference.value}" as text`,
      `write channel: {$ref: '#/channels/${channel.id.replaceAll("~", "~0").replaceAll("/", "~1")}'}`,
    );
  }
  return channel;
}

/** null: the key is absent, so all of the channel's messages are meant; `[]`: none (3.0.0, Operation Object). */
function messagesOf(
  { context, listed }: Step,
  owner: string,
  fields: Fields,
  channel: DraftChannel,
): readonly DraftMessage[] | null {
  const list = fields.get("messages");
  if (list === null) {
    return null;
  }
  const own = listed.get(channel.id);
  const references = Array.isArray(list.value)
    ? itemsOf(list)
    : membersOf(list).map(([, node]) => node);
  return references.flatMap((node) => {
    const target = context.tree.follow(node)?.node;
    const known = target === undefined ? undefined : own?.get(placeKey(target));
    return known === undefined ? foreignMessage(context, owner, node, channel) : [known];
  });
}

/** A message that the channel does not list: real documents point past it, straight into components. */
function foreignMessage(
  context: BuildContext,
  owner: string,
  node: SourceNode,
  channel: DraftChannel,
): readonly DraftMessage[] {
  const message = draftMessage(context, {
    node,
    channelId: channel.id,
    key: null,
    place: `${owner}.message`,
    merge: traitsUnder("message"),
  });
  if (message === null) {
    return [];
  }
  context.find(
    "operation-message",
    node,
    `operation "${owner}" names message "${message.names[0] ?? ""}", which channel "${channel.id}" does not list`,
    `list it under messages of the channel and refer to it there`,
  );
  return [message];
}

function replyOf(step: Step, id: string, fields: Fields, own: DraftChannel): DraftReply | null {
  const { context, index, channels } = step;
  const reply = fields.object("reply");
  if (reply === null) {
    return null;
  }
  const reference = reply.raw("channel");
  const channelId = reference === null ? own.id : index.idOf(reference);
  const channel = channelId === null ? undefined : channels.get(channelId);
  if (channel === undefined) {
    context.find(
      "reply-channel",
      reference ?? reply.node,
      `the reply of operation "${id}" names no channel of the document`,
    );
    return null;
  }
  return {
    channelId: channel.id,
    messages: messagesOf(step, id, reply, channel) ?? remaining(context, fields, own, channel),
  };
}

/** A reply without messages: whatever its channel has, but on the same channel not the request itself. */
function remaining(
  context: BuildContext,
  fields: Fields,
  own: DraftChannel,
  channel: DraftChannel,
): readonly DraftMessage[] {
  if (own.id !== channel.id) {
    return channel.messages;
  }
  const requests = new Set(
    itemsOf(fields.get("messages")).map((node) => {
      const target = context.tree.follow(node)?.node;
      return target === undefined ? "" : placeKey(target);
    }),
  );
  const others = channel.messages.filter(({ fields: { node } }) => !requests.has(placeKey(node)));
  return others.length === 0 ? channel.messages : others;
}

import { placeOf, type BuildContext } from "./context.ts";
import type { DraftChannel, DraftDocument, DraftOperation } from "./draft.ts";
import { layered, placeKey } from "./fields.ts";
import { wso2Security } from "./wso2.ts";

/** What a document leaves out and both versions mean alike: unique operation ids, channels without operations. */
export function completeDraft(context: BuildContext, document: DraftDocument): DraftDocument {
  const operations = [
    ...withUniqueIds(context, document.operations),
    ...assumed(context, document),
  ];
  const channels = document.channels.map((channel) => withSecurity(context, channel));
  return { ...document, channels, operations };
}

/** Two 2.x operations of one `operationId`: the second is called by its place. */
function withUniqueIds(
  context: BuildContext,
  operations: readonly DraftOperation[],
): readonly DraftOperation[] {
  const taken = new Set<string>();
  return operations.map((operation) => {
    const { id, channelId, action, fields } = operation;
    const place = `${channelId}.${action === "receive" ? "publish" : "subscribe"}`;
    const free = taken.has(id) ? place : id;
    taken.add(free);
    if (free !== id) {
      const at = fields.get("operationId") ?? fields.node;
      context.find(
        "operation-id-repeated",
        at,
        `operationId "${id}" is there twice; this one is called "${free}"`,
      );
    }
    return free === id ? operation : { ...operation, id: free };
  });
}

/** A channel whose messages no operation names: they may go both ways, since nothing says which. */
function assumed(
  context: BuildContext,
  { major, channels, operations }: DraftDocument,
): readonly DraftOperation[] {
  if (major === 2) {
    return [];
  }
  const used = new Set(operations.map(({ channelId }) => channelId));
  const replies = new Set(
    operations.flatMap(
      ({ reply }) => reply?.messages.map(({ fields }) => placeKey(fields.node)) ?? [],
    ),
  );
  return channels.flatMap((channel) => {
    const messages = channel.messages.filter(({ fields }) => !replies.has(placeKey(fields.node)));
    return used.has(channel.id) || messages.length === 0 ? [] : bothWays(context, channel);
  });
}

function bothWays(context: BuildContext, channel: DraftChannel): readonly DraftOperation[] {
  const reason = "no operation says which way its messages go";
  context.find(
    "channel-without-operation",
    channel.fields.node,
    `channel "${channel.id}" has messages, but ${reason}; they may go both ways`,
  );
  context.decide({
    subject: `channel ${channel.id}`,
    topic: "operations",
    value: "both ways",
    reason,
    key: null,
    recorded: null,
    evidence: "default",
    place: placeOf(channel.fields.node),
  });
  return (["receive", "send"] as const).map((action) => ({
    id: `${channel.id}.${action}`,
    fields: layered(context.tree, channel.fields.node, []),
    action,
    channelId: channel.id,
    messages: channel.messages,
    anything: false,
    reply: null,
    security: null,
  }));
}

/** Security that stands on a channel: by slip, or because WSO2 means it with `x-auth-type`. */
function withSecurity(context: BuildContext, channel: DraftChannel): DraftChannel {
  const { id, fields, security } = channel;
  if (security !== null) {
    context.find(
      "security-on-channel",
      fields.get("security") ?? fields.node,
      `channel "${id}" has security, applied to its operations`,
      "write it under each operation, or under the server",
    );
    return channel;
  }
  const meant = wso2Security(context, channel);
  if (meant === null) {
    return channel;
  }
  const at = fields.get("x-auth-type") ?? fields.node;
  context.decide({
    subject: `channel ${id}`,
    topic: "security",
    value: meant.flatMap((use) => use.map(({ name }) => name ?? "")).join(" or "),
    reason: "x-auth-type asks for a token, and these are the document's oauth2 schemes",
    key: null,
    recorded: null,
    evidence: "strong",
    place: placeOf(at),
  });
  return { ...channel, security: meant };
}

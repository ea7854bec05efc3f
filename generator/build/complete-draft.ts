import { placeOf, type BuildContext } from "./context.ts";
import type { DraftChannel, DraftDocument, DraftOperation } from "./draft.ts";
import { layered, placeKey } from "./fields.ts";

/** What a document leaves out and both versions mean alike: unique operation ids, channels without operations. */
export function completeDraft(context: BuildContext, document: DraftDocument): DraftDocument {
  const operations = [
    ...withUniqueIds(context, document.operations),
    ...assumed(context, document),
  ];
  document.channels.forEach((channel) => reportSecurity(context, channel));
  return { ...document, operations };
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

function reportSecurity(context: BuildContext, { id, fields, security }: DraftChannel): void {
  if (security !== null) {
    const at = fields.get("security") ?? fields.node;
    context.find(
      "security-on-channel",
      at,
      `channel "${id}" has security, applied to its operations`,
      "write it under each operation, or under the server",
    );
  }
}

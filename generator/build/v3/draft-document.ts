import type { SourceNode } from "../../source/tree.ts";
import type { BuildContext } from "../context.ts";
import type { DraftChannel, DraftDocument, DraftMessage, DraftServer } from "../draft.ts";
import { draftMessage } from "../draft-message.ts";
import { childOf, fieldsOf, itemsOf, membersOf, textOf, type Fields } from "../fields.ts";
import { traitsUnder } from "../traits.ts";
import { draftOperations } from "./draft-operation.ts";
import { draftSecurity } from "./draft-security.ts";
import { createIndex, type NamedIndex } from "./named-index.ts";

/** AsyncAPI 3.0 and 3.1, as drafts. */
export function draftDocument(context: BuildContext): DraftDocument {
  const { root } = context.tree;
  const serverIndex = createIndex(context, childOf(root, "servers"), "servers");
  const channelIndex = createIndex(context, childOf(root, "channels"), "channels");
  const channels = draftChannels(context, serverIndex);
  return {
    major: 3,
    servers: draftServers(context),
    channels,
    operations: draftOperations(context, channelIndex, channels),
  };
}

function draftServers(context: BuildContext): readonly DraftServer[] {
  return members(context, "servers").map(([id, fields]) => ({
    id,
    fields,
    url: urlOf(fields),
    protocol: (textOf(fields, "protocol") ?? "").toLowerCase(),
    security: draftSecurity(context, fields),
  }));
}

/** Host and path in one, as 2.x writes them, so that both are read by the same rules. */
function urlOf(fields: Fields): string {
  const host = textOf(fields, "host") ?? textOf(fields, "url") ?? "";
  const path = textOf(fields, "pathname") ?? "";
  return path === "" ? host : `${host.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
}

function draftChannels(context: BuildContext, servers: NamedIndex): readonly DraftChannel[] {
  return members(context, "channels").map(([id, fields]) => ({
    id,
    fields,
    address: addressOf(context, id, fields),
    serverIds: serverIdsOf(context, id, fields, servers),
    messages: membersOf(fields.get("messages")).flatMap(([key, node]) =>
      presentMessage(context, node, id, key),
    ),
    security: draftSecurity(context, fields),
  }));
}

function presentMessage(
  context: BuildContext,
  node: SourceNode,
  channelId: string,
  key: string,
): readonly DraftMessage[] {
  const place = `${channelId}.${key}`;
  const message = draftMessage(context, {
    node,
    channelId,
    key,
    place,
    merge: traitsUnder("message"),
  });
  return message === null ? [] : [message];
}

function addressOf(context: BuildContext, id: string, fields: Fields): string | null {
  const address = textOf(fields, "address");
  if (address !== null || !id.startsWith("/") || fields.names.includes("address")) {
    return address;
  }
  context.find(
    "channel-address-from-key",
    fields.node,
    `channel "${id}" has no address, its key is taken for it`,
    `write address: ${JSON.stringify(id)}`,
  );
  return id;
}

function serverIdsOf(
  context: BuildContext,
  channelId: string,
  fields: Fields,
  servers: NamedIndex,
): readonly string[] | null {
  const named = fields.get("servers");
  const items = itemsOf(named);
  if (named === null || items.length === 0) {
    return null;
  }
  return items.flatMap((item) => {
    const id = servers.idOf(item);
    if (id === null) {
      context.find(
        "channel-server",
        item,
        `channel "${channelId}" names a server that is not there`,
      );
    }
    return id === null ? [] : [id];
  });
}

function members(context: BuildContext, name: string): readonly (readonly [string, Fields])[] {
  return membersOf(childOf(context.tree.root, name)).flatMap(([id, node]) => {
    if (id.startsWith("x-")) {
      return [];
    }
    const fields = fieldsOf(context.tree, node);
    if (fields === null && context.tree.follow(node) !== null) {
      context.find("channel-malformed", node, `"${id}" under ${name} is no object`);
    }
    return fields === null ? [] : [[id, fields]];
  });
}

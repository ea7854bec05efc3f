import type { BuildContext } from "../context.ts";
import type { DraftChannel, DraftDocument, DraftOperation, DraftServer } from "../draft.ts";
import { childOf, fieldsOf, isObject, membersOf, textOf, textsOf, type Fields } from "../fields.ts";
import { draftOperation } from "./draft-operation.ts";
import { draftSecurity } from "./draft-security.ts";

/** AsyncAPI 2.0 to 2.6, as drafts. */
export function draftDocument(context: BuildContext): DraftDocument {
  const servers = draftServers(context);
  const channels: DraftChannel[] = [];
  const operations: DraftOperation[] = [];
  for (const [address, fields] of members(context, "channels")) {
    const own = channelOperations(context, address, fields);
    operations.push(...own);
    channels.push({
      id: address,
      fields,
      address,
      serverIds: serverIdsOf(context, address, fields, servers),
      messages: own.flatMap(({ messages }) => messages),
      security: draftSecurity(context, fields.get("security")),
    });
  }
  return { major: 2, servers, channels, operations };
}

function draftServers(context: BuildContext): readonly DraftServer[] {
  return members(context, "servers").map(([id, fields]) => ({
    id,
    fields,
    url: textOf(fields, "url") ?? textOf(fields, "host") ?? "",
    protocol: (textOf(fields, "protocol") ?? "").toLowerCase(),
    security: draftSecurity(context, fields.get("security")),
  }));
}

/** `publish` is what the application receives, `subscribe` what it sends (2.6.0, Channel Item Object). */
function channelOperations(
  context: BuildContext,
  channelId: string,
  fields: Fields,
): readonly DraftOperation[] {
  return (["publish", "subscribe"] as const).flatMap((verb) => {
    const node = fields.get(verb);
    if (node === null) {
      return [];
    }
    if (!isObject(node.value)) {
      context.find("channel-malformed", node, `${verb} of channel "${channelId}" is no object`);
      return [];
    }
    return [draftOperation(context, node, verb, channelId)];
  });
}

/** Names of servers, since 2.2; absent: all of them. */
function serverIdsOf(
  context: BuildContext,
  channelId: string,
  fields: Fields,
  servers: readonly DraftServer[],
): readonly string[] | null {
  const named = textsOf(fields, "servers");
  if (named.length === 0) {
    return null;
  }
  const known = new Set(servers.map(({ id }) => id));
  return named.filter((id) => {
    if (!known.has(id)) {
      const at = fields.get("servers") ?? fields.node;
      context.find(
        "channel-server",
        at,
        `channel "${channelId}" names server "${id}", which is not there`,
      );
    }
    return known.has(id);
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

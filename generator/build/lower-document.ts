import type { ApiModel } from "../model/api.ts";
import { lowerChannel } from "./channel.ts";
import { originOf, type BuildContext } from "./context.ts";
import { completeDraft } from "./complete-draft.ts";
import type { DraftDocument, DraftMessage } from "./draft.ts";
import { checkErrorMessage } from "./error-message.ts";
import { reportEffects } from "./extension/effects.ts";
import { createExtensions } from "./extension/extensions.ts";
import { childOf, fieldsOf, layered, textOf, type Fields } from "./fields.ts";
import { groupBy } from "./group-by.ts";
import { nameMessages } from "./message-names.ts";
import { lowerMessages } from "./message.ts";
import { lowerOperation } from "./operation.ts";
import { checkOverlayTargets } from "./overlay-targets.ts";
import { decidePerspective } from "./perspective/decide-perspective.ts";
import { lowerPlans, lowerPolicy } from "./policy.ts";
import { lowerRoutes } from "./route.ts";
import { createSchemaTable } from "./schema/table.ts";
import { createSecurityTable } from "./security.ts";
import { lowerServers } from "./server.ts";
import { draftDocument as draftV2 } from "./v2/draft-document.ts";
import { draftDocument as draftV3 } from "./v3/draft-document.ts";

/** All steps of lowering in their order. */
export function lowerDocument(context: BuildContext, flag: "auto" | "server" | "client"): ApiModel {
  const { root } = context.tree;
  const document = completeDraft(context, draftOf(context));
  const mentions = mentionsOf(document);
  const ids = nameMessages(context.tree, mentions);
  const channelsById = new Map(document.channels.map((channel) => [channel.id, channel]));
  reportOverlay(context, document, [...ids.values()]);

  const extensions = createExtensions(context);
  const rootExtension = extensions("root", "", layered(context.tree, root, [root]));
  const perspective = decidePerspective(context, document, rootExtension, flag);
  reportEffects({ context, extensions, root: rootExtension, document, mentions, ids });
  const policy = lowerPolicy(context, rootExtension, ids);
  const security = createSecurityTable(context);
  const servers = lowerServers({ context, extensions, security: security.lower }, document.servers);
  const operations = document.operations.map((operation) =>
    lowerOperation(
      { ids, extensions, perspective, policy, security: security.lower, channels: channelsById },
      operation,
    ),
  );
  const routes = lowerRoutes({
    context,
    root: rootExtension,
    extensions,
    servers,
    channels: document.channels,
    drafts: groupBy(document.operations, ({ channelId }) => channelId),
    operations: groupBy(operations, ({ channelId }) => channelId),
  });
  const table = createSchemaTable(context.tree, context.report);
  const messages = lowerMessages(
    { context, table, ids, extensions, channels: channelsById },
    mentions,
  );
  const channels = document.channels.map((channel) =>
    lowerChannel(context, channel, { ids, extensions, channels: document.channels }),
  );
  const types = table.types();
  const lowered = { messages, schemas: table.schemas() };
  checkErrorMessage(context, rootExtension, policy.errorMessage, lowered);
  table.decisions().forEach(context.decide);
  return {
    ...lowerInfo(context),
    context: textOf(rootExtension, "context"),
    perspective,
    servers: servers.map(({ server }) => server),
    routes,
    channels,
    operations,
    ...lowered,
    types,
    securitySchemes: security.schemes(),
    plans: lowerPlans(rootExtension),
    policy,
    origin: originOf(root),
  };
}

function draftOf(context: BuildContext): DraftDocument {
  const version = childOf(context.tree.root, "asyncapi")?.value;
  return typeof version === "string" && version.startsWith("2")
    ? draftV2(context)
    : draftV3(context);
}

/** Every mention of a message, channels first: what a channel lists gives a message its place and name. */
function mentionsOf({ channels, operations }: DraftDocument): readonly DraftMessage[] {
  const lists = [
    ...channels.map(({ messages }) => messages),
    ...operations.flatMap(({ messages, reply }) => [messages, reply?.messages ?? []]),
  ];
  // Operations that mean all of a channel's messages share its list.
  return [...new Set(lists)].flat();
}

function reportOverlay(
  context: BuildContext,
  { servers, channels, operations }: DraftDocument,
  messages: readonly string[],
): void {
  checkOverlayTargets(context, {
    servers: servers.map(({ id }) => id),
    channels: channels.map(({ id }) => id),
    operations: operations.map(({ id }) => id),
    messages,
  });
}

type Info = Pick<ApiModel, "asyncapi" | "title" | "version" | "description" | "license">;

function lowerInfo(context: BuildContext): Info {
  const { root } = context.tree;
  const info = fieldsOf(context.tree, childOf(root, "info") ?? root);
  const title = textOf(info, "title");
  const version = info?.get("version")?.value;
  const asyncapi = childOf(root, "asyncapi")?.value;
  return {
    asyncapi: typeof asyncapi === "string" ? asyncapi : "",
    title: title ?? "API",
    version: version === undefined || typeof version === "object" ? "0.0.0" : String(version),
    description: textOf(info, "description"),
    license: licenseOf(info),
  };
}

function licenseOf(info: Fields | null): string | null {
  return textOf(info?.object("license") ?? null, "name");
}

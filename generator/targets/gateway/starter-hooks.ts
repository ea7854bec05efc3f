import type { ApiDocument, Flow } from "../../../runtime/contract/v1.ts";
import { commentText, propertyKey, type Code } from "../../render/code.ts";
import { renderTemplate, type View } from "../../render/engine.ts";

/** The `hooks.ts` that a build begins with: it does nothing and says what could be done. */
export function starterHooks(api: ApiDocument): string {
  return renderTemplate("gateway/hooks.ts.hbs", starterHooksView(api));
}

/** All that `hooks.ts.hbs` prints. */
export function starterHooksView(api: ApiDocument): View {
  const client = firstMessage(api, "clientToServer");
  const server = firstMessage(api, "serverToClient");
  return {
    title: commentText(api.title),
    hasClientExample: client !== null,
    clientExample: client ?? commentText(""),
    hasServerExample: server !== null,
    serverExample: server ?? commentText(""),
  };
}

function firstMessage(api: ApiDocument, flow: Flow): Code | null {
  for (const route of api.routes) {
    const entry = route.flows[flow].groups[0]?.entries[0];
    if (entry !== undefined) {
      return commentText(propertyKey(entry.messageId));
    }
  }
  return null;
}

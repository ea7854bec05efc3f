import type { ApiDocument, Flow } from "../../../runtime/contract/v1.ts";
import { commentText, propertyKey, type Code } from "../../render/code.ts";
import { renderTemplate, type View } from "../../render/engine.ts";

/** The `hooks.ts` that a build begins with: it does nothing and says what could be done. */
export function starterHooks(api: ApiDocument): string {
  return renderTemplate("gateway/hooks.ts.hbs", starterHooksView(api));
}

/** Is this text the `hooks.ts` that a build of the API begins with? Whatever API it is of, it bundles to the same. */
export function isStarter(text: string, api: ApiDocument): boolean {
  return text === starterHooks(api);
}

/** The `hooks.ts` of no API in particular. */
export function plainStarter(): string {
  return renderTemplate("gateway/hooks.ts.hbs", viewOf("a gateway", null, null));
}

/** All that `hooks.ts.hbs` prints. */
export function starterHooksView(api: ApiDocument): View {
  return viewOf(
    api.title,
    firstMessage(api, "clientToServer"),
    firstMessage(api, "serverToClient"),
  );
}

function viewOf(title: string, client: Code | null, server: Code | null): View {
  return {
    title: commentText(title),
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

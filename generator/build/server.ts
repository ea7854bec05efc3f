import type { Server, ServerVariable } from "../model/api.ts";
import { originOf, type BuildContext } from "./context.ts";
import type { DraftServer } from "./draft.ts";
import type { ReadExtension } from "./extension/extensions.ts";
import { fieldsOf, membersOf, numberOf, textOf, textsOf, type Fields } from "./fields.ts";
import type { LowerSecurity } from "./security.ts";
import { isWebSocketProtocol, readServerUrl, withoutScheme, type ServerUrl } from "./server-url.ts";

/** A server of the model, and what of its URL only routes need. */
export interface LoweredServer {
  readonly server: Server;
  readonly path: string;
  readonly query: string;
}

/** What lowering servers takes from the steps before it. */
export interface ServerStep {
  readonly context: BuildContext;
  readonly extensions: ReadExtension;
  readonly security: LowerSecurity;
}

/** Lowers the servers that have a host; the others are reported. */
export function lowerServers(
  step: ServerStep,
  drafts: readonly DraftServer[],
): readonly LoweredServer[] {
  const { context } = step;
  return drafts.flatMap((draft) => {
    const variables = variablesOf(context, draft.fields);
    const url = readServerUrl(draft.url, draft.protocol, defaultsOf(variables));
    if (url === null) {
      reportHost(context, draft);
      return [];
    }
    reportUrl(context, draft, url);
    const server = lowerServer(step, draft, url, variables);
    return [{ server, path: url.path, query: url.query }];
  });
}

function lowerServer(
  { context, extensions, security }: ServerStep,
  draft: DraftServer,
  url: ServerUrl,
  variables: readonly ServerVariable[],
): Server {
  const extension = extensions("server", draft.id, draft.fields);
  return {
    id: draft.id,
    protocol: draft.protocol,
    overWebSocket: isWebSocketProtocol(draft.protocol) || hasWsBinding(draft.fields),
    url: url.url,
    variables: usedVariables(context, draft, url, variables),
    environment: textOf(extension, "environment") === "sandbox" ? "sandbox" : "production",
    pool: textOf(extension, "pool"),
    weight: numberOf(extension, "weight") ?? 1,
    priority: numberOf(extension, "priority") ?? 0,
    connectTimeoutMs: numberOf(extension, "connectTimeoutMs") ?? 5000,
    tlsCaFile: textOf(extension.object("tls")?.object("ca") ?? null, "file"),
    security: security(draft.security, draft.id),
    description: textOf(draft.fields, "description"),
    origin: originOf(draft.fields.node),
  };
}

/** Whether a server or channel describes itself as a WebSocket one. */
export function hasWsBinding(fields: Fields): boolean {
  return (fields.object("bindings")?.object("ws") ?? null) !== null;
}

function variablesOf(context: BuildContext, fields: Fields): readonly ServerVariable[] {
  return membersOf(fields.get("variables")).flatMap(([name, node]) => {
    const variable = fieldsOf(context.tree, node);
    const value = variable?.get("default")?.value;
    return [
      {
        name,
        defaultValue: value === undefined || typeof value === "object" ? null : String(value),
        allowed: textsOf(variable, "enum"),
        description: textOf(variable, "description"),
      },
    ];
  });
}

function defaultsOf(variables: readonly ServerVariable[]): ReadonlyMap<string, string | null> {
  return new Map(variables.map(({ name, defaultValue }) => [name, defaultValue]));
}

/** The variables that the URL holds; one that is not described is a variable without a default. */
function usedVariables(
  context: BuildContext,
  draft: DraftServer,
  { url, schemeVariable }: ServerUrl,
  described: readonly ServerVariable[],
): readonly ServerVariable[] {
  const names = [...url.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? "");
  return [...new Set(names)].map((name) => {
    const variable = described.find((candidate) => candidate.name === name);
    if (variable === undefined) {
      context.find(
        "server-variable",
        draft.fields.node,
        `the URL of server "${draft.id}" holds {${name}}, which variables does not describe`,
      );
      return { name, defaultValue: null, allowed: [], description: null };
    }
    return name === schemeVariable ? bare(variable) : variable;
  });
}

function bare(variable: ServerVariable): ServerVariable {
  return {
    ...variable,
    defaultValue: variable.defaultValue === null ? null : withoutScheme(variable.defaultValue),
    allowed: variable.allowed.map(withoutScheme),
  };
}

function reportHost(context: BuildContext, { id, fields, url, protocol }: DraftServer): void {
  if (!isWebSocketProtocol(protocol)) {
    return;
  }
  const at = fields.get("host") ?? fields.get("url") ?? fields.node;
  const found =
    url === "" ? "has no host" : `has the URL ${JSON.stringify(url)}, in which no host is found`;
  context.find("server-url", at, `server "${id}" ${found}`);
}

function reportUrl(
  context: BuildContext,
  { id, fields, protocol }: DraftServer,
  url: ServerUrl,
): void {
  const at = fields.get("url") ?? fields.get("host") ?? fields.node;
  if (url.schemeVariable !== null) {
    context.find(
      "server-url-scheme",
      at,
      `the variable {${url.schemeVariable}} of server "${id}" holds the scheme, read as ${url.url}`,
      "write the scheme in protocol",
    );
  }
  if (url.schemesDiffer) {
    context.find(
      "server-url-scheme",
      at,
      `protocol of server "${id}" is "${protocol}", its URL says otherwise; read as ${url.url}`,
    );
  }
  if (/:\/\//.test(textOf(fields, "host") ?? "")) {
    context.find(
      "server-url-scheme",
      at,
      `host of server "${id}" holds a scheme, read as ${url.url}`,
      "write only host and port",
    );
  }
  if (url.query !== "") {
    context.find(
      "server-url-query",
      at,
      `the URL of server "${id}" holds the query "${url.query}", read as query parameters of its channels`,
    );
  }
}

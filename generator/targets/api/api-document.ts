import type {
  ApiDocument,
  Backend,
  Message,
  Route,
  SecurityScheme,
} from "../../../runtime/contract/v1.ts";
import type { ApiModel, Message as ModelMessage, Server } from "../../model/api.ts";
import { kebabCase } from "../../naming/cases.ts";
import { parameterOf, planFlow } from "./groups.ts";
import { indexModel, type ModelIndex } from "./model-index.ts";
import { reachableSchemas } from "./schemas.ts";

/** What a compilation decides that the model does not. */
export interface GatewayOptions {
  /** The only API of its gateway: without a context of its own it is served at the root. */
  readonly alone: boolean;
  /** PEM text of private CAs by server id. */
  readonly certificates: ReadonlyMap<string, string>;
}

/** The compiled model before its samples and its revision are known. */
export type BareApi = Omit<ApiDocument, "revision">;

/** Takes every decision that a gateway needs from the model, so that a running one has none left. */
export function apiDocument(model: ApiModel, options: GatewayOptions): BareApi {
  const context = contextOf(model, options.alone);
  const index = indexModel(model);
  const routes = model.routes.map((route) => routeOf(index, route, context));
  const messages = usedMessages(model, routes);
  return {
    contract: 1,
    title: model.title,
    version: model.version,
    description: model.description,
    context,
    perspective: model.perspective,
    origins: model.policy.origins,
    limits: model.policy.limits,
    unknownMessages: model.policy.unknownMessages,
    errorMessage: model.policy.errorMessage,
    closeCodes: model.policy.closeCodes,
    backends: usedServers(model).map((server) => backendOf(server, options.certificates)),
    securitySchemes: Object.fromEntries(model.securitySchemes.map(schemeOf)),
    routes,
    messages: Object.fromEntries(messages.map((message) => [message.id, compiledMessage(message)])),
    schemas: reachableSchemas(model.schemas, messages.flatMap(schemaNames)),
  };
}

/** The path prefix of an API: its own, else the root when it is alone, else `/<title>/<version>`. */
export function contextOf(model: ApiModel, alone: boolean): string {
  if (model.context !== null) {
    return model.context.replace(/\/+$/u, "");
  }
  return alone ? "" : `/${kebabCase(model.title)}/${encodeURIComponent(model.version)}`;
}

/** Context and address with exactly one `/` between. */
function joinPath(context: string, address: string): string {
  return `${context}/${address.replace(/^\/+/u, "")}`;
}

function routeOf(index: ModelIndex, route: ApiModel["routes"][number], context: string): Route {
  return {
    id: route.id,
    path: joinPath(context, route.address),
    upstreamPath: route.upstreamPath,
    upstreamPathIsAbsolute: route.upstreamPathIsAbsolute,
    parameters: route.parameters.map(parameterOf),
    undeclaredQuery: route.undeclaredQuery,
    backendIds: route.serverIds,
    security: route.security,
    tokenPlaces: route.tokenPlaces,
    subprotocols: route.subprotocols,
    handshakeRefusal: route.handshakeRefusal,
    ...(route.compression === "deflate" ? { compression: route.compression } : {}),
    forwardHeaders: route.forwardHeaders,
    forwardQuery: route.forwardQuery,
    flows: {
      clientToServer: planFlow(index, route, "clientToServer"),
      serverToClient: planFlow(index, route, "serverToClient"),
    },
  };
}

/** Messages that some frame can be, and the one that tells a client what was wrong. */
function usedMessages(model: ApiModel, routes: readonly Route[]): readonly ModelMessage[] {
  const plans = routes.flatMap((route) => Object.values(route.flows));
  const entries = plans.flatMap((plan) => plan.groups.flatMap((group) => group.entries));
  const ids = new Set(entries.map((entry) => entry.messageId));
  if (model.policy.errorMessage !== null) {
    ids.add(model.policy.errorMessage.messageId);
  }
  return model.messages.filter((message) => ids.has(message.id));
}

function schemaNames(message: ModelMessage): readonly string[] {
  return message.payload.schema === null ? [] : [message.payload.schema];
}

function compiledMessage(message: ModelMessage): Message {
  return {
    contentType: message.contentType,
    frame: message.frame,
    correlationAt: message.correlationAt,
    sensitive: message.sensitive,
    schema: message.payload.schema,
    codec: codecOf(message),
    samples: [],
  };
}

function codecOf({ payload }: ModelMessage): Message["codec"] {
  if (payload.kind === "protobuf") {
    const { descriptors, messageType } = payload;
    return { kind: "protobuf", descriptors, messageType };
  }
  return payload.kind === "avro" ? { kind: "avro", avro: payload.avro } : null;
}

function usedServers(model: ApiModel): readonly Server[] {
  const used = new Set(model.routes.flatMap((route) => route.serverIds));
  return model.servers.filter((server) => used.has(server.id));
}

function backendOf(server: Server, certificates: ReadonlyMap<string, string>): Backend {
  return {
    id: server.id,
    environment: server.environment,
    url: server.url,
    variables: server.variables.map(({ name, defaultValue, allowed }) => ({
      name,
      defaultValue,
      allowed,
    })),
    pool: server.pool,
    weight: server.weight,
    priority: server.priority,
    connectTimeoutMs: server.connectTimeoutMs,
    tlsCa: certificates.get(server.id) ?? null,
  };
}

function schemeOf(scheme: ApiModel["securitySchemes"][number]): [string, SecurityScheme] {
  return [scheme.id, { kind: scheme.kind, mode: "passThrough", apiKey: scheme.apiKey }];
}

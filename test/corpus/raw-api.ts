import {
  follow,
  isRecord,
  member,
  members,
  readRawDocument,
  type RawDocument,
  type RawNode,
} from "./raw-document.ts";

export type Flow = "clientToServer" | "serverToClient";
export const FLOWS = ["clientToServer", "serverToClient"] as const;

/** A message as the document has it: where its payload's schema stands, and how it travels. */
export interface RawMessage {
  readonly name: string;
  /** Under which it stands among the messages of its channel or of the components. */
  readonly key: string;
  readonly schema: RawNode | null;
  readonly kind: "json" | "text" | "bytes" | "unjudged";
  readonly examples: readonly unknown[];
}

export interface RawFlow {
  readonly messages: readonly RawMessage[];
  /** Some operation declares no message at all: whatever is sent passes. */
  readonly anything: boolean;
}

/** One address: every channel that has it, and what may go which way. */
export interface RawRoute {
  readonly path: string;
  readonly query: string;
  readonly channels: readonly RawNode[];
  readonly flows: Readonly<Record<Flow, RawFlow>>;
}

export interface RawApi {
  readonly document: RawDocument;
  readonly version: string;
  readonly routes: readonly RawRoute[];
}

/** `client`: `send` (3.x) or `subscribe` (2.x) means that the client sends. */
export type ActionPerspective = "client" | "server";

/** Reads channels, flows and messages straight from the raw text: the judge's own, never Framegate's, view. */
export function readRawApi(entryPath: string, perspective: ActionPerspective): RawApi {
  const document = readRawDocument(entryPath);
  const root = document.entry;
  const version = String(member(root, "asyncapi")?.value ?? "");
  const channels = members(member(root, "channels")).filter(([, channel]) =>
    isReachable(root, channel),
  );
  const routes = new Map<string, { query: string; channels: RawNode[]; flows: Flows }>();
  for (const [key, channel] of channels) {
    const address = addressOf(root, version, key, channel);
    const path = contextOf(root) + address.path;
    const { query } = address;
    const route = routes.get(path) ?? { query, channels: [], flows: emptyFlows() };
    routes.set(path, route);
    route.channels.push(channel);
    const found = version.startsWith("2") ? flowsOfV2(root, channel) : flowsOfV3(root, channel);
    for (const [action, flow] of found) {
      merge(route.flows[flowOf(action, version, perspective)], flow);
    }
  }
  return { document, version, routes: [...routes].map(([path, route]) => ({ path, ...route })) };
}

type Action = "publish" | "subscribe" | "send" | "receive";
type MutableFlow = { messages: RawMessage[]; anything: boolean };
type Flows = Record<Flow, MutableFlow>;

function emptyFlows(): Flows {
  return {
    clientToServer: { messages: [], anything: false },
    serverToClient: { messages: [], anything: false },
  };
}

function merge(into: MutableFlow, from: RawFlow): void {
  into.messages.push(...from.messages);
  into.anything ||= from.anything;
}

/** AsyncAPI 2: clients publish. AsyncAPI 3: the document's own application sends. */
function flowOf(action: Action, version: string, perspective: ActionPerspective): Flow {
  const clientSends = version.startsWith("2") ? action === "publish" : action === "receive";
  return clientSends === (perspective === "server") ? "clientToServer" : "serverToClient";
}

const WEB_SOCKET_PROTOCOLS = new Set(["ws", "wss", "http", "https", "websocket"]);

function isReachable(root: RawNode, channel: RawNode): boolean {
  const bindings = member(channel, "bindings");
  if (bindings !== undefined && member(bindings, "ws") !== undefined) {
    return true;
  }
  const own = members(member(channel, "servers"));
  const all = members(member(root, "servers"));
  const named = own.flatMap(([, server]) =>
    typeof server.value === "string"
      ? all.filter(([key]) => key === server.value)
      : [["", server] as const],
  );
  const servers = own.length > 0 ? named : all;
  return (
    all.length === 0 ||
    servers.some(([, server]) =>
      WEB_SOCKET_PROTOCOLS.has(String(member(server, "protocol")?.value).toLowerCase()),
    )
  );
}

/** A channel of AsyncAPI 3 without an address is where its key says, if that is a path, else the server's. */
function addressOf(
  root: RawNode,
  version: string,
  key: string,
  channel: RawNode,
): { path: string; query: string } {
  const written = version.startsWith("2") ? key : member(channel, "address")?.value;
  const server = members(member(root, "servers"))[0]?.[1];
  const pathname = server === undefined ? undefined : member(server, "pathname")?.value;
  const fallback = key.startsWith("/") ? key : String(pathname ?? "/");
  const [path = "", query = ""] = (typeof written === "string" ? written : fallback).split("?", 2);
  const url = server === undefined ? undefined : member(server, "url")?.value;
  const serverQuery = typeof url === "string" ? url.split("?", 2)[1] : undefined;
  return { path: path.startsWith("/") ? path : `/${path}`, query: serverQuery ?? query };
}

/** The one key of Framegate's own that says where the API is served. */
function contextOf(root: RawNode): string {
  const extension = member(root, "x-framegate");
  const context = extension === undefined ? undefined : member(extension, "context")?.value;
  return typeof context === "string" ? context : "";
}

function flowsOfV2(root: RawNode, channel: RawNode): readonly (readonly [Action, RawFlow])[] {
  return (["publish", "subscribe"] as const).flatMap((action) => {
    const operation = member(channel, action);
    if (operation === undefined) {
      return [];
    }
    const message = member(operation, "message");
    const oneOf = message === undefined ? undefined : member(message, "oneOf");
    const nodes = oneOf === undefined ? [message] : members(oneOf).map(([, node]) => node);
    const messages = nodes.flatMap((node) => (node === undefined ? [] : [rawMessage(root, node)]));
    return [[action, { messages, anything: message === undefined }] as const];
  });
}

function flowsOfV3(root: RawNode, channel: RawNode): readonly (readonly [Action, RawFlow])[] {
  return members(member(root, "operations")).flatMap(([, operation]) => {
    const action = member(operation, "action")?.value;
    if (action !== "send" && action !== "receive") {
      return [];
    }
    const reply = member(operation, "reply");
    const replyAction = action === "send" ? "receive" : "send";
    const target = channelOf(root, operation);
    const own = isSame(target, channel)
      ? [[action, flowOfV3(root, operation, channel)] as const]
      : [];
    const replyTarget = reply === undefined ? undefined : (member(reply, "channel") ?? target);
    const answers =
      reply !== undefined && isSame(replyTarget, channel)
        ? [[replyAction, flowOfV3(root, reply, channel)] as const]
        : [];
    return [...own, ...answers];
  });
}

/** Some documents give the channel as a string. */
function channelOf(root: RawNode, operation: RawNode): RawNode | undefined {
  const channel = member(operation, "channel");
  if (channel === undefined || typeof channel.value !== "string") {
    return channel;
  }
  const name = channel.value.replace(/^#\/channels\//, "");
  return members(member(root, "channels")).find(([key]) => key === name)?.[1];
}

function isSame(left: RawNode | undefined, right: RawNode): boolean {
  return (
    left !== undefined && left.file === right.file && left.path.join("/") === right.path.join("/")
  );
}

function flowOfV3(root: RawNode, holder: RawNode, channel: RawNode): RawFlow {
  const listed = member(holder, "messages");
  const nodes = members(listed ?? member(channel, "messages")).map(([, node]) => node);
  return { messages: nodes.map((node) => rawMessage(root, node)), anything: false };
}

function rawMessage(root: RawNode, node: RawNode): RawMessage {
  const key = String((follow(node) ?? node).path.at(-1));
  const name = String(member(node, "name")?.value ?? key);
  const payload = member(node, "payload");
  const format = member(node, "schemaFormat")?.value;
  const wrapped = payload !== undefined && member(payload, "schemaFormat") !== undefined;
  const schema = (wrapped ? member(payload, "schema") : payloadOf(payload)) ?? null;
  const written = wrapped ? member(payload, "schemaFormat")?.value : format;
  const contentType = String(
    member(node, "contentType")?.value ?? member(root, "defaultContentType")?.value ?? "",
  ).toLowerCase();
  const examples = members(member(node, "examples")).flatMap(([, example]) =>
    isRecord(example.value) && "payload" in example.value ? [example.value.payload] : [],
  );
  return { name, key, schema, kind: kindOf(schema, contentType, written), examples };
}

/** Some payloads refer to a whole message; what is meant is that one's payload. */
function payloadOf(payload: RawNode | undefined): RawNode | undefined {
  const target = payload === undefined ? undefined : follow(payload);
  const isMessage = target?.path.join("/").startsWith("components/messages/") === true;
  return isMessage && target !== undefined ? (member(target, "payload") ?? payload) : payload;
}

function kindOf(schema: RawNode | null, contentType: string, format: unknown): RawMessage["kind"] {
  if (/avro|protobuf|raml/.test(`${contentType} ${String(format)}`)) {
    return "unjudged";
  }
  const value = schema === null ? undefined : follow(schema)?.value;
  const type = isRecord(value) ? value.type : undefined;
  if (isRecord(value) && value.format === "binary" && type === "string") {
    return "bytes";
  }
  if (/octet-stream|^audio\/|^video\/|^image\//.test(contentType)) {
    return "bytes";
  }
  const saysJson = contentType.includes("json");
  return type === "string" && !saysJson ? "text" : "json";
}

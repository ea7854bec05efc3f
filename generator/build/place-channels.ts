import type { Parameter } from "../model/api.ts";
import { readAddress, type Address } from "./address.ts";
import { originOf, placeOf, type BuildContext } from "./context.ts";
import type { DraftChannel, DraftOperation } from "./draft.ts";
import type { ReadExtension } from "./extension/extensions.ts";
import { textOf, type Fields } from "./fields.ts";
import { ANY_TEXT } from "./parameter-value.ts";
import { hasWsBinding, type LoweredServer } from "./server.ts";

/** A server that may serve a channel, and the query parameters that its URL asks for. */
export interface Candidate extends LoweredServer {
  readonly queryParameters: readonly Parameter[];
}

/** A channel with a socket of its own. */
export interface Placed {
  readonly channel: DraftChannel;
  readonly address: Address;
  readonly servers: readonly Candidate[];
  /** It has no address of its own: its address is its server's path. */
  readonly isServerPath: boolean;
}

/** A channel on the socket of another. */
export interface Topic {
  readonly channel: DraftChannel;
  readonly routeId: string;
}

interface Step {
  readonly context: BuildContext;
  readonly extensions: ReadExtension;
  readonly servers: readonly LoweredServer[];
  readonly channels: readonly DraftChannel[];
  /** By the id of their channel. */
  readonly drafts: ReadonlyMap<string, readonly DraftOperation[]>;
}

interface TopicWish {
  readonly channel: DraftChannel;
  readonly extension: Fields;
  readonly route: string;
}

/** Decides for each channel whether it has a socket, at which address, and which servers may serve it. */
export function placeChannels(step: Step): {
  readonly own: readonly Placed[];
  readonly topics: readonly Topic[];
} {
  const own: Placed[] = [];
  const topics: Topic[] = [];
  const byId = new Map(step.channels.map((channel) => [channel.id, channel]));
  for (const channel of step.channels) {
    const extension = step.extensions("channel", channel.id, channel.fields);
    const route = textOf(extension, "route");
    if (route !== null && route !== channel.id && (byId.has(route) || !route.startsWith("/"))) {
      topics.push(...placeTopic(step, { channel, route, extension }, byId));
      continue;
    }
    const placed = placeChannel(step, channel, route);
    if (placed !== null) {
      own.push(placed);
    }
  }
  reportNoServer(step, own);
  return { own, topics };
}

function placeTopic(
  step: Step,
  { channel, route, extension }: TopicWish,
  byId: ReadonlyMap<string, DraftChannel>,
): readonly Topic[] {
  const at = extension.get("route") ?? channel.fields.node;
  const carrier = byId.get(route);
  const next =
    carrier === undefined
      ? null
      : textOf(step.extensions("channel", carrier.id, carrier.fields), "route");
  if (carrier === undefined || (next !== null && byId.has(next))) {
    const problem = carrier === undefined ? "which is not there" : "which is a topic itself";
    step.context.find(
      "topic-route",
      at,
      `channel "${channel.id}" is routed to channel "${route}", ${problem}`,
    );
    return [];
  }
  if (textOf(extension, "topicAt") === null && /\{[^{}]+\}/.test(channel.address ?? "")) {
    step.context.find(
      "topic-place",
      at,
      `channel "${channel.id}" is a topic, but topicAt does not say where in a message it stands`,
    );
  }
  return [{ channel, routeId: route }];
}

function placeChannel(step: Step, channel: DraftChannel, route: string | null): Placed | null {
  const { context } = step;
  const servers = candidatesOf(step, channel);
  if (servers === null) {
    context.find(
      "channel-not-websocket",
      channel.fields.node,
      `channel "${channel.id}" is on no server that speaks WebSocket, so it is not served`,
    );
    return null;
  }
  const at = channel.fields.get("address") ?? channel.fields.node;
  const written = route ?? channel.address;
  const path = filledPath(servers[0]);
  if (written !== null) {
    const address = readAddress(context, written, at);
    const isServerPath = channel.address === null && address?.path === path;
    return address === null ? null : { channel, address, servers, isServerPath };
  }
  if (path !== "") {
    const address = readAddress(context, path, at);
    if (address !== null) {
      recordServerPath(context, channel, address.path);
    }
    return address === null ? null : { channel, address, servers, isServerPath: true };
  }
  if (channel.messages.length > 0 || step.drafts.has(channel.id)) {
    context.find(
      "channel-without-address",
      channel.fields.node,
      `channel "${channel.id}" has no address and its server has no path`,
      "write its address, or x-framegate.route: the id of the channel whose socket carries it, or a path",
    );
  }
  return null;
}

function recordServerPath(context: BuildContext, channel: DraftChannel, path: string): void {
  context.decide({
    subject: `channel ${channel.id}`,
    topic: "route",
    value: path,
    reason: "the channel has no address, so its server's path is the address",
    key: ["channels", channel.id, "x-framegate", "route"],
    recorded: path,
    evidence: "strong",
    place: placeOf(channel.fields.node),
  });
}

/** Server variables have no meaning for clients of the gateway: their defaults stand in its address. */
function filledPath(server: LoweredServer | undefined): string {
  return (server?.path ?? "").replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = server?.server.variables.find((candidate) => candidate.name === name);
    return variable?.defaultValue ?? whole;
  });
}

/** null: the document has servers, but none for this channel that a WebSocket can reach. */
function candidatesOf(step: Step, channel: DraftChannel): readonly Candidate[] | null {
  const allowed = step.servers.filter(
    ({ server }) => channel.serverIds === null || channel.serverIds.includes(server.id),
  );
  const reachable = allowed.filter(({ server }) => server.overWebSocket);
  const chosen = reachable.length === 0 && hasWsBinding(channel.fields) ? allowed : reachable;
  if (chosen.length === 0) {
    return step.servers.length === 0 ? [] : null;
  }
  return webSocketFirst(chosen).map((server) => ({
    ...server,
    queryParameters: queryParametersOf(step.context, server),
  }));
}

/** Documents list plain HTTP servers beside the WebSocket one; the one that says ws serves. */
function webSocketFirst(servers: readonly LoweredServer[]): readonly LoweredServer[] {
  const says = ({ server }: LoweredServer): boolean => !server.protocol.startsWith("http");
  return [...servers.filter(says), ...servers.filter((server) => !says(server))];
}

function queryParametersOf(
  context: BuildContext,
  { server, query }: LoweredServer,
): readonly Parameter[] {
  if (query === "") {
    return [];
  }
  const address = readQueryOf(query);
  return address.map(({ name, variable }) => ({
    in: "query",
    name,
    required: server.variables.every((known) => known.name !== variable),
    value: ANY_TEXT,
    array: "none",
    description: null,
    defaultValue: null,
    examples: [],
    deprecated: false,
    origin: originOf(server.origin),
  }));
}

function readQueryOf(query: string): readonly { name: string; variable: string }[] {
  return query.split("&").flatMap((pair) => {
    const [name = "", value = ""] = pair.split("=", 2);
    const variable = /^\{([^{}]+)\}$/.exec(value)?.[1];
    return variable === undefined ? [] : [{ name, variable }];
  });
}

function reportNoServer(step: Step, own: readonly Placed[]): void {
  if (step.servers.length > 0 && own.length === 0 && step.channels.length > 0) {
    step.context.find(
      "no-websocket-server",
      step.context.tree.root,
      "no channel of the document is on a server that speaks WebSocket",
    );
  }
}

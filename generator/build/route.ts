import type { Operation, Parameter, Route } from "../model/api.ts";
import { shapeOf, type Address } from "./address.ts";
import { joinPaths } from "./backend-path.ts";
import { originOf, placeOf, type BuildContext } from "./context.ts";
import type { DraftChannel, DraftOperation } from "./draft.ts";
import type { ReadExtension } from "./extension/extensions.ts";
import { groupBy } from "./group-by.ts";
import { textOf, textsOf, type Fields } from "./fields.ts";
import { boundParameters, channelParameters, isQueryClosed, uniteParameters } from "./parameter.ts";
import { placeChannels, type Placed } from "./place-channels.ts";
import { routeSecurity } from "./route-security.ts";
import type { LoweredServer } from "./server.ts";
import { isOpen, uriMapping } from "./wso2.ts";

/** What lowering routes takes from the steps before it. */
export interface RouteStep {
  readonly context: BuildContext;
  readonly root: Fields;
  readonly extensions: ReadExtension;
  readonly servers: readonly LoweredServer[];
  readonly channels: readonly DraftChannel[];
  /** By the id of their channel. */
  readonly drafts: ReadonlyMap<string, readonly DraftOperation[]>;
  /** By the id of their channel. */
  readonly operations: ReadonlyMap<string, readonly Operation[]>;
}

/** One route for each address: the channels that have it, then the topics that are carried on it. */
export function lowerRoutes(step: RouteStep): readonly Route[] {
  const { own, topics } = placeChannels(step);
  const byShape = groupBy(own, ({ address }) => shapeOf(address.path));
  const carriedBy = groupBy(topics, ({ routeId }) => routeId);
  return [...byShape.values()].flatMap((sharing) => {
    const [first] = sharing;
    if (first === undefined) {
      return [];
    }
    reportOtherNames(step.context, first, sharing);
    const carried = sharing.flatMap(({ channel }) => carriedBy.get(channel.id) ?? []);
    return [
      lowerRoute(
        step,
        first,
        sharing,
        carried.map(({ channel }) => channel),
      ),
    ];
  });
}

function lowerRoute(
  step: RouteStep,
  first: Placed,
  sharing: readonly Placed[],
  carried: readonly DraftChannel[],
): Route {
  const channels = [...sharing.map(({ channel }) => channel), ...carried];
  const extension = step.extensions("channel", first.channel.id, first.channel.fields);
  const [serving] = first.servers;
  recordBackend(step.context, first);
  const upstream = upstreamOf(step, first, extension);
  // What an operation asks for by AsyncAPI's own `security` is the nearer word, and stays.
  const isOpened = sharing.every(({ channel }) => isOpen(channel));
  return {
    id: first.channel.id,
    address: first.address.path,
    upstreamPath: upstream.path,
    upstreamPathIsAbsolute: upstream.isAbsolute,
    channelIds: channels.map(({ id }) => id),
    parameters: parametersOf(step, first.address, sharing),
    undeclaredQuery: undeclaredQuery(step, channels),
    serverIds: first.servers.map(({ server }) => server.id),
    security: routeSecurity(step, channels, isOpened ? [] : (serving?.server.security ?? [])),
    tokenPlaces: tokenPlaces(extension),
    subprotocols: textsOf(extension, "subprotocols"),
    handshakeRefusal:
      textOf(extension, "handshakeRefusal") === "closeFrame" ? "closeFrame" : "http",
    compression: textOf(extension, "compression") === "deflate" ? "deflate" : "off",
    forwardHeaders: textsOf(extension, "forwardHeaders").map((name) => name.toLowerCase()),
    forwardQuery: forwardQuery(extension),
    origin: originOf(first.channel.fields.node),
  };
}

function reportOtherNames(context: BuildContext, first: Placed, sharing: readonly Placed[]): void {
  for (const { channel, address } of sharing) {
    if (address.path !== first.address.path) {
      const at = channel.fields.get("address") ?? channel.fields.node;
      context.find(
        "channels-alike",
        at,
        `the addresses "${address.path}" and "${first.address.path}" cannot be told apart, they are one route`,
      );
    }
  }
}

/** Documents list unlike services under `servers`, so which one serves is worth telling. */
function recordBackend(context: BuildContext, { channel, servers }: Placed): void {
  const [serving, ...rest] = servers.map(({ server }) => server);
  const others = rest.filter(({ environment }) => environment === serving?.environment);
  if (serving === undefined || others.length === 0) {
    return;
  }
  const isPooled = serving.pool !== null && others.some(({ pool }) => pool === serving.pool);
  context.decide({
    subject: `channel ${channel.id}`,
    topic: "backend",
    value: serving.id,
    reason: isPooled
      ? `server "${serving.id}" is the first, others share its pool "${serving.pool ?? ""}"`
      : `server "${serving.id}" is the first that speaks WebSocket; servers that share x-framegate.pool would stand in for each other`,
    key: null,
    recorded: null,
    evidence: isPooled ? "stated" : "default",
    place: placeOf(channel.fields.node),
  });
}

interface Upstream {
  readonly path: string;
  readonly isAbsolute: boolean;
}

/** `upstreamPath` wins, then WSO2's mapping, then the address joined to the server's path. */
function upstreamOf(
  step: RouteStep,
  { channel, address, servers, isServerPath }: Placed,
  extension: Fields,
): Upstream {
  const stated = textOf(extension, "upstreamPath");
  if (stated !== null) {
    return { path: stated, isAbsolute: true };
  }
  const mapping = uriMapping(step.drafts.get(channel.id) ?? []);
  if (mapping !== null) {
    return { path: mapping, isAbsolute: false };
  }
  if (isServerPath) {
    return { path: "", isAbsolute: false };
  }
  const joined = joinPaths(servers[0]?.path ?? "", address.path);
  if (joined.overlap !== null) {
    step.context.find(
      "server-path-overlap",
      channel.fields.get("address") ?? channel.fields.node,
      `the address of channel "${channel.id}" repeats "${joined.overlap}" of its server's path; the backend is dialled at "${joined.path}"`,
      "write the common part in one of the two only, or x-framegate.upstreamPath",
    );
    step.context.decide({
      subject: `channel ${channel.id}`,
      topic: "upstreamPath",
      value: joined.path,
      reason: `the address repeats "${joined.overlap}" of its server's path, which stands there once`,
      key: ["channels", channel.id, "x-framegate", "upstreamPath"],
      recorded: joined.path,
      evidence: "strong",
      place: placeOf(channel.fields.node),
    });
  }
  const query = address.fixedQuery === "" ? "" : `?${address.fixedQuery}`;
  return { path: `${joined.path}${query}`, isAbsolute: joined.isAbsolute };
}

function parametersOf(
  { context }: RouteStep,
  address: Address,
  sharing: readonly Placed[],
): readonly Parameter[] {
  const lists = sharing.map(({ channel, address: own, servers }) => [
    ...channelParameters(context, channel, own),
    ...servers.slice(0, 1).flatMap((server) => server.queryParameters),
    ...boundParameters(context, channel),
  ]);
  const names = new Set(address.parameters);
  return uniteParameters(context, lists).filter(
    ({ in: place, name }) => place !== "path" || names.has(name),
  );
}

/** Closed only where every channel that describes the query closes it. */
function undeclaredQuery(
  { root }: RouteStep,
  channels: readonly DraftChannel[],
): Route["undeclaredQuery"] {
  const stated = textOf(root, "unknownParameters");
  if (stated === "forward" || stated === "strip" || stated === "refuse") {
    return stated;
  }
  const closed = channels.map(isQueryClosed).filter((answer) => answer !== null);
  return closed.length > 0 && closed.every(Boolean) ? "refuse" : "forward";
}

function tokenPlaces(extension: Fields): Route["tokenPlaces"] {
  const places = textsOf(extension, "tokenPlaces").flatMap((place) => {
    switch (place) {
      case "header":
      case "query":
      case "subprotocol":
      case "cookie":
      case "message":
        return [place] as const;
      default:
        return [];
    }
  });
  return places.length === 0 ? ["header"] : places;
}

function forwardQuery(extension: Fields): Route["forwardQuery"] {
  const stated = textOf(extension, "forwardQuery");
  return stated === "declared" || stated === "none" ? stated : "all";
}

import type { ParameterEntry, RouteTable } from "./contract.ts";
import { ClientError } from "./errors.ts";

/** Where to connect: all optional, the document's first server by default. */
export interface Target {
  /** URL of a gateway: `wss://gateway.example.com`. The route's own path is added to its path; a query stays. */
  readonly url?: string;
  /** Name of one of the document's servers. */
  readonly server?: string;
  /** The first of the document's servers of this environment. */
  readonly environment?: "production" | "sandbox";
  /** Values for the variables of the server's URL. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The parameters of a handshake, put where they belong. */
export interface Address {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The parameters of a handshake by their keys. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/** The URL and headers of one handshake. Throws OPTION_INVALID where they cannot be made of what is given. */
export function addressOf(route: RouteTable, values: ParameterValues, target: Target): Address {
  const path = new Map<string, string>();
  const query: string[] = [];
  const headers: Record<string, string> = {};
  for (const parameter of route.parameters) {
    const { key, in: place, name } = parameter;
    if (values[key] !== undefined) {
      const texts = textsOf(parameter, values[key]);
      if (place === "path") path.set(name, texts.join());
      else if (place === "header") headers[name] = texts.join(", ");
      else query.push(...texts.map((text) => pair(name, text)));
    }
  }
  const url = baseOf(route, target).replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) =>
    encodeURIComponent(path.get(name) ?? whole),
  );
  // A URL's reader would take these for the way to another route (URL Standard, section 4.4).
  if (/\/\.\.?(?=[/?]|$)/u.test(url)) {
    throw new ClientError("PARAMETERS_INVALID", { subject: url, hint: "no . or .. in a path" });
  }
  return { url: query.reduce(withQuery, url), headers };
}

/** `name=value` of a query (URL Standard, application/x-www-form-urlencoded is not used: a space is `%20`). */
export function pair(name: string, value: string): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}

/** A URL with one more pair in its query. */
export function withQuery(url: string, item: string): string {
  return url + (url.includes("?") ? "&" : "?") + item;
}

function textsOf({ array }: ParameterEntry, value: unknown): readonly string[] {
  const items = Array.isArray(value) ? value.map(String) : [String(value)];
  return array === "comma" ? [items.join()] : items;
}

/** The URL with the route's parameters in braces. */
function baseOf(route: RouteTable, { url, server, environment, variables = {} }: Target): string {
  if (url !== undefined) {
    const [, origin, query] =
      /^(?:http|ws)(s?:\/\/[^/?#\s][^?#\s]*?)\/*(\?[^#\s]*)?$/iu.exec(url) ?? [];
    if (origin === undefined) {
      throw new ClientError("OPTION_INVALID", { subject: "url", hint: "ws:// or wss://, no #" });
    }
    return `ws${origin}${route.path}${query ?? ""}`;
  }
  const found = route.servers.find(
    (one) =>
      (server === undefined || one.name === server) &&
      (environment === undefined || one.environment === environment),
  );
  if (found === undefined) {
    const hint = `known are ${route.servers.map(({ name }) => `"${name}"`).join(", ") || "none: give url"}`;
    throw new ClientError("OPTION_INVALID", { subject: server ?? environment ?? "server", hint });
  }
  return found.fill?.(found.url, variables) ?? found.url;
}

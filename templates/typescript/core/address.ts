import type { ParameterEntry, RouteTable, ServerEntry } from "./contract.ts";
import { ClientError } from "./errors.ts";

/** Where to connect: all optional, the document's first server by default. */
export interface Target {
  /** Origin of a gateway, with a path if it has one: `wss://gateway.example.com`. The route's own path is added. */
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

export type ParameterValues = Readonly<Record<string, unknown>>;

/** The URL and headers of one handshake. Throws OPTION_INVALID where no server is known by that name. */
export function addressOf(route: RouteTable, values: ParameterValues, target: Target): Address {
  const given = (place: ParameterEntry["in"]): [ParameterEntry, readonly string[]][] =>
    route.parameters
      .filter((parameter) => parameter.in === place && values[parameter.key] !== undefined)
      .map((parameter) => [parameter, textsOf(parameter, values[parameter.key])]);
  const path = new Map(given("path").map(([{ name }, [text = ""]]) => [name, text]));
  const query = given("query").flatMap(([{ name }, texts]) =>
    texts.map((text) => pair(name, text)),
  );
  const base = fill(templateOf(route, target), (name) => path.get(name));
  return {
    url: base + (query.length === 0 ? "" : (base.includes("?") ? "&" : "?") + query.join("&")),
    headers: Object.fromEntries(
      given("header").map(([{ name }, texts]) => [name, texts.join(", ")]),
    ),
  };
}

/** `name=value` of a query (URL Standard, application/x-www-form-urlencoded is not used: a space is `%20`). */
export function pair(name: string, value: string): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}

function textsOf({ array }: ParameterEntry, value: unknown): readonly string[] {
  const items = Array.isArray(value) ? value.map(String) : [String(value)];
  return array === "comma" ? [items.join(",")] : items;
}

function templateOf(route: RouteTable, { url, server, environment, variables }: Target): string {
  if (url !== undefined) {
    return url.replace(/^http/u, "ws").replace(/\/+$/u, "") + route.path;
  }
  const found = route.servers.find(
    (one) =>
      (server === undefined || one.name === server) &&
      (environment === undefined || one.environment === environment),
  );
  if (found === undefined) {
    const known = route.servers.map(({ name }) => `"${name}"`).join(", ");
    const hint = `known are ${known === "" ? "none: give the option url" : known}`;
    throw new ClientError("OPTION_INVALID", { subject: server ?? environment ?? "server", hint });
  }
  return withVariables(found, variables ?? {});
}

function withVariables(server: ServerEntry, given: Readonly<Record<string, string>>): string {
  return Object.entries(server.variables).reduce((url, [name, preset]) => {
    const value = given[name] ?? preset;
    if (value === null) {
      throw new ClientError("OPTION_INVALID", {
        subject: `variables.${name}`,
        hint: "it has no default",
      });
    }
    return url.replaceAll(`{{${name}}}`, value);
  }, server.url);
}

/** Puts a value, percent-encoded as one segment, for each `{name}`; what has none stays. */
function fill(template: string, valueOf: (name: string) => string | undefined): string {
  return template.replaceAll(/\{([^{}]*)\}/gu, (whole, name: string) => {
    const value = valueOf(name);
    return value === undefined ? whole : encodeURIComponent(value);
  });
}

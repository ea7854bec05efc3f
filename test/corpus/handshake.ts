import type { RawApi, RawRoute } from "./raw-api.ts";
import { isRecord, member, members, type RawNode } from "./raw-document.ts";

/** What a client that has only the raw document would send to open the socket. */
export interface Handshake {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A parameter that must be given, with a value of its type. */
export interface RequiredParameter {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly value: unknown;
}

/** Path and required parameters with a value of their type each, and a credential of every scheme. */
export function handshakeOf(api: RawApi, route: RawRoute): Handshake {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const { in: place, name, value } of requiredParameters(route)) {
    if (place === "query") {
      query.set(name, String(value));
    } else if (place === "header") {
      headers[name] = String(value);
    }
  }
  const filled = fill(route, route.query);
  for (const [name, value] of new URLSearchParams(filled)) {
    query.set(name, value);
  }
  addCredentials(api, query, headers);
  const search = query.size === 0 ? "" : `?${query.toString()}`;
  return { target: `${fill(route, route.path)}${search}`, headers };
}

/** What the document asks of every handshake, and what stands in the address. */
export function requiredParameters(route: RawRoute): readonly RequiredParameter[] {
  const named = route.channels.flatMap((channel) => {
    const bindings = member(channel, "bindings");
    const ws =
      bindings === undefined ? undefined : (member(bindings, "ws") ?? member(bindings, "wss"));
    return ws === undefined
      ? []
      : [...required("query", member(ws, "query")), ...required("header", member(ws, "headers"))];
  });
  const inPath = [...route.path.matchAll(/\{([^{}]+)\}/g)].map(
    ([, name = ""]) => ({ in: "path", name, value: valueInPath(route, name) }) as const,
  );
  return [...inPath, ...named];
}

function fill(route: RawRoute, template: string): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(valueInPath(route, name))),
  );
}

function valueInPath(route: RawRoute, name: string): unknown {
  const declared = route.channels.flatMap((channel) => {
    const parameters = member(channel, "parameters");
    const parameter = parameters === undefined ? undefined : member(parameters, name);
    return parameter === undefined ? [] : [member(parameter, "schema") ?? parameter];
  });
  return declared[0] === undefined ? "x1" : valueOf(declared[0]);
}

function required(
  place: "query" | "header",
  schema: RawNode | undefined,
): readonly RequiredParameter[] {
  const wanted = schema === undefined ? undefined : member(schema, "required")?.value;
  return members(schema === undefined ? undefined : member(schema, "properties"))
    .filter(([name]) => Array.isArray(wanted) && wanted.includes(name))
    .map(([name, property]) => ({ in: place, name, value: valueOf(property) }));
}

const BY_TYPE: Readonly<Record<string, unknown>> = { integer: 1, number: 1.5, boolean: true };

function valueOf(schema: RawNode): unknown {
  const value = isRecord(schema.value) ? schema.value : {};
  const listed = Array.isArray(value.enum) ? value.enum[0] : undefined;
  const example = Array.isArray(value.examples) ? value.examples[0] : value.example;
  const known = value.const ?? listed ?? example ?? value.default;
  if (known !== undefined && !isRecord(known) && !Array.isArray(known)) {
    return known;
  }
  if (value.format === "date") {
    return "2026-01-31";
  }
  return value.format === "date-time"
    ? "2026-01-31T12:00:00Z"
    : (BY_TYPE[String(value.type)] ?? "x1");
}

/** Every declared scheme's credential in its place; the gateway passes them through. */
function addCredentials(
  api: RawApi,
  query: URLSearchParams,
  headers: Record<string, string>,
): void {
  for (const scheme of schemesOf(api)) {
    const type = String(member(scheme, "type")?.value);
    const place = String(member(scheme, "in")?.value);
    const name = String(member(scheme, "name")?.value);
    if ((type === "httpApiKey" || type === "apiKey") && place === "query") {
      query.set(name, "corpus-key");
    } else if ((type === "httpApiKey" || type === "apiKey") && place === "header") {
      headers[name] = name.toLowerCase() === "authorization" ? "Bearer corpus" : "corpus-key";
    } else if ((type === "httpApiKey" || type === "apiKey") && place === "cookie") {
      headers.Cookie = `${name}=corpus-key`;
    } else if (type === "http" && member(scheme, "scheme")?.value === "basic") {
      headers.Authorization ??= `Basic ${btoa("corpus:corpus")}`;
    } else if (type === "http" || type === "oauth2" || type === "openIdConnect") {
      headers.Authorization ??= "Bearer corpus";
    }
  }
}

function schemesOf(api: RawApi): readonly RawNode[] {
  const root = api.document.entry;
  const components = member(root, "components");
  const named = members(
    components === undefined ? undefined : member(components, "securitySchemes"),
  );
  const inline = members(member(root, "servers")).flatMap(([, server]) =>
    members(member(server, "security")),
  );
  return [...named, ...inline].map(([, scheme]) => scheme);
}

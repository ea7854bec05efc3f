import type { ApiDocument, Route } from "../../../runtime/contract/v1.ts";
import { literal, propertyKey, written, type Code } from "../../render/code.ts";
import type { View } from "../../render/engine.ts";

/** Where a client of the route connects to, as its options say it. */
export function serverView(api: Pick<ApiDocument, "backends">, route: Route): View {
  const servers = route.backendIds.flatMap((id) => api.backends.find((one) => one.id === id) ?? []);
  const variables = new Map(
    servers.flatMap((server) => server.variables.map((one) => [one.name, one] as const)),
  );
  const [first] = servers;
  const isComplete =
    first !== undefined && first.variables.every(({ defaultValue }) => defaultValue !== null);
  return {
    hasServers: servers.length > 0,
    lacksServers: servers.length === 0,
    servers: written(servers.map(({ id }) => literal(id)).join(" | ")),
    hasVariables: variables.size > 0,
    variables: [...variables.values()].map(({ name, allowed }) => ({
      key: propertyKey(name),
      type: allowedType(allowed),
    })),
    areServersOptional: isComplete,
  };
}

function allowedType(allowed: readonly string[]): Code {
  return written(allowed.length === 0 ? "string" : allowed.map((one) => literal(one)).join(" | "));
}

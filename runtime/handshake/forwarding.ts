import type { ResolvedBackend } from "../backends/backend-url.ts";
import type { Route } from "../contract/v1.ts";
import { cookiePairs, type CredentialPlan } from "./credentials.ts";
import type { HandshakeRequest } from "./request.ts";

/**
 * What of a handshake reaches the backend; all else is left out.
 *
 * Forwarded as the client sent it:
 * - header parameters that the document declares, and headers that `forwardHeaders` names
 * - headers and query parameters that carry a credential of the route: the backend verifies it
 * - of the cookies only those that are a credential, or all where a parameter or `forwardHeaders`
 *   names `cookie`
 * - `Origin`, `User-Agent`, `Accept-Language`: a backend may use them as it would without a gateway
 * - `traceparent`, `tracestate`: one trace through all hops (W3C Trace Context)
 * - declared query parameters, unless `forwardQuery` is `none`
 * - other query parameters under `forwardQuery: all`, unless `unknownParameters` strips them
 * - none that has the name of one that is fixed by the backend's URL or the upstream path: a client
 *   cannot say a second time, and otherwise, what the operator has said
 *
 * Made by the gateway, whatever the client sent:
 * - `X-Forwarded-For`, `X-Forwarded-Host`, `X-Forwarded-Proto`
 * - `Sec-WebSocket-*`: the backend's handshake is one of its own; `subprotocol.ts` says which
 *   protocols are offered
 *
 * Dropped, even where a document declares them:
 * - `Forwarded`, `X-Real-IP`, other `X-Forwarded-*`: they would speak for the gateway
 * - hop-by-hop headers and those that `Connection` nominates (RFC 9110 section 7.6.1)
 */
export interface Forwarding {
  readonly headers: ReadonlySet<string>;
  readonly cookies: ReadonlySet<string> | "all";
  readonly credentialQuery: ReadonlySet<string>;
  readonly declaredQuery: ReadonlySet<string>;
  readonly query: Route["forwardQuery"];
  readonly undeclaredQuery: Route["undeclaredQuery"];
  /** Names of pairs that the backend's URL or the upstream path holds. */
  readonly fixedQuery: ReadonlySet<string>;
}

const STANDARD = ["origin", "user-agent", "accept-language", "traceparent", "tracestate"] as const;

/** Never taken from a client, whatever a document declares; cookies are treated on their own. */
const NEVER = new RegExp(
  [
    "^(?:host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|expect",
    "forwarded|x-forwarded-.*|x-real-ip|proxy-.*|sec-websocket-.*|cookie)$",
  ].join("|"),
);

/** What of a route the plan needs. */
type ForwardedRoute = Pick<
  Route,
  "parameters" | "forwardHeaders" | "forwardQuery" | "undeclaredQuery" | "upstreamPath"
>;

/** Works out once, for a route before these backends, what is forwarded. */
export function planForwarding(
  route: ForwardedRoute,
  plan: CredentialPlan,
  backends: readonly Pick<ResolvedBackend, "url">[],
): Forwarding {
  const names = (place: "query" | "header"): string[] =>
    route.parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
  const credentials = (place: "query" | "header" | "cookie"): string[] =>
    plan.places.flatMap((known) => (known.in === place ? [known.name] : []));
  const forwarded = route.forwardHeaders.map((name) => name.toLowerCase());
  const headers = [...STANDARD, ...names("header"), ...credentials("header"), ...forwarded]
    .map((name) => name.toLowerCase())
    .filter((name) => !NEVER.test(name));
  return {
    headers: new Set(headers),
    cookies: [...names("header"), ...forwarded].some((name) => name.toLowerCase() === "cookie")
      ? "all"
      : new Set(credentials("cookie")),
    credentialQuery: new Set(credentials("query")),
    declaredQuery: new Set(names("query")),
    query: route.forwardQuery,
    undeclaredQuery: route.undeclaredQuery,
    fixedQuery: fixedNames([route.upstreamPath, ...backends.map(({ url }) => url.search)]),
  };
}

/** Names of the pairs behind the `?` of each address. */
function fixedNames(addresses: readonly string[]): ReadonlySet<string> {
  const queries = addresses.map((address) => address.split("?").slice(1).join("?"));
  return new Set(queries.flatMap((query) => [...new URLSearchParams(query).keys()]));
}

/** Headers of the backend's handshake, by lower-case name. */
export function headersForBackend(
  forwarding: Forwarding,
  request: HandshakeRequest,
): Readonly<Record<string, string | readonly string[]>> {
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, values] of request.headers) {
    if (forwarding.headers.has(name)) {
      headers[name] = values.length === 1 ? (values[0] ?? "") : values;
    }
  }
  const cookie = cookieForBackend(forwarding, request);
  if (cookie !== "") headers["cookie"] = cookie;
  headers["x-forwarded-for"] = request.remoteAddress;
  headers["x-forwarded-host"] = request.host;
  headers["x-forwarded-proto"] = "ws";
  return headers;
}

/** Query pairs of the backend's handshake, as the client wrote them. */
export function queryForBackend(
  forwarding: Forwarding,
  request: HandshakeRequest,
): readonly string[] {
  return request.query.filter((pair) => isForwarded(pair.name, forwarding)).map(({ raw }) => raw);
}

/** How many pairs a client sent that are fixed, and that no document told it to send. */
export function countOverridden(
  forwarding: Forwarding,
  request: Pick<HandshakeRequest, "query">,
): number {
  const { fixedQuery, declaredQuery, credentialQuery } = forwarding;
  return request.query.filter(
    ({ name }) => fixedQuery.has(name) && !declaredQuery.has(name) && !credentialQuery.has(name),
  ).length;
}

function isForwarded(name: string, forwarding: Forwarding): boolean {
  if (forwarding.fixedQuery.has(name)) {
    return false;
  }
  if (forwarding.credentialQuery.has(name)) {
    return true;
  }
  if (forwarding.declaredQuery.has(name)) {
    return forwarding.query !== "none";
  }
  return forwarding.query === "all" && forwarding.undeclaredQuery === "forward";
}

function cookieForBackend(forwarding: Forwarding, request: HandshakeRequest): string {
  const wanted = forwarding.cookies;
  return cookiePairs(request)
    .filter((pair) => wanted === "all" || wanted.has(pair.name))
    .map((pair) => pair.raw)
    .join("; ");
}

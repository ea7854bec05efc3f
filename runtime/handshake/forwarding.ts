import type { Route } from "../contract/v1.ts";
import { cookiePairs, type CredentialPlan } from "./credentials.ts";
import type { HandshakeRequest } from "./request.ts";

/**
 * What of a handshake reaches the backend. All else is left out.
 *
 * | of the client | towards the backend |
 * |---|---|
 * | declared header parameters | forwarded |
 * | headers that carry a credential of the route (`Authorization`, an api key) | forwarded |
 * | cookies | only those that carry a credential of the route; all, if a parameter or `forwardHeaders` names `cookie` |
 * | `forwardHeaders` | forwarded |
 * | `Origin`, `User-Agent`, `Accept-Language` | forwarded: a backend may check and use them as without a gateway |
 * | `traceparent`, `tracestate` | forwarded: one trace (W3C Trace Context) |
 * | `X-Forwarded-For`, `-Host`, `-Proto` | dropped and made by the gateway |
 * | `Forwarded`, `X-Real-IP`, other `X-Forwarded-*` | dropped: only a proxy that we know may say who the client is |
 * | hop-by-hop headers, those that `Connection` nominates | dropped (RFC 9110 section 7.6.1) |
 * | `Sec-WebSocket-*` | made anew: the backend's handshake is one of its own |
 * | `Sec-WebSocket-Protocol` | see `subprotocol.ts` |
 * | declared query parameters, query parameters that carry a credential | forwarded unless `forwardQuery: none` (credentials always) |
 * | undeclared query parameters | forwarded under `forwardQuery: all`, unless `unknownParameters` strips or refuses them |
 */
export interface Forwarding {
  readonly headers: ReadonlySet<string>;
  readonly cookies: ReadonlySet<string> | "all";
  readonly credentialQuery: ReadonlySet<string>;
  readonly declaredQuery: ReadonlySet<string>;
  readonly query: Route["forwardQuery"];
  readonly undeclaredQuery: Route["undeclaredQuery"];
}

const STANDARD = ["origin", "user-agent", "accept-language", "traceparent", "tracestate"] as const;

/** Never taken from a client, whatever a document declares: they would speak for the gateway. */
const NEVER =
  /^(?:host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|expect|forwarded|x-forwarded-.*|x-real-ip|sec-websocket-.*|cookie)$/;

/** Works out once, for a route, what is forwarded. */
export function planForwarding(
  route: Pick<Route, "parameters" | "forwardHeaders" | "forwardQuery" | "undeclaredQuery">,
  plan: CredentialPlan,
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
  };
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
  return {
    ...headers,
    ...(cookie === "" ? {} : { cookie }),
    "x-forwarded-for": request.remoteAddress,
    "x-forwarded-host": request.host,
    "x-forwarded-proto": "ws",
  };
}

/** Query pairs of the backend's handshake, as the client wrote them. */
export function queryForBackend(
  forwarding: Forwarding,
  request: HandshakeRequest,
): readonly string[] {
  return request.query.filter((pair) => isForwarded(pair.name, forwarding)).map(({ raw }) => raw);
}

function isForwarded(name: string, forwarding: Forwarding): boolean {
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

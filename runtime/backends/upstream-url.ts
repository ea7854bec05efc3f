import type { Route } from "../contract/v1.ts";
import { Refusal } from "../refusals.ts";

/**
 * The URL that a connection has on its backend: the backend's own path, then the route's upstream
 * path with each path parameter percent-encoded anew, then the backend's own query, that of the
 * upstream path and the forwarded pairs. An absolute upstream path takes the place of the backend's
 * own.
 */
export function upstreamUrl(
  backend: URL,
  route: UpstreamRoute,
  pathParameters: ReadonlyMap<string, string>,
  query: readonly string[],
): Readonly<URL> {
  if (pathParameters.size > 0 || query.length > 0) {
    return buildUrl(backend, route, pathParameters, query);
  }
  const urls = plainUrls.get(route) ?? new WeakMap<URL, Readonly<URL>>();
  plainUrls.set(route, urls);
  const url = urls.get(backend) ?? buildUrl(backend, route, pathParameters, query);
  urls.set(backend, url);
  return url;
}

/** What of a route says where it is on a backend. */
type UpstreamRoute = Pick<Route, "upstreamPath" | "upstreamPathIsAbsolute">;

/** Where no connection differs from another, one URL is for all: making one is a good part of a handshake. */
const plainUrls = new WeakMap<UpstreamRoute, WeakMap<URL, Readonly<URL>>>();

function buildUrl(
  backend: URL,
  route: UpstreamRoute,
  pathParameters: ReadonlyMap<string, string>,
  query: readonly string[],
): URL {
  const url = new URL(backend);
  const [pathTemplate, queryTemplate] = splitQuery(route.upstreamPath);
  const path = fill(pathTemplate, pathParameters);
  refuseDotSegments(path);
  const base = route.upstreamPathIsAbsolute ? "" : backend.pathname.replace(/\/$/, "");
  url.pathname = joinPaths(base, path);
  const own = backend.search.slice(1);
  url.search = [own, fill(queryTemplate, pathParameters), ...query]
    .filter((pair) => pair !== "")
    .join("&");
  return url;
}

/**
 * Exactly one `/` between the two; a route at `/` adds nothing to a backend that has a path of its
 * own.
 */
function joinPaths(base: string, path: string): string {
  if (path === "/" || path === "") {
    return base === "" ? "/" : base;
  }
  return `${base}/${path.replace(/^\//, "")}`;
}

/** A URL would fold them away, and a client could leave the route's path on the backend. */
function refuseDotSegments(path: string): void {
  if (path.split("/").some((segment) => segment === "." || segment === "..")) {
    throw new Refusal("HANDSHAKE_MALFORMED", { reason: "a path parameter is a dot segment" });
  }
}

/** Split before the parameters are filled in: a `?` in a value is part of the value. */
function splitQuery(template: string): readonly [path: string, query: string] {
  const mark = template.indexOf("?");
  return mark === -1 ? [template, ""] : [template.slice(0, mark), template.slice(mark + 1)];
}

/** Encodes each value so that it is one piece of a path segment, and of a query pair, alike. */
function fill(template: string, parameters: ReadonlyMap<string, string>): string {
  return template.replaceAll(/\{([^{}]*)\}/g, (brace, name: string) => {
    const value = parameters.get(name);
    return value === undefined ? brace : encodeURIComponent(value);
  });
}

import type { ApiDocument, Route } from "../contract/v1.ts";
import { createRouter, type Router } from "../handshake/router.ts";

/** A path that a mock answers on and the route that it speaks there. */
interface MockPath {
  readonly path: string;
  readonly route: Route;
}

/**
 * Where clients of a mock connect: on each route's path at the backend, with and without the server's own
 * path before it, and on its path at the gateway, so that a client may be tried without one.
 */
export function mockRouter(api: ApiDocument): Router<MockPath> {
  const byShape = new Map<string, MockPath>();
  for (const pathsOf of [upstreamPaths, gatewayPath]) {
    for (const route of api.routes) {
      for (const path of pathsOf(api, route)) {
        const shape = path.replaceAll(/\{[^{}]*\}/gu, "{}");
        byShape.set(shape, byShape.get(shape) ?? { path, route });
      }
    }
  }
  return createRouter([...byShape.values()]);
}

function upstreamPaths(api: ApiDocument, route: Route): readonly string[] {
  const own = rooted(route.upstreamPath);
  if (route.upstreamPathIsAbsolute) {
    return [own];
  }
  const bases = api.backends
    .filter((backend) => route.backendIds.includes(backend.id))
    .map((backend) => backend.url.replace(/^\w+:\/\/[^/]*/u, "").replace(/\/+$/u, ""));
  return [
    own,
    ...bases.map((base) => (base === "" ? own : `${rooted(base)}${route.upstreamPath}`)),
  ];
}

function gatewayPath(_api: ApiDocument, route: Route): readonly string[] {
  return [rooted(route.path)];
}

function rooted(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}

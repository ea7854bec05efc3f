import { printableUrl } from "../backends/backend-url.ts";
import type { BackendSettings } from "../backends/backend-url.ts";
import type { ApiDocument } from "../contract/v1.ts";
import type { CredentialPlan } from "../handshake/credentials.ts";
import { describePlace } from "../handshake/credentials.ts";
import { serveRoutes, type ServedRoute } from "../handshake/served-route.ts";
import type { Revision } from "../revisions/revision.ts";

/** What was started, for the lines that say so. */
export interface StartFacts {
  /** `ws://localhost:8080` */
  readonly url: string;
  /** `http://127.0.0.1:9090`, or null. */
  readonly adminUrl: string | null;
  readonly workers: number;
  readonly observeOnly: boolean;
}

/** Says for people what a gateway serves, where to, and what it does not check. */
export function startLines(
  facts: StartFacts,
  revisions: readonly Revision[],
  settings: BackendSettings,
): readonly string[] {
  const routes = serveRoutes(revisions, settings);
  return [
    ...revisions.flatMap(({ module }) => apiLines(module.api, routes, facts.url)),
    ...(facts.observeOnly ? ["observing: messages are checked and counted, none is refused"] : []),
    ...(facts.adminUrl === null ? [] : [`admin on ${facts.adminUrl}/healthz, /readyz, /metrics`]),
    `listening on ${facts.url}${facts.workers > 1 ? ` with ${facts.workers} workers` : ""}`,
  ];
}

function apiLines(
  api: ApiDocument,
  routes: readonly ServedRoute[],
  url: string,
): readonly string[] {
  const own = routes.filter((served) => served.api === api);
  return [
    `${api.title} ${api.version} (revision ${api.revision})`,
    ...own.map((served) => `  ${url}${served.path} -> ${backendText(served)}`),
    ...Object.entries(api.securitySchemes).flatMap(([id]) => securityLine(id, own)),
  ];
}

function backendText({ route, backends }: ServedRoute): string {
  return backends
    .map(({ url }) => {
      const base = route.upstreamPathIsAbsolute
        ? `${url.protocol}//${url.host}`
        : printableUrl(url);
      return `${base}${route.upstreamPath}`;
    })
    .join(" or ");
}

/** One line for each way in which routes ask for a scheme: needed, or only for some operations. */
function securityLine(id: string, routes: readonly ServedRoute[]): readonly string[] {
  const byNote = new Map<string, Set<string>>();
  for (const { route, credentials } of routes) {
    const note = optionalNote(id, route);
    const places = byNote.get(note) ?? new Set();
    placesOf(id, credentials).forEach((place) => places.add(place));
    byNote.set(note, places);
  }
  return [...byNote]
    .filter(([, places]) => places.size > 0)
    .map(
      ([note, places]) =>
        `  security "${id}" (${[...places].join(" or ")}${note}) ` +
        "is passed through unverified: the backend must verify it",
    );
}

/** Says for which operations a scheme is, where the socket opens without it. */
function optionalNote(id: string, { security }: ServedRoute["route"]): string {
  const asking = security.filter(({ schemes }) => schemes.some(({ schemeId }) => schemeId === id));
  const operations = asking.flatMap(({ operationIds }) => operationIds ?? []);
  const isNeeded = asking.some(({ operationIds }) => operationIds === undefined);
  return isNeeded || operations.length === 0
    ? ""
    : `; optional: for operation ${[...new Set(operations)].join(", ")}`;
}

function placesOf(id: string, plan: CredentialPlan): readonly string[] {
  return plan.requirements
    .flat()
    .filter((scheme) => scheme.schemeId === id)
    .flatMap((scheme) => scheme.places.map(describePlace));
}

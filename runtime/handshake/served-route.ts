import type { ApiDocument, Limits, Route } from "../contract/v1.ts";
import {
  type BackendSettings,
  overrideBackends,
  resolveBackend,
  type ResolvedBackend,
} from "../backends/backend-url.ts";
import { refuseUnusedSettings } from "../backends/unused-settings.ts";
import type { Engine } from "../frames/engine.ts";
import type { LegLimits } from "../frames/leg.ts";
import { GATEWAY_LIMITS } from "../limits.ts";
import type { Revision } from "../revisions/revision.ts";
import { StartError } from "../start-error.ts";
import { type ClientAcceptor, createClientAcceptor } from "./accept.ts";
import { type CredentialPlan, planCredentials } from "./credentials.ts";
import { type Forwarding, planForwarding } from "./forwarding.ts";
import { type CompiledParameters, compileParameters } from "./parameters.ts";

/**
 * A route of a revision with all that a handshake on it needs, worked out when the revision is
 * loaded.
 */
export interface ServedRoute {
  readonly path: string;
  readonly revision: Revision;
  readonly api: ApiDocument;
  /** The API's context, or its title where it is served at the root. */
  readonly apiLabel: string;
  readonly route: Route;
  readonly backends: readonly ResolvedBackend[];
  readonly credentials: CredentialPlan;
  readonly parameters: CompiledParameters;
  readonly forwarding: Forwarding;
  readonly clientLimits: LegLimits;
  readonly backendLimits: LegLimits;
  readonly acceptor: ClientAcceptor;
  /** What runs the legs. */
  readonly engine: Engine;
}

/**
 * Prepares every route of the revisions; throws StartError for a backend that has no URL, and for a
 * setting that no backend takes.
 */
export function serveRoutes(
  revisions: readonly Revision[],
  settings: BackendSettings,
  engine: Engine = "raw",
): readonly ServedRoute[] {
  const routes = revisions.flatMap((revision) => routesOf(revision, settings, engine));
  refuseUnusedSettings(
    revisions.map(({ module }) => module.api),
    routes.flatMap(({ backends }) => backends),
    settings,
  );
  return routes;
}

function routesOf(
  revision: Revision,
  settings: BackendSettings,
  engine: Engine,
): readonly ServedRoute[] {
  const { api } = revision.module;
  const clientLimits = legLimits(api.limits, "clientToServer");
  const acceptor = createClientAcceptor(clientLimits, engine);
  return api.routes.map((route) => ({
    path: route.path,
    revision,
    api,
    apiLabel: api.context === "" ? api.title : api.context,
    route,
    ...plansOf(route, api, backendsOf(route, api, settings)),
    clientLimits,
    backendLimits: legLimits(api.limits, "serverToClient"),
    acceptor,
    engine,
  }));
}

function plansOf(
  route: Route,
  api: ApiDocument,
  backends: readonly ResolvedBackend[],
): Pick<ServedRoute, "backends" | "credentials" | "parameters" | "forwarding"> {
  const credentials = planCredentials(route, api.securitySchemes);
  const places = credentials.places;
  return {
    backends,
    credentials,
    forwarding: planForwarding(route, credentials, backends),
    parameters: compileParameters(route, {
      headers: new Set(places.flatMap((place) => (place.in === "header" ? [place.name] : []))),
      query: new Set(places.flatMap((place) => (place.in === "query" ? [place.name] : []))),
    }),
  };
}

function backendsOf(
  route: Route,
  api: ApiDocument,
  settings: BackendSettings,
): readonly ResolvedBackend[] {
  const declared = route.backendIds.flatMap((id) =>
    api.backends.filter((backend) => backend.id === id),
  );
  const first = declared[0];
  const candidates = declared.filter((backend, index) => index === 0 || backend.pool !== null);
  const backends =
    first === undefined
      ? overrideBackends(settings)
      : candidates.map((backend) => resolveBackend(backend, settings));
  if (backends.length === 0) {
    throw new StartError("BACKEND_MISSING", { route: route.path, api: api.title });
  }
  return backends;
}

function legLimits(limits: Limits, flow: "clientToServer" | "serverToClient"): LegLimits {
  return {
    messageBytes: limits.messageBytes[flow],
    fragments: limits.fragments,
    controlFramesPerSecond: GATEWAY_LIMITS.controlFramesPerSecond,
    lowWaterBytes: Math.floor(limits.unsentBytes / 4),
  };
}

import type { ApiModuleV1, Flow, Route } from "../contract/v1.ts";
import type { Hooks } from "../hooks/types.ts";
import type { Codecs, Judge } from "../messages/judge.ts";
import { createJudge } from "../messages/judge.ts";
import type { WriteMessage } from "../messages/outgoing.ts";
import { createWriter } from "../messages/outgoing.ts";

/** One immutable compiled state of an API, as far as its frames are concerned. */
export interface RelayRevision {
  readonly module: ApiModuleV1;
  readonly hooks: Hooks | null;
  readonly codecs: Codecs;
}

/** What all connections of a route share. */
export interface PreparedRoute {
  readonly judges: Readonly<Record<Flow, Judge>>;
  readonly write: WriteMessage;
}

const prepared = new WeakMap<RelayRevision, Map<string, PreparedRoute>>();

/** The judges and writer of a route, made for its first connection and kept as long as the revision lives. */
export function prepareRoute(revision: RelayRevision, route: Route): PreparedRoute {
  const routes = prepared.get(revision) ?? new Map<string, PreparedRoute>();
  prepared.set(revision, routes);
  const known = routes.get(route.id);
  if (known !== undefined) return known;
  const { module, codecs } = revision;
  const judgeOf = (flow: Flow): Judge =>
    createJudge({ module, codecs, flow, plan: route.flows[flow] });
  const made: PreparedRoute = {
    judges: {
      clientToServer: judgeOf("clientToServer"),
      serverToClient: judgeOf("serverToClient"),
    },
    write: createWriter({ module, codecs, route }),
  };
  routes.set(route.id, made);
  return made;
}

import type { ApiModuleV1, Flow, FlowPlan, Route } from "../contract/v1.ts";
import type { FrameKind } from "../frames/leg.ts";
import { hookFor } from "../hooks/message-hook.ts";
import type { Hooks } from "../hooks/types.ts";
import type { Codecs, Judge } from "../messages/judge.ts";
import { createJudge } from "../messages/judge.ts";
import { createLane, type Lane } from "../messages/lane.ts";
import type { WriteMessage } from "../messages/outgoing.ts";
import { createWriter } from "../messages/outgoing.ts";
import { withWasmAcceptors } from "./wasm-acceptors.ts";

/** One immutable compiled state of an API, as far as its frames are concerned. */
export interface RelayRevision {
  readonly module: ApiModuleV1;
  readonly hooks: Hooks | null;
  readonly codecs: Codecs;
}

/** What all connections of a route share. */
export interface PreparedRoute {
  readonly module: ApiModuleV1;
  readonly hooks: Hooks | null;
  readonly flows: Readonly<Record<Flow, PreparedFlow>>;
  readonly write: WriteMessage;
}

/** What all connections of a route share in one direction. */
export interface PreparedFlow {
  readonly flow: Flow;
  readonly plan: FlowPlan;
  readonly judge: Judge;
  /** The short way, by frame kind; null: frames of that kind have none. */
  readonly lanes: Readonly<Record<FrameKind, Lane | null>>;
}

const prepared = new WeakMap<RelayRevision, Map<string, PreparedRoute>>();

/** Made for the first connection of a route and kept as long as the revision lives. */
export function prepareRoute(revision: RelayRevision, route: Route): PreparedRoute {
  const routes = prepared.get(revision) ?? new Map<string, PreparedRoute>();
  prepared.set(revision, routes);
  const known = routes.get(route.id);
  if (known !== undefined) return known;
  const { module, hooks, codecs } = revision;
  const made: PreparedRoute = {
    module,
    hooks,
    flows: {
      clientToServer: prepareFlow("clientToServer", revision, route),
      serverToClient: prepareFlow("serverToClient", revision, route),
    },
    write: createWriter({ module, codecs, route }),
  };
  routes.set(route.id, made);
  return made;
}

function prepareFlow(flow: Flow, revision: RelayRevision, route: Route): PreparedFlow {
  const { module, hooks, codecs } = revision;
  const plan = route.flows[flow];
  const isWanted = (messageId: string): boolean => hookFor(hooks, flow, messageId) !== null;
  const swift = withWasmAcceptors(module);
  const laneOf = (kind: FrameKind): Lane | null =>
    createLane({ module: swift, plan, kind, isWanted });
  return {
    flow,
    plan,
    judge: createJudge({ module, codecs, flow, plan }),
    lanes: { text: laneOf("text"), binary: laneOf("binary") },
  };
}

import { explainAcceptors } from "../checks/acceptor/explain.ts";
import type { GapPlace, GroupExplanation } from "../checks/acceptor/explain.ts";
import { chooseMessages } from "../checks/choices.ts";
import { prepareSchemas } from "../checks/prepare.ts";
import type { Flow } from "../../runtime/contract/v1.ts";
import type { Place } from "../diagnostics.ts";
import type { ApiModel } from "../model/api.ts";
import type { SourceTree } from "../source/tree.ts";
import { apiDocument } from "../targets/api/api-document.ts";
import { schemaPlaces } from "./explaining-places.ts";

/** How the gateway reads the messages of a document: what `explain` prints, and what `explain --json` is. */
export interface Explanation {
  readonly title: string;
  readonly version: string;
  readonly routes: readonly {
    readonly path: string;
    readonly flows: readonly ExplainedFlow[];
  }[];
  /** Messages that may be sent as JSON. */
  readonly json: number;
  /** Those of them that are accepted from their bytes, the ones in part included, and their share in percent. */
  readonly accepted: number;
  readonly partly: number;
  readonly percent: number;
  /** Bytes of all acceptors, as JavaScript and as the WebAssembly module that takes over; 0: there is no module. */
  readonly acceptorBytes: { readonly javascript: number; readonly webAssembly: number };
}

export interface ExplainedFlow {
  readonly flow: Flow;
  readonly toldBy: string;
  /** Characters of code. */
  readonly size: number;
  readonly messages: readonly ExplainedMessage[];
}

export interface ExplainedMessage {
  readonly message: string;
  readonly operation: string;
  /** `partly`: where it holds none of what is not read. */
  readonly accepted: "yes" | "partly" | "no";
  readonly reason: string | null;
  readonly unread: readonly { readonly keyword: string; readonly at: string }[];
}

/** Explains a model; `tree` says where its author wrote what. */
export function explanationOf(model: ApiModel, tree: SourceTree | null): Explanation {
  const api = apiDocument(model, { alone: true, certificates: new Map() });
  const flows = api.routes.flatMap((route) =>
    (["clientToServer", "serverToClient"] as const).flatMap((flow) =>
      route.flows[flow].groups.map((group) => ({ path: route.path, flow, group })),
    ),
  );
  const groups = flows.map(({ group }) => group);
  const messages = Object.entries(api.messages).map(([id, { schema }]) => ({ id, schema }));
  const { schemas } = model;
  const { failures } = prepareSchemas(schemas);
  const choices = chooseMessages({ schemas, messages, groups });
  const { depth } = api.limits;
  const explained = explainAcceptors({ schemas, messages, groups, choices, failures, depth });
  const locate = createLocate(model, tree);
  const rows = flows.map(({ path, flow, group }, index) => ({
    path,
    isJson: group.encoding === "json",
    flow: explainFlow(explained.groups[index], flow, group.entries, locate),
  }));
  const ofJson = rows.filter(({ isJson }) => isJson).flatMap((row) => row.flow.messages);
  const accepted = ofJson.filter((message) => message.accepted !== "no").length;
  return {
    title: model.title,
    version: model.version,
    routes: api.routes.map(({ path }) => ({
      path,
      flows: rows.filter((row) => row.path === path).map((row) => row.flow),
    })),
    json: ofJson.length,
    accepted,
    partly: ofJson.filter((message) => message.accepted === "partly").length,
    percent: ofJson.length === 0 ? 100 : Math.round((accepted / ofJson.length) * 1000) / 10,
    acceptorBytes: { javascript: explained.javascriptBytes, webAssembly: explained.wasmBytes },
  };
}

type Locate = (messageId: string, gap: GapPlace) => string;

function explainFlow(
  group: GroupExplanation | undefined,
  flow: Flow,
  entries: readonly { readonly operationId: string }[],
  locate: Locate,
): ExplainedFlow {
  return {
    flow,
    toldBy: group?.toldBy ?? "",
    size: group?.size ?? 0,
    messages: (group?.entries ?? []).map(({ messageId, accepted, reason, gaps }, index) => ({
      message: messageId,
      operation: entries[index]?.operationId ?? "",
      accepted,
      reason: group?.obstacle ?? reason,
      unread: gaps.map((gap) => ({ keyword: gap.keyword, at: locate(messageId, gap) })),
    })),
  };
}

/** `file:line:column` of a keyword, or of the message where the schema is not written out in one place. */
function createLocate(model: ApiModel, tree: SourceTree | null): Locate {
  const origins = new Map(model.messages.map(({ id, origin }) => [id, origin] as const));
  const places = tree === null ? null : schemaPlaces(model, tree);
  return (messageId, { keyword, schema }) => {
    const origin = origins.get(messageId) ?? model.origin;
    const root = schema === null ? undefined : places?.get(schema.name);
    if (tree === null || root === undefined || schema === null) return shown(origin, tree);
    const pointer = `${root.pointer}${schema.pointer}/${keyword}`;
    const place = { file: root.file, pointer };
    return shown(tree.at(place) === null ? root : place, tree);
  };
}

function shown(place: Place, tree: SourceTree | null): string {
  if (tree === null) return place.file;
  const { file, line, column } = tree.position(place);
  return `${file}:${line}:${column}`;
}

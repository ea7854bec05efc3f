import type { Route } from "../../runtime/contract/v1.ts";
import type { Decision } from "../build/reading.ts";
import type { ApiModel } from "../model/api.ts";
import { apiDocument, type BareApi } from "../targets/gateway/api-document.ts";
import { credentialWords, upstreamOf, valueWords } from "../targets/gateway/describe.ts";

/** How a document is understood: what `read` prints, and what `read --json` is. */
export interface Reading {
  readonly title: string;
  readonly version: string;
  readonly asyncapi: string;
  readonly perspective: string;
  readonly routes: readonly ReadRoute[];
  readonly decisions: readonly ReadDecision[];
}

interface ReadRoute {
  /** `ws://localhost:8080/chat/1.0/rooms/{roomId}`, as `serve` would listen. */
  readonly client: string;
  readonly backend: string;
  readonly credentials: readonly string[];
  readonly parameters: readonly {
    readonly in: string;
    readonly name: string;
    readonly required: boolean;
    readonly value: string;
  }[];
  readonly messages: readonly ReadMessage[];
}

interface ReadMessage {
  readonly flow: "clientToServer" | "serverToClient";
  readonly message: string;
  readonly operation: string;
  readonly frame: string;
  readonly framing: string;
  readonly toldBy: string;
  readonly replies: readonly string[];
  readonly answers: string | null;
}

interface ReadDecision {
  readonly subject: string;
  readonly topic: string;
  readonly value: string;
  readonly reason: string;
  readonly evidence: string;
  /** `x-framegate` key that overrides it, its path joined by dots; null: a flag does. */
  readonly key: string | null;
}

/** Reads a model as its gateway will. */
export function readingOf(model: ApiModel, decisions: readonly Decision[]): Reading {
  const api = { ...apiDocument(model, { alone: true, certificates: new Map() }), revision: "" };
  return {
    title: model.title,
    version: model.version,
    asyncapi: model.asyncapi,
    perspective: model.perspective,
    routes: api.routes.map((route) => readRoute(api, route)),
    decisions: decisions.map(({ subject, topic, value, reason, evidence, key }) => ({
      subject,
      topic,
      value,
      reason,
      evidence,
      key: key === null ? null : key.join("."),
    })),
  };
}

function readRoute(api: BareApi, route: Route): ReadRoute {
  return {
    client: `ws://localhost:8080${route.path}`,
    backend: upstreamOf(api, route),
    credentials: credentialWords(api, route),
    parameters: route.parameters.map((parameter) => ({
      in: parameter.in,
      name: parameter.name,
      required: parameter.required,
      value: valueWords(parameter),
    })),
    messages: [...readFlow(route, "clientToServer"), ...readFlow(route, "serverToClient")],
  };
}

function readFlow(route: Route, flow: ReadMessage["flow"]): readonly ReadMessage[] {
  return route.flows[flow].groups.flatMap((group) =>
    group.entries.map((entry) => ({
      flow,
      message: entry.messageId,
      operation: entry.operationId,
      frame: `${group.frame} ${group.encoding}`,
      framing: group.framing.kind,
      toldBy: toldApart(group),
      replies: entry.replyMessageIds,
      answers: entry.replyTo,
    })),
  );
}

type Group = Route["flows"]["clientToServer"]["groups"][number];

function toldApart(group: Group): string {
  const topic = group.topic === null ? "" : `topic "${group.topic.address}" at ${group.topic.at}`;
  const isOnly = group.entries.length === 1;
  return topic === "" && isOnly ? "it is the only one" : topic;
}

import type { Group, Route } from "../../runtime/contract/v1.ts";
import type { Decision } from "../build/reading.ts";
import { chooseMessages } from "../checks/choices.ts";
import { describeChoice } from "../checks/describe.ts";
import type { ApiModel } from "../model/api.ts";
import { apiDocument, type BareApi } from "../targets/api/api-document.ts";
import { credentialWords, upstreamOf, valueWords } from "../targets/api/describe.ts";

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
  /** Where some operation names no message: what none of `messages` fits passes unchecked. */
  readonly anything: Readonly<Record<ReadMessage["flow"], boolean>>;
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
  const toldBy = toldApart(model, api);
  return {
    title: model.title,
    version: model.version,
    asyncapi: model.asyncapi,
    perspective: model.perspective,
    routes: api.routes.map((route) => readRoute(api, route, toldBy)),
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

type ToldBy = ReadonlyMap<string, string>;

/** What tells the messages of each group apart, in words. */
function toldApart(model: ApiModel, api: BareApi): ToldBy {
  const groups = api.routes.flatMap(({ flows }) => [
    ...flows.clientToServer.groups,
    ...flows.serverToClient.groups,
  ]);
  const messages = Object.entries(api.messages).map(([id, { schema }]) => ({ id, schema }));
  const choices = chooseMessages({ schemas: model.schemas, messages, groups });
  return new Map(choices.map((choice) => [choice.groupId, describeChoice(choice)]));
}

function readRoute(api: BareApi, route: Route, toldBy: ToldBy): ReadRoute {
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
    anything: {
      clientToServer: route.flows.clientToServer.anything,
      serverToClient: route.flows.serverToClient.anything,
    },
    messages: [
      ...readFlow(route, "clientToServer", toldBy),
      ...readFlow(route, "serverToClient", toldBy),
    ],
  };
}

function readFlow(route: Route, flow: ReadMessage["flow"], toldBy: ToldBy): readonly ReadMessage[] {
  return route.flows[flow].groups.flatMap((group) =>
    group.entries.map((entry) => ({
      flow,
      message: entry.messageId,
      operation: entry.operationId,
      frame: `${group.frame} ${group.encoding}`,
      framing: group.framing.kind,
      toldBy: [topicWords(group), toldBy.get(group.id) ?? ""].filter(Boolean).join(", then "),
      replies: entry.replyMessageIds,
      answers: entry.replyTo,
    })),
  );
}

function topicWords({ topic }: Group): string {
  return topic === null ? "" : `topic "${topic.address}" at ${topic.at}`;
}

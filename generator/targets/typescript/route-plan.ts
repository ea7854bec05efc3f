import type { ApiDocument, Entry, FlowPlan, Group, Route } from "../../../runtime/contract/v1.ts";
import type { ApiModel, Message } from "../../model/api.ts";
import type { Field } from "../../model/type.ts";
import { indexModel, type ModelIndex } from "../api/model-index.ts";
import { idKind, type IdKind } from "./id-kinds.ts";
import { memberNames, type MemberNames } from "./member-names.ts";
import type { MessageSamples } from "./message-samples.ts";
import { fieldsOf, resolved } from "./record-fields.ts";

/** One route as the SDK shows it: what it is called, what is sent and received, what is asked. */
export interface RoutePlan {
  readonly route: Route;
  /** Name of each message on `send` and `on`, by id. */
  readonly sendNames: MemberNames;
  readonly receiveNames: MemberNames;
  readonly sends: readonly SentMessage[];
  readonly receives: readonly Message[];
  readonly requests: readonly RequestPlan[];
  readonly answers: readonly AnswerPlan[];
}

/** A message that clients send. */
export interface SentMessage {
  readonly name: string;
  readonly message: Message;
  readonly group: Group;
  /** Members of the payload that can only have one value. */
  readonly constants: Readonly<Record<string, string | number | boolean>>;
}

/** An operation of the client's that is answered, matched by correlation ids. */
export interface RequestPlan {
  readonly name: string;
  readonly sent: SentMessage;
  readonly replies: readonly Message[];
  readonly idAt: string;
  readonly id: IdKind | null;
  readonly timeoutMs: number;
  readonly description: string | null;
}

/** A question of the server's, which one message of the client's answers. */
export interface AnswerPlan {
  readonly name: string;
  readonly question: Message;
  readonly idAt: string;
  readonly reply: SentMessage;
  readonly replyIdAt: string;
  readonly description: string | null;
}

/** Members of `client.on` besides the messages. */
const RESERVED = ["unknown", "invalid"];

/** What a flow's frames that no message declares are called, where the document says that anything may be sent. */
export const RAW = "raw";

/** Plans all routes of an API, in the document's order. */
export function planRoutes(
  model: ApiModel,
  api: Pick<ApiDocument, "routes">,
  samples: MessageSamples,
): readonly RoutePlan[] {
  const index = indexModel(model);
  return api.routes.map((route) => planRoute({ index, samples }, route));
}

/** What routes are planned with. */
interface Planning {
  readonly index: ModelIndex;
  readonly samples: MessageSamples;
}

function planRoute(planning: Planning, route: Route): RoutePlan {
  const { index } = planning;
  const { clientToServer, serverToClient } = route.flows;
  const sendNames = namesIn(clientToServer, []);
  const receiveNames = namesIn(serverToClient, RESERVED);
  const sends = sentMessages(index, clientToServer, sendNames);
  const sentById = new Map(sends.map((sent) => [sent.message.id, sent]));
  return {
    route,
    sendNames,
    receiveNames,
    sends,
    receives: [...receiveNames.keys()].map((id) => index.message(id)),
    requests: requestsOf(planning, clientToServer, sentById),
    answers: answersOf(index, serverToClient, sentById),
  };
}

function namesIn(flow: FlowPlan, reserved: readonly string[]): MemberNames {
  const ids = entriesOf(flow).map(({ messageId }) => messageId);
  return memberNames(ids, flow.anything ? [...reserved, RAW] : reserved);
}

function entriesOf(flow: FlowPlan): readonly Entry[] {
  return flow.groups.flatMap(({ entries }) => entries);
}

function sentMessages(
  index: ModelIndex,
  flow: FlowPlan,
  names: MemberNames,
): readonly SentMessage[] {
  const sent = new Map<string, SentMessage>();
  for (const group of flow.groups) {
    for (const { messageId } of group.entries) {
      if (!sent.has(messageId)) {
        const message = index.message(messageId);
        const name = names.get(messageId) ?? messageId;
        sent.set(messageId, { name, message, group, constants: constantsOf(index.model, message) });
      }
    }
  }
  return [...sent.values()];
}

/** Required members of an object that can only have one value. */
function constantsOf(model: ApiModel, message: Message): SentMessage["constants"] {
  return Object.fromEntries(
    fieldsOfMessage(model, message).flatMap(({ name, required, type }) => {
      const value = resolved(model, type);
      return required && value?.kind === "literal" ? [[name, value.value]] : [];
    }),
  );
}

/** `[]`: the message is none that has members of its own. */
function fieldsOfMessage(model: ApiModel, { payload, typeName }: Message): readonly Field[] {
  const isObject = payload.kind !== "bytes" && payload.kind !== "text" && typeName !== null;
  return isObject ? (fieldsOf(model, { kind: "ref", name: typeName }) ?? []) : [];
}

function requestsOf(
  { index, samples }: Planning,
  flow: FlowPlan,
  sentById: ReadonlyMap<string, SentMessage>,
): readonly RequestPlan[] {
  const asked = entriesOf(flow).filter(({ replyMessageIds }) => replyMessageIds.length > 0);
  const perOperation = groupBy(asked);
  const named = [...perOperation].flatMap(([operationId, entries]) =>
    entries.map((entry) => ({
      entry,
      label: entries.length === 1 ? operationId : `${operationId} ${entry.messageId}`,
    })),
  );
  const names = memberNames(named.map(({ label }) => label));
  return named.flatMap(({ entry, label }) => {
    const sent = sentById.get(entry.messageId);
    const replies = entry.replyMessageIds.map((id) => index.message(id));
    const idAt = sent?.message.correlationAt ?? null;
    if (
      sent === undefined ||
      idAt === null ||
      replies.some(({ correlationAt }) => correlationAt === null)
    ) {
      return [];
    }
    const name = names.get(label) ?? label;
    const { description } = operationOf(index, entry);
    const id = idKind(index.model, samples, sent.message, idAt);
    return [{ name, sent, replies, idAt, id, timeoutMs: entry.replyTimeoutMs, description }];
  });
}

function groupBy(entries: readonly Entry[]): ReadonlyMap<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    groups.set(entry.operationId, [...(groups.get(entry.operationId) ?? []), entry]);
  }
  return groups;
}

function operationOf(
  index: ModelIndex,
  { operationId, channelId }: Entry,
): { readonly description: string | null } {
  const operation = index.operationsOn([channelId]).find(({ id }) => id === operationId);
  return { description: operation?.description ?? operation?.title ?? null };
}

function answersOf(
  index: ModelIndex,
  flow: FlowPlan,
  sentById: ReadonlyMap<string, SentMessage>,
): readonly AnswerPlan[] {
  const asked = entriesOf(flow).filter(({ replyMessageIds }) => replyMessageIds.length === 1);
  const names = memberNames(asked.map(({ operationId }) => operationId));
  return asked.flatMap((entry) => {
    const question = index.message(entry.messageId);
    const reply = sentById.get(entry.replyMessageIds[0] ?? "");
    const idAt = question.correlationAt;
    const replyIdAt = reply?.message.correlationAt ?? null;
    if (reply === undefined || idAt === null || replyIdAt === null) {
      return [];
    }
    const name = names.get(entry.operationId) ?? entry.operationId;
    return [
      {
        name,
        question,
        idAt,
        reply,
        replyIdAt,
        description: operationOf(index, entry).description,
      },
    ];
  });
}

/**
 * Messages that the gateway itself sends: the document's error message and the answers of hooks. Nothing is sent
 * that the document does not declare: each is checked as strictly as a client's frame and framed as its flow says.
 */
import type { ApiModuleV1, Fault, Flow, Group, Message, Route } from "../contract/v1.ts";
import type { FrameKind } from "../frames/leg.ts";
import type { PayloadCodec } from "./decode.ts";
import { createJsonCodec } from "./decode.ts";
import { composeFrame, fillTopic, type FrameStyle, type TopicOf } from "./compose-frame.ts";
import type { Codecs } from "./judge.ts";
import { createTopicMatcher } from "./topic.ts";

/** A frame ready to be sent, or why there is none. */
export type Outgoing =
  | { readonly kind: FrameKind; readonly bytes: Uint8Array }
  | { readonly kind: "fault"; readonly fault: Fault };

/**
 * Writes a message of one flow, under the topic that it names itself or that the connection's `parameters` make. A
 * fault with the keyword `topic`: neither does.
 */
export type WriteMessage = (
  flow: Flow,
  messageId: string,
  payload: unknown,
  parameters?: Parameters,
) => Outgoing;

/** Values of the handshake's parameters by name. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What messages are written by. */
export interface WriterOptions {
  readonly module: ApiModuleV1;
  readonly codecs: Codecs;
  readonly route: Route;
}

/** The writer of a route's messages. */
export function createWriter({ module, codecs, route }: WriterOptions): WriteMessage {
  return (flow, messageId, payload, parameters = {}) => {
    const check = checkOf(module, flow, messageId);
    const message = ownValue(module.api.messages, messageId);
    if (check === null || message === undefined) return notDeclared(messageId);
    const fault = check(payload);
    if (fault !== null) return { kind: "fault", fault };
    const group = groupOf(route, flow, messageId);
    const codec = codecOf(group, module.api.limits.depth, () => codecs(messageId));
    const style = group ?? styleOfOthers(route, flow, message);
    const bytes = composeFrame(style, codec, payload, topicFrom(parameters));
    return bytes === null ? needsTopic(messageId, style) : { kind: message.frame, bytes };
  };
}

/** A fault of what a message must be, wrong formats included: what is made here can be right in all. */
function checkOf(
  module: ApiModuleV1,
  flow: Flow,
  messageId: string,
): ((payload: unknown) => Fault | null) | null {
  const { clientChecks, serverChecks } = module;
  const [first, second] =
    flow === "clientToServer" ? [clientChecks, serverChecks] : [serverChecks, clientChecks];
  const check = ownValue(first, messageId) ?? ownValue(second, messageId);
  if (check === undefined) return null;
  return (payload) => {
    let wrongFormat: Fault | null = null;
    const fault = check(payload, (tolerated) => {
      wrongFormat ??= tolerated;
    });
    return fault ?? wrongFormat;
  };
}

/** A message that no group of the flow holds, such as an error message of another channel, is JSON. */
function codecOf(group: Group | null, depth: number, other: () => PayloadCodec): PayloadCodec {
  return group === null || group.encoding === "json"
    ? createJsonCodec("clientToServer", { depth })
    : other();
}

function groupOf(route: Route, flow: Flow, messageId: string): Group | null {
  const holds = (group: Group): boolean =>
    group.entries.some((entry) => entry.messageId === messageId);
  return route.flows[flow].groups.find(holds) ?? null;
}

/** A message of elsewhere goes as those do beside which it is sent. */
function styleOfOthers(route: Route, flow: Flow, { frame }: Message): FrameStyle {
  const others = route.flows[flow].groups;
  const like = others.find((group) => group.frame === frame && group.encoding === "json");
  return { framing: like?.framing ?? { kind: "message" }, topic: null };
}

function notDeclared(messageId: string): Outgoing {
  const found = `message "${messageId}"`;
  const fault = { pointer: "", found, expected: "a declared message", keyword: "message" };
  return { kind: "fault", fault };
}

function needsTopic(messageId: string, { topic }: FrameStyle): Outgoing {
  const found = `message "${messageId}" without a topic`;
  const expected = `a topic "${topic?.address ?? ""}"`;
  return { kind: "fault", fault: { pointer: topic?.at ?? "", found, expected, keyword: "topic" } };
}

/** Nothing is said under a topic that the document does not declare. */
function topicFrom(parameters: Parameters): TopicOf {
  return (topic, present) => {
    const name = typeof present === "string" ? present : fillTopic(topic, valueIn(parameters));
    const isDeclared = createTopicMatcher({ ...topic, at: "" })(name) === "match";
    return isDeclared ? name : null;
  };
}

function valueIn(parameters: Parameters): (name: string) => string | null {
  return (name) => {
    const value = ownValue(parameters, name);
    return typeof value === "string" || typeof value === "number" ? String(value) : null;
  };
}

function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

import type {
  Entry,
  Flow,
  FlowPlan,
  Group,
  OnViolation,
  ParameterValue,
} from "../../../runtime/contract/v1.ts";
import { patternMachine } from "../../checks/pattern/plan.ts";
import type { Channel, Message, Operation, Route } from "../../model/api.ts";
import type { ModelIndex } from "./model-index.ts";

/** One message as one operation sends it, on the channel whose framing and topic it comes in. */
interface Placed {
  readonly message: Message;
  readonly channel: Channel;
  readonly entry: Entry;
}

/**
 * All that may go one way on a route: the messages of its operations and the replies to the operations of
 * the other flow, grouped by how they are read from a frame. Topics come before the route's own messages,
 * because a topic says what a frame is and the lack of one says nothing.
 */
export function planFlow(index: ModelIndex, route: Route, flow: Flow): FlowPlan {
  const operations = index.operationsOn(route.channelIds);
  const forward = operations.filter((operation) => operation.flow === flow);
  const asked = operations.filter((operation) => operation.flow !== flow);
  const placed = [
    ...forward.flatMap((operation) => placeMessages(index, operation)),
    ...asked.flatMap((operation) => placeReplies(index, operation, flow)),
  ];
  return {
    anything: forward.some((operation) => operation.anything),
    onViolation: flowPolicy(forward, index.model.policy.onViolation[flow]),
    groups: groupsOf(placed, `${route.id}:${flow}`),
  };
}

/** What the operations of a flow agree on, else what the document says for the whole flow. */
function flowPolicy(operations: readonly Operation[], otherwise: OnViolation): OnViolation {
  const [first] = operations;
  const agreed = operations.every((operation) => operation.onViolation === first?.onViolation);
  return first !== undefined && agreed ? first.onViolation : otherwise;
}

function placeMessages(index: ModelIndex, operation: Operation): readonly Placed[] {
  const channel = index.channel(operation.channelId);
  return operation.messageIds.map((messageId) => ({
    message: index.message(messageId),
    channel,
    entry: {
      messageId,
      operationId: operation.id,
      channelId: channel.id,
      onViolation: operation.onViolation,
      scopes: operation.scopes,
      replyTo: null,
      replyMessageIds: operation.reply?.messageIds ?? [],
      replyTimeoutMs: operation.replyTimeoutMs,
    },
  }));
}

/** A reply comes back on the socket that asked, whatever channel the document writes it on. */
function placeReplies(index: ModelIndex, operation: Operation, flow: Flow): readonly Placed[] {
  if (operation.reply === null) {
    return [];
  }
  const channel = index.channel(operation.reply.channelId);
  const { onViolation, onUnexpectedReply } = index.model.policy;
  const unexpected = onUnexpectedReply[flow];
  return operation.reply.messageIds.map((messageId) => ({
    message: index.message(messageId),
    channel,
    entry: {
      messageId,
      operationId: operation.id,
      channelId: channel.id,
      onViolation: onViolation[flow],
      ...(unexpected === "observe" ? {} : { onUnexpectedReply: unexpected }),
      scopes: [],
      replyTo: operation.id,
      replyMessageIds: [],
      replyTimeoutMs: operation.replyTimeoutMs,
    },
  }));
}

function groupsOf(placed: readonly Placed[], prefix: string): readonly Group[] {
  const byWay = new Map<string, Placed[]>();
  for (const one of placed) {
    const way = wayOfReading(one);
    const sharing = byWay.get(way);
    if (sharing === undefined) {
      byWay.set(way, [one]);
      continue;
    }
    sharing.push(one);
  }
  const sets = [...byWay.values()];
  const topicsFirst = [
    ...sets.filter((set) => set[0]?.channel.topic !== null),
    ...sets.filter((set) => set[0]?.channel.topic === null),
  ];
  return topicsFirst.flatMap((set, index) => groupOf(set, `${prefix}:${index}`));
}

function groupOf(set: readonly Placed[], id: string): readonly Group[] {
  const [first] = set;
  if (first === undefined) {
    return [];
  }
  const { topic, framing } = first.channel;
  return [
    {
      id,
      frame: first.message.frame,
      encoding: first.message.payload.kind,
      framing,
      topic: topic === null ? null : { ...topic, parameters: topic.parameters.map(parameterOf) },
      entries: set.map((one) => one.entry),
    },
  ];
}

/** Two messages are read alike when nothing of this differs. A binary codec is part of it. */
function wayOfReading({ message, channel }: Placed): string {
  const { payload } = message;
  return JSON.stringify([
    message.frame,
    payload.kind,
    channel.framing,
    channel.topic === null ? null : [channel.topic.at, channel.topic.address],
    payload.kind === "protobuf" ? [payload.messageType, payload.descriptors] : null,
    payload.kind === "avro" ? payload.avro : null,
  ]);
}

type ModelParameter = Route["parameters"][number];

/** A parameter without what only documentation needs. */
export function parameterOf(parameter: ModelParameter) {
  return {
    in: parameter.in,
    name: parameter.name,
    required: parameter.required,
    array: parameter.array,
    value: withMachine(parameter.value),
  };
}

function withMachine(value: ModelParameter["value"]): ParameterValue {
  const machine = value.pattern === null ? null : patternMachine(value.pattern);
  return machine === null ? value : { ...value, patternMachine: machine };
}

/**
 * The frame around one message: what a gateway says itself, and what a mock says, stands in frames as the document's
 * own messages do. Of an envelope nothing is known but the message and the topic, so it holds these.
 */
import type { Framing, Group } from "../contract/v1.ts";
import type { PayloadCodec } from "./decode.ts";
import { pointerTokens, valueAt } from "./pointer.ts";
import { withValueAt } from "./with-value-at.ts";

type Topic = NonNullable<Group["topic"]>;

/** How the messages of a group stand in frames. */
export interface FrameStyle {
  readonly framing: Framing;
  readonly topic: Topic | null;
}

/** The topic that a message goes under, told what the message itself has there; null: it cannot be said. */
export type TopicOf = (topic: Topic, present: unknown) => string | null;

/** The bytes of a frame that holds this one message; null where its topic cannot be said. */
export function composeFrame(
  { framing, topic }: FrameStyle,
  codec: PayloadCodec,
  message: unknown,
  topicOf: TopicOf,
): Uint8Array | null {
  const alone =
    framing.kind === "envelope"
      ? withValueAt({}, pointerTokens(framing.payloadAt), message)
      : message;
  const whole = topic === null ? { message: alone } : underTopic(alone, topic, topicOf);
  return whole && codec.encode(inFrame(framing, whole.message));
}

/** `trades/{symbol}` with a value for each parameter; null where one is not known. */
export function fillTopic(
  { address }: Topic,
  valueOf: (name: string) => string | null,
): string | null {
  let isKnown = true;
  const filled = address.replaceAll(/\{([^{}]*)\}/gu, (_, name: string) => {
    const value = valueOf(name);
    isKnown &&= value !== null;
    return value ?? "";
  });
  return isKnown ? filled : null;
}

function underTopic(
  message: unknown,
  topic: Topic,
  topicOf: TopicOf,
): { readonly message: unknown } | null {
  const tokens = pointerTokens(topic.at);
  const name = topicOf(topic, valueAt(message, tokens));
  return name === null ? null : { message: withValueAt(message, tokens, name) };
}

function inFrame(framing: Framing, message: unknown): unknown {
  switch (framing.kind) {
    case "array":
      return [message];
    case "items":
      return withValueAt({}, pointerTokens(framing.itemsAt), [message]);
    case "message":
    case "jsonrpc":
    case "ndjson":
    case "envelope":
      return message;
  }
}

import type { ApiModuleV1, Entry, Group, Parameter } from "../contract/v1.ts";
import { frameOne } from "../messages/framing.ts";
import type { Codecs } from "../messages/judge.ts";
import { pointerTokens } from "../messages/pointer.ts";
import { withValueAt } from "./with-value-at.ts";
import { createJsonCodec, type PayloadCodec } from "../messages/decode.ts";

/** A frame that is ready to be sent. */
export interface MockFrame {
  readonly messageId: string;
  readonly binary: boolean;
  readonly bytes: Uint8Array;
}

/** Values of the route's path parameters, as the client gave them; they fill topics. */
export type PathValues = ReadonlyMap<string, string>;

/** Writes values as the frames that the document declares for them. */
export interface Outbox {
  /**
   * One frame for each sample of each message that the server sends unasked, in the document's order; not the
   * error message, which answers what was wrong.
   */
  greetings(values: PathValues): readonly MockFrame[];
  /** The first sample of a message as a frame, changed by `adapt`; null where the document has no sample. */
  frameOf(
    messageId: string,
    values: PathValues,
    adapt: (sample: unknown) => unknown,
  ): MockFrame | null;
}

/** The outbox of one route. Groups are those of the flow from server to client. */
export function createOutbox(
  module: ApiModuleV1,
  codecs: Codecs,
  groups: readonly Group[],
): Outbox {
  const { messages, limits, errorMessage } = module.api;
  const json = createJsonCodec("serverToClient", limits.depth);
  const write = (group: Group, entry: Entry, sample: unknown, values: PathValues): MockFrame => ({
    messageId: entry.messageId,
    binary: group.frame === "binary",
    bytes: composeFrame(
      group,
      group.encoding === "json" ? json : codecs(entry.messageId),
      sample,
      values,
    ),
  });
  return {
    greetings: (values) =>
      groups.flatMap((group) =>
        unasked(group, errorMessage?.messageId ?? null).flatMap((entry) =>
          (messages[entry.messageId]?.samples ?? []).map((sample) =>
            write(group, entry, sample, values),
          ),
        ),
      ),
    frameOf(messageId, values, adapt) {
      for (const group of groups) {
        const entry = group.entries.find((candidate) => candidate.messageId === messageId);
        const [sample] = messages[messageId]?.samples ?? [];
        if (entry !== undefined && sample !== undefined) {
          return write(group, entry, adapt(sample), values);
        }
      }
      return null;
    },
  };
}

/** Messages that are no reply, each once however many operations send it. */
function unasked(group: Group, except: string | null): readonly Entry[] {
  const seen = new Set<string>();
  return group.entries.filter((entry) => {
    const isNew = !seen.has(entry.messageId);
    seen.add(entry.messageId);
    return isNew && entry.replyTo === null && entry.messageId !== except;
  });
}

/** The bytes of a frame that holds one message, in the group's framing and under its topic. */
export function composeFrame(
  group: Group,
  codec: PayloadCodec,
  value: unknown,
  values: PathValues,
): Uint8Array {
  const { framing, topic } = group;
  const topical = (whole: unknown): unknown =>
    topic === null ? whole : withValueAt(whole, pointerTokens(topic.at), fillTopic(topic, values));
  if (framing.kind === "envelope") {
    return codec.encode(topical(withValueAt({}, pointerTokens(framing.payloadAt), value)));
  }
  if (framing.kind === "items") {
    return codec.encode(withValueAt({}, pointerTokens(framing.itemsAt), [topical(value)]));
  }
  const bytes = frameOne(framing, codec, topical(value));
  if (bytes === null) {
    throw new Error(`a frame of framing "${framing.kind}" cannot be written`);
  }
  return bytes;
}

/** `trades/{symbol}` with the client's value for each parameter, else one that its type allows. */
function fillTopic({ address, parameters }: Topic, values: PathValues): string {
  return address.replaceAll(/\{([^{}]*)\}/gu, (_, name: string) => {
    const parameter = parameters.find((declared) => declared.name === name);
    return values.get(name) ?? (parameter === undefined ? name : exampleOf(parameter));
  });
}

type Topic = NonNullable<Group["topic"]>;

function exampleOf({ name, value }: Parameter): string {
  const [allowed] = value.allowed;
  if (allowed !== undefined) {
    return allowed;
  }
  const examples: Readonly<Record<Parameter["value"]["type"], string>> = {
    string: name,
    integer: String(Math.ceil(value.minimum ?? 1)),
    number: String(value.minimum ?? 1),
    boolean: "true",
    date: "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
  };
  return examples[value.type];
}

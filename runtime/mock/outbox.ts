import type { ApiModuleV1, Entry, Group, Parameter } from "../contract/v1.ts";
import { composeFrame, fillTopic } from "../messages/compose-frame.ts";
import type { Codecs } from "../messages/judge.ts";
import { createJsonCodec } from "../messages/decode.ts";

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
  const json = createJsonCodec("serverToClient", limits);
  const write = (group: Group, entry: Entry, sample: unknown, values: PathValues): MockFrame => {
    const codec = group.encoding === "json" ? json : codecs(entry.messageId);
    const bytes = composeFrame(group, codec, sample, (topic) => topicWith(values, topic));
    // Every parameter of a topic has an example.
    if (bytes === null) throw new Error(`"${entry.messageId}" has a topic that cannot be filled`);
    return { messageId: entry.messageId, binary: group.frame === "binary", bytes };
  };
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

/** `trades/{symbol}` with the client's value for each parameter, else one that its type allows. */
function topicWith(values: PathValues, topic: Topic): string | null {
  return fillTopic(topic, (name) => {
    const parameter = topic.parameters.find((declared) => declared.name === name);
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

import type { Channel, Framing, Parameter } from "../model/api.ts";
import { parameterNames } from "./address.ts";
import { originOf, type BuildContext } from "./context.ts";
import type { DraftChannel } from "./draft.ts";
import { mayBeTopic } from "./extension/effects.ts";
import type { ReadExtension } from "./extension/extensions.ts";
import { placeKey, textOf, type Fields } from "./fields.ts";
import type { MessageIds } from "./message-names.ts";
import { channelParameters } from "./parameter.ts";

/** What lowering channels takes from the steps before it. */
interface ChannelStep {
  readonly ids: MessageIds;
  readonly extensions: ReadExtension;
  readonly channels: readonly DraftChannel[];
}

/** Lowers a channel; where its socket is, is its route's to say. */
export function lowerChannel(
  context: BuildContext,
  draft: DraftChannel,
  { ids, extensions, channels }: ChannelStep,
): Channel {
  const extension = extensions("channel", draft.id, draft.fields);
  const messageIds = draft.messages.flatMap(
    (message) => ids.get(placeKey(message.fields.node)) ?? [],
  );
  return {
    id: draft.id,
    address: draft.address,
    title: textOf(draft.fields, "title"),
    description: textOf(draft.fields, "description") ?? textOf(draft.fields, "summary"),
    framing: framingOf(context, draft.id, extension),
    topic: mayBeTopic(extension, draft, channels) ? topicOf(context, draft, extension) : null,
    messageIds: [...new Set(messageIds)],
    origin: originOf(draft.fields.node),
  };
}

function framingOf(context: BuildContext, id: string, extension: Fields): Framing {
  const itemsAt = textOf(extension, "itemsAt");
  const payloadAt = textOf(extension, "payloadAt");
  const stated = textOf(extension, "framing");
  const implied = itemsAt !== null ? "items" : payloadAt !== null ? "envelope" : "message";
  switch (stated ?? implied) {
    case "array":
      return { kind: "array" };
    case "ndjson":
      return { kind: "ndjson" };
    case "jsonrpc":
      return { kind: "jsonrpc" };
    case "items":
      return itemsAt === null ? incomplete(context, id, extension) : { kind: "items", itemsAt };
    case "envelope":
      return payloadAt === null
        ? incomplete(context, id, extension)
        : { kind: "envelope", payloadAt };
    default:
      return { kind: "message" };
  }
}

function incomplete(context: BuildContext, id: string, extension: Fields): Framing {
  const at = extension.get("framing") ?? extension.node;
  context.find(
    "framing-incomplete",
    at,
    `the framing of channel "${id}" does not say where its messages stand`,
  );
  return { kind: "message" };
}

/** A topic's parameters stand in its address as the text in a message has it. */
function topicOf(context: BuildContext, draft: DraftChannel, extension: Fields): Channel["topic"] {
  const at = textOf(extension, "topicAt");
  if (at === null) {
    return null;
  }
  const address = draft.address ?? draft.id;
  const parameters = channelParameters(context, draft, {
    parameters: parameterNames(address),
    queryParameters: [],
  });
  return { at, address, parameters: parameters.filter(isInPath) };
}

function isInPath(parameter: Parameter): boolean {
  return parameter.in === "path";
}

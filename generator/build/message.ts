import type { Message } from "../model/api.ts";
import { originOf, type BuildContext } from "./context.ts";
import { correlationAt } from "./correlation.ts";
import type { DraftChannel, DraftMessage } from "./draft.ts";
import type { ReadExtension } from "./extension/extensions.ts";
import { childOf, isTrue, itemsOf, placeKey, textOf, textsOf, type Fields } from "./fields.ts";
import { exampleWithHeaders, withHeaders } from "./header-schema.ts";
import type { MessageIds } from "./message-names.ts";
import { lowerPayload } from "./payload.ts";
import { plainOf } from "./plain-json.ts";
import type { SchemaTable } from "./schema/table.ts";

/** What lowering messages takes from the steps before it. */
export interface MessageStep {
  readonly context: BuildContext;
  readonly table: SchemaTable;
  readonly ids: MessageIds;
  readonly extensions: ReadExtension;
  readonly channels: ReadonlyMap<string, DraftChannel>;
}

/** Lowers every message once, in the order in which the document mentions them. */
export function lowerMessages(
  step: MessageStep,
  mentions: readonly DraftMessage[],
): readonly Message[] {
  const done = new Set<string>();
  return mentions.flatMap((draft) => {
    const key = placeKey(draft.fields.node);
    const id = step.ids.get(key);
    if (done.has(key) || id === undefined) {
      return [];
    }
    done.add(key);
    return [lowerMessage(step, draft, id)];
  });
}

function lowerMessage(step: MessageStep, draft: DraftMessage, id: string): Message {
  const { context, table } = step;
  const { fields } = draft;
  const extension = step.extensions("message", id, fields);
  const headersAt = textOf(extension, "headersAt") ?? channelHeadersAt(step, draft.channelId);
  reportHeaders(context, id, fields, headersAt);
  const frame = textOf(extension, "frame");
  const contentType = textOf(fields, "contentType");
  const defaultContentType = childOf(context.tree.root, "defaultContentType")?.value;
  const lowered = lowerPayload(
    {
      message: fields.node,
      payload: fields.raw("payload"),
      schemaFormat: textOf(fields, "schemaFormat"),
      contentType,
      defaultContentType: typeof defaultContentType === "string" ? defaultContentType : null,
      frameOverride: frame === "text" || frame === "binary" ? frame : null,
      messageId: id,
    },
    table,
    context.report,
  );
  lowered.decisions.forEach(context.decide);
  const headers = headersAt === null ? null : fields.raw("headers");
  const whole =
    headers === null || headersAt === null
      ? lowered
      : withHeaders(lowered, { messageId: id, message: fields.node, headers, headersAt }, table);
  return {
    id,
    title: textOf(fields, "title"),
    description: textOf(fields, "description") ?? textOf(fields, "summary"),
    frame: lowered.frame,
    contentType,
    payload: whole.payload,
    typeName: whole.typeName,
    correlationAt: correlationAt(context, id, fields, headersAt),
    sensitive: textsOf(extension, "sensitive"),
    examples: examplesOf(context, fields, headersAt),
    deprecated: isTrue(fields, "deprecated") || isTrue(fields, "x-deprecated"),
    origin: originOf(fields.node),
  };
}

function channelHeadersAt(step: MessageStep, channelId: string): string | null {
  const channel = step.channels.get(channelId);
  return channel === undefined
    ? null
    : textOf(step.extensions("channel", channelId, channel.fields), "headersAt");
}

function reportHeaders(
  context: BuildContext,
  id: string,
  fields: Fields,
  headersAt: string | null,
): void {
  const headers = fields.get("headers");
  if (headers !== null && headersAt === null) {
    context.find(
      "message-headers",
      headers,
      `message "${id}" describes headers, which a frame does not have`,
    );
  }
}

/** Payloads of `examples`; an example may hold only headers, or be the payload itself, as 2.0 allowed. */
function examplesOf(
  { tree }: BuildContext,
  fields: Fields,
  headersAt: string | null,
): readonly unknown[] {
  return itemsOf(fields.get("examples")).flatMap((item) => {
    const example = tree.follow(item)?.node;
    if (example === undefined) {
      return [];
    }
    const payload = childOf(example, "payload");
    const target = payload === null ? undefined : tree.follow(payload)?.node;
    if (target !== undefined) {
      const headers = headersAt === null ? null : childOf(example, "headers");
      const value = plainOf(target.value);
      return headers === null || headersAt === null
        ? [value]
        : [exampleWithHeaders(value, plainOf(headers.value), headersAt)];
    }
    return isExampleObject(example.value) ? [] : [plainOf(example.value)];
  });
}

const EXAMPLE_KEYS = new Set(["headers", "name", "summary"]);

function isExampleObject(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).every((key) => EXAMPLE_KEYS.has(key) || key.startsWith("x-"))
  );
}

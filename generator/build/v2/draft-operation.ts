import type { SourceNode } from "../../source/tree.ts";
import type { BuildContext } from "../context.ts";
import type { DraftMessage, DraftOperation } from "../draft.ts";
import { draftMessage } from "../draft-message.ts";
import { childOf, itemsOf, lastSegment, placeKey, textOf } from "../fields.ts";
import { traitsOver } from "../traits.ts";
import { draftSecurity } from "./draft-security.ts";

/** One direction of a 2.x channel. Without an `operationId` it is called `<channel>.publish`. */
export function draftOperation(
  context: BuildContext,
  node: SourceNode,
  verb: "publish" | "subscribe",
  channelId: string,
): DraftOperation {
  const fields = traitsOver("operation")(context, node);
  const id = textOf(fields, "operationId") ?? `${channelId}.${verb}`;
  const message = fields.raw("message");
  if (message === null) {
    context.find(
      "operation-without-message",
      node,
      `${verb} of channel "${channelId}" names no message, so whatever is sent passes`,
    );
  }
  return {
    id,
    fields,
    action: verb === "publish" ? "receive" : "send",
    channelId,
    messages: message === null ? [] : messagesOf(context, message, channelId, `${id}.message`),
    anything: message === null,
    reply: null,
    security: draftSecurity(context, fields.get("security")),
  };
}

/** The message, or each of its `oneOf`, which may itself stand behind a `$ref`. */
function messagesOf(
  context: BuildContext,
  message: SourceNode,
  channelId: string,
  place: string,
): readonly DraftMessage[] {
  const found: DraftMessage[] = [];
  const seen = new Set<string>();
  const visit = (node: SourceNode, name: string): void => {
    const target = context.tree.follow(node)?.node;
    if (target === undefined || seen.has(placeKey(target))) {
      return;
    }
    seen.add(placeKey(target));
    const options = childOf(target, "oneOf");
    if (options !== null) {
      itemsOf(options).forEach((item) => visit(item, `${name}.${lastSegment(item.pointer)}`));
      return;
    }
    const mention = { node, channelId, key: null, place: name, merge: traitsOver("message") };
    const draft = draftMessage(context, mention);
    if (draft !== null) {
      found.push(draft);
    }
  };
  visit(message, place);
  return found;
}

import type { Flow, Operation, Policy, Reply } from "../model/api.ts";
import { originOf } from "./context.ts";
import type { Action, DraftChannel, DraftMessage, DraftOperation } from "./draft.ts";
import type { ReadExtension } from "./extension/extensions.ts";
import { numberOf, placeKey, textOf, textsOf } from "./fields.ts";
import type { MessageIds } from "./message-names.ts";
import { violationOf } from "./policy.ts";
import type { LowerSecurity } from "./security.ts";
import { wso2Scopes } from "./wso2.ts";

/** What lowering operations takes from the steps before it. */
export interface OperationStep {
  readonly ids: MessageIds;
  readonly extensions: ReadExtension;
  readonly perspective: "server" | "client";
  readonly policy: Policy;
  readonly security: LowerSecurity;
  /** For what stands on channels by slip. */
  readonly channels: ReadonlyMap<string, DraftChannel>;
}

/** The one place where what an application does becomes which way messages go. */
export function flowOf(action: Action, perspective: "server" | "client"): Flow {
  const isClientSending = (action === "send") === (perspective === "client");
  return isClientSending ? "clientToServer" : "serverToClient";
}

/** Lowers one operation. */
export function lowerOperation(step: OperationStep, draft: DraftOperation): Operation {
  const { fields, id } = draft;
  const extension = step.extensions("operation", id, fields);
  const flow = flowOf(draft.action, step.perspective);
  const slip = step.channels.get(draft.channelId)?.security ?? null;
  const security = step.security(draft.security ?? slip, id);
  const named = security.flatMap(({ schemes }) => schemes.flatMap(({ scopes }) => scopes));
  return {
    id,
    flow,
    channelId: draft.channelId,
    messageIds: idsOf(step.ids, draft.messages),
    anything: draft.anything,
    reply: replyOf(step.ids, draft),
    security,
    scopes: unique([
      ...textsOf(extension, "scopes"),
      ...wso2Scopes(fields),
      ...onlyChoice(security.length, named),
    ]),
    quota: textOf(extension, "quota"),
    onViolation: violationOf(extension, "onViolation") ?? step.policy.onViolation[flow],
    replyTimeoutMs: numberOf(extension, "replyTimeoutMs") ?? 30_000,
    title: textOf(fields, "title"),
    description: textOf(fields, "description") ?? textOf(fields, "summary"),
    origin: originOf(fields.node),
  };
}

/** Scopes of a requirement bind only where there is no other requirement to choose instead. */
function onlyChoice(choices: number, scopes: readonly string[]): readonly string[] {
  return choices === 1 ? scopes : [];
}

function replyOf(ids: MessageIds, { reply }: DraftOperation): Reply | null {
  return reply === null
    ? null
    : { channelId: reply.channelId, messageIds: idsOf(ids, reply.messages) };
}

function idsOf(ids: MessageIds, messages: readonly DraftMessage[]): readonly string[] {
  return unique(messages.flatMap(({ fields }) => ids.get(placeKey(fields.node)) ?? []));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

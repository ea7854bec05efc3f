import type { ApiModuleV1, Flow, FlowPlan } from "../../runtime/contract/v1.ts";
import { createJudge, type Judge } from "../../runtime/messages/judge.ts";
import { decoded, type PayloadCodec } from "../../runtime/messages/decode.ts";
import type { Verdict } from "../../runtime/messages/verdict.ts";
import { chatApi, chooseByType, entry } from "../helpers/chat-api.ts";

/** The compiled chat API. */
export const { module: CHAT } = chatApi();

/** Raw text and bytes are what they are. */
export const PLAIN: PayloadCodec = {
  decode: (bytes) => decoded(Buffer.from(bytes).toString("utf8")),
  encode: (value) => Buffer.from(String(value)),
};

/** A judge of these groups, whose messages are told apart by `type`. */
export function judgeOf(plan: Partial<FlowPlan>, flow: Flow = "clientToServer"): Judge {
  const groups = plan.groups ?? [];
  const choosers = Object.fromEntries(groups.map((group) => [group.id, chooseByType(group)]));
  const module: ApiModuleV1 = { ...CHAT, choosers };
  const full: FlowPlan = { anything: false, onViolation: "reject", groups, ...plan };
  return createJudge({ module, codecs: () => PLAIN, flow, plan: full });
}

/** A verdict in one line. */
export function told(verdict: Verdict): string {
  if (verdict.kind === "refused") {
    return `${verdict.code} ${verdict.entry?.messageId ?? "-"} ${verdict.pointer}: ${verdict.detail}`;
  }
  const items = verdict.items.map(({ entries }) => entries.map((one) => one.messageId).join("+"));
  return `accepted ${items.join(", ")}`;
}

/** The bytes of a text, or of a value as JSON. */
export const text = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

/** A message that fits. */
export const SAY = { type: "say", text: "hi" };
/** What a client may send. */
export const CLIENT = [entry("say", "send"), entry("ask", "inquire")];

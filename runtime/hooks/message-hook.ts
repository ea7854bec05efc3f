import type { Clock } from "../clock.ts";
import type { Flow } from "../contract/v1.ts";
import { settleHook } from "./settle.ts";
import type { AnyApi, ConnectionContext, Hooks, MessageContext } from "./types.ts";

/** What a hook decided about one message. */
export type HookOutcome =
  | { readonly kind: "forward" }
  | { readonly kind: "transform"; readonly payload: unknown }
  | { readonly kind: "answer"; readonly answers: readonly Answer[] }
  | {
      readonly kind: "refuse";
      readonly reason: string;
      readonly code: "FORBIDDEN" | "MESSAGE_INVALID";
    };

/** A message that a hook sends back. */
export interface Answer {
  readonly messageId: string;
  readonly payload: unknown;
}

/** A hook for one message id. */
export type MessageHook = NonNullable<NonNullable<Hooks["onClientMessage"]>[string]>;

/** The message a hook is called with and who sent it. */
export interface HookCall {
  readonly flow: Flow;
  readonly messageId: string;
  readonly operationId: string;
  readonly payload: unknown;
  readonly connection: ConnectionContext;
}

/** The hook for a message of a flow; null: none. */
export function hookFor(hooks: Hooks | null, flow: Flow, messageId: string): MessageHook | null {
  const byId = flow === "clientToServer" ? hooks?.onClientMessage : hooks?.onServerMessage;
  if (byId === undefined || !Object.hasOwn(byId, messageId)) return null;
  return byId[messageId] ?? null;
}

/** Runs one hook; what it does to its context after it ended has no effect. */
export function runMessageHook(
  hook: MessageHook,
  call: HookCall,
  clock: Clock,
): HookOutcome | Promise<HookOutcome> {
  const said: Said = { transform: null, answers: [], refusal: null };
  const name = `${call.flow === "clientToServer" ? "onClientMessage" : "onServerMessage"}.${call.messageId}`;
  return settleHook(
    name,
    clock,
    () => hook(call.payload, contextOf(call, said)),
    () => outcomeOf(said),
  );
}

interface Said {
  transform: { readonly payload: unknown } | null;
  answers: Answer[];
  refusal: { readonly reason: string; readonly code: "FORBIDDEN" | "MESSAGE_INVALID" } | null;
}

function contextOf(call: HookCall, said: Said): MessageContext<unknown, AnyApi["serverMessages"]> {
  return {
    ...call.connection,
    messageId: call.messageId,
    operationId: call.operationId,
    transform(payload) {
      said.transform = { payload };
    },
    answer(messageId, payload) {
      said.answers.push({ messageId, payload });
    },
    refuse(reason, code = "FORBIDDEN") {
      said.refusal = refusalOf(reason, code);
    },
  };
}

/** Types do not bind a hook: a code of its own would reach clients, logs and metrics. */
function refusalOf(reason: unknown, code: unknown): NonNullable<Said["refusal"]> {
  if (code !== "FORBIDDEN" && code !== "MESSAGE_INVALID") {
    throw new TypeError("refuse takes the codes FORBIDDEN and MESSAGE_INVALID");
  }
  if (typeof reason !== "string") {
    throw new TypeError("refuse takes a reason that is a string");
  }
  return { reason, code };
}

/** A refusal beats an answer, and an answer beats a transformation, whatever was said first. */
function outcomeOf(said: Said): HookOutcome {
  if (said.refusal !== null) return { kind: "refuse", ...said.refusal };
  if (said.answers.length > 0) return { kind: "answer", answers: [...said.answers] };
  if (said.transform !== null) return { kind: "transform", payload: said.transform.payload };
  return { kind: "forward" };
}

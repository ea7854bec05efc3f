/**
 * What becomes of a frame that may not pass, by the `onViolation` of its operation: `reject` tells a client with the
 * document's own error message and closes where there is none; `drop` says nothing; `close` ends the connection;
 * `observe` forwards. A backend is never told: its rejected frames are dropped.
 */
import type { ApiDocument, Entry, Flow, FlowPlan, OnViolation } from "../contract/v1.ts";
import { writeErrorMessage } from "../messages/error-message.ts";
import type { Outgoing, WriteMessage } from "../messages/outgoing.ts";
import type { RefusalEvent } from "../observe/observer.ts";
import type { RefusalCode } from "../refusals.ts";

/** One refused message. */
export interface Violation {
  readonly code: RefusalCode;
  readonly entry: Entry | null;
  readonly pointer: string | null;
  /** One sentence without payload. */
  readonly detail: string;
}

/** What is done about it. */
export type Remedy =
  | { readonly action: "observed" | "dropped" | "closed" }
  | { readonly action: "rejected"; readonly message: Exclude<Outgoing, { kind: "fault" }> };

/** What decides about violations of one flow. */
export interface RemedyOptions {
  readonly flow: Flow;
  readonly plan: FlowPlan;
  readonly api: ApiDocument;
  readonly write: WriteMessage;
  /** `serve --observe`: everything is forwarded and counted. */
  readonly observeOnly: boolean;
}

/** Decides; the caller does it. */
export function remedyOf(violation: Violation, options: RemedyOptions): Remedy {
  switch (policyOf(violation, options)) {
    case "observe":
      return { action: "observed" };
    case "drop":
      return { action: "dropped" };
    case "close":
      return { action: "closed" };
    case "reject":
      return options.flow === "serverToClient" ? { action: "dropped" } : reject(violation, options);
  }
}

/** The event that goes to the log and the counters. */
export function eventOf(
  violation: Violation,
  flow: Flow,
  action: RefusalEvent["action"],
): Omit<RefusalEvent, "connection"> {
  return {
    code: violation.code,
    flow,
    channelId: violation.entry?.channelId ?? null,
    operationId: violation.entry?.operationId ?? null,
    messageId: violation.entry?.messageId ?? null,
    pointer: violation.pointer,
    detail: violation.detail,
    action,
  };
}

/** What the document, or the operator, wants done. */
export function policyOf(
  violation: Violation,
  options: Pick<RemedyOptions, "observeOnly" | "plan">,
): OnViolation {
  if (options.observeOnly) return "observe";
  return violation.entry?.onViolation ?? options.plan.onViolation;
}

function reject(violation: Violation, options: RemedyOptions): Remedy {
  const { code, detail, pointer } = violation;
  const message = writeErrorMessage(options.api, options.write, { code, message: detail, pointer });
  // Silence would leave callers hanging, and a text that the document does not declare is never sent.
  if (message === null || message.kind === "fault") return { action: "closed" };
  return { action: "rejected", message };
}

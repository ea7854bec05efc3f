import type { Flow } from "../contract/v1.ts";
import { HookFailure } from "../hooks/settle.ts";
import type { ConnectionLabel, Observer } from "../observe/observer.ts";
import type { RefusalCode } from "../refusals.ts";

/** Why the gateway ends a connection. */
export interface EndReason {
  readonly code: RefusalCode;
  /** Whose messages were the reason; null: nobody's. */
  readonly flow: Flow | null;
  /** One sentence without payload. */
  readonly detail: string;
  /** The defect behind INTERNAL. */
  readonly cause?: unknown;
}

/** Tells the observer that a connection ends for a reason that is no message's. */
export function reportEnd(observer: Observer, connection: ConnectionLabel, end: EndReason): void {
  observer.refused({
    ...end,
    connection,
    channelId: null,
    operationId: null,
    messageId: null,
    pointer: null,
    action: "closed",
  });
}

/** A defect as a reason. It names the kind of the defect only: its own message may hold a payload. */
export function defect(cause: unknown): EndReason {
  const kind = cause instanceof Error ? cause.name : typeof cause;
  const what = cause instanceof HookFailure ? cause.message : kind;
  return { code: "INTERNAL", flow: null, detail: `internal error: ${what}`, cause };
}

import type { Clock } from "../clock.ts";
import { systemClock } from "../clock.ts";
import { Refusal } from "../refusals.ts";
import { HookFailure, settleHook } from "./settle.ts";
import type { ConnectContext, Hooks } from "./types.ts";

/** What `onConnect` is told; `refuse` is added here. */
export type ConnectFacts = Omit<ConnectContext, "refuse">;

/**
 * Runs `onConnect` before the backend is dialled. Throws a FORBIDDEN refusal where the hook refuses and an INTERNAL
 * one where it throws or takes over 5 s.
 */
export async function runConnectHook(
  hooks: Hooks | null,
  facts: ConnectFacts,
  clock: Clock = systemClock,
): Promise<void> {
  const onConnect = hooks?.onConnect;
  if (onConnect === undefined) return;
  let reason: string | null = null;
  const context: ConnectContext = {
    ...facts,
    refuse(given) {
      reason ??= given;
    },
  };
  try {
    await settleHook(
      "onConnect",
      clock,
      () => onConnect(context),
      () => undefined,
    );
  } catch (cause) {
    if (cause instanceof HookFailure) throw new Refusal("INTERNAL", {}, { cause });
    throw cause;
  }
  if (reason !== null) throw new Refusal("FORBIDDEN", { reason });
}

import type { Clock } from "../clock.ts";
import { settleHook } from "./settle.ts";
import type { CloseContext, Hooks } from "./types.ts";

/**
 * Runs `onClose`, if there is one. The connection is gone: a hook that fails is told to `failed` and has no other
 * effect.
 */
export function runCloseHook(
  hooks: Hooks | null,
  context: CloseContext,
  clock: Clock,
  failed: (cause: unknown) => void,
): void {
  const onClose = hooks?.onClose;
  if (onClose === undefined) return;
  try {
    const done = settleHook(
      "onClose",
      clock,
      () => onClose(context),
      () => undefined,
    );
    if (done instanceof Promise) done.catch(failed);
  } catch (cause) {
    failed(cause);
  }
}

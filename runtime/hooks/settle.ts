import type { Clock } from "../clock.ts";

/** How long a hook may take, in milliseconds; one that takes longer counts as one that threw. */
export const HOOK_TIMEOUT_MS = 5_000;

/** A hook that threw or took too long: a defect of the operator's code, INTERNAL for the connection. */
export class HookFailure extends Error {
  override readonly name = "HookFailure";
}

/**
 * Calls a hook and gives back `after()`: at once where the hook is not async, so that a frame is not delayed for
 * nothing, else when it is done. Throws or rejects with a `HookFailure`.
 */
export function settleHook<Result>(
  name: string,
  clock: Clock,
  call: () => void | Promise<void>,
  after: () => Result,
): Result | Promise<Result> {
  let returned: void | Promise<void>;
  try {
    returned = call();
  } catch (cause) {
    throw failure(name, cause);
  }
  if (!isThenable(returned)) return after();
  return withinTime(name, clock, returned).then(after);
}

async function withinTime(name: string, clock: Clock, promise: Promise<void>): Promise<void> {
  let cancel = (): void => {};
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(HOOK_TIMEOUT_MS, () => {
      reject(new HookFailure(`${name} did not end within ${HOOK_TIMEOUT_MS} ms`));
    });
  });
  try {
    await Promise.race([promise, late]);
  } catch (cause) {
    throw cause instanceof HookFailure ? cause : failure(name, cause);
  } finally {
    cancel();
  }
}

/** Names the kind of error only: its message may hold a payload. */
function failure(name: string, cause: unknown): HookFailure {
  const what = cause instanceof Error ? cause.name : typeof cause;
  return new HookFailure(`${name} threw ${what}`, { cause });
}

/** Types do not bind what a hook returns: it may be null or have any member called `then`. */
function isThenable(value: unknown): value is Promise<void> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

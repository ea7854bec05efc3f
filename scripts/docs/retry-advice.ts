import type { RetryClass } from "../../runtime/contract/v1.ts";

const ADVICE = {
  never: "Trying again unchanged has the same end.",
  afterAuth: "Try again with fresh credentials.",
  backoff: "Try again, waiting longer each time and never at the same moment as others.",
  after: "Try again after the time that the answer names.",
} as const satisfies Record<RetryClass, string>;

/** What a client does about a refusal of this class, as one sentence. */
export function retryAdvice(retry: RetryClass): string {
  return ADVICE[retry];
}

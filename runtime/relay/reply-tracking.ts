/**
 * Requests and replies as they pass. Only what carries a correlation id is tracked. A reply whose id nobody asked with
 * may answer a request that came another way or before a restart: only where the document says what to do about
 * violations is it treated as one.
 */
import type { PendingReplies } from "../messages/replies.ts";
import type { Item } from "../messages/verdict.ts";
import { Refusal } from "../refusals.ts";
import type { Violation } from "./violation.ts";

/** The requests sent in a flow, and those of the other, which are answered in it. */
export interface TrackedReplies {
  readonly requests: PendingReplies;
  readonly awaited: PendingReplies;
}

/** REPLY_UNEXPECTED, about the first reply of a frame that nobody asked for; null: there is none. */
export function unexpectedReply(
  items: readonly Item[],
  { awaited }: TrackedReplies,
): Violation | null {
  const item = items.find((one) => isUnexpected(one, awaited));
  if (item === undefined) return null;
  const [entry] = item.entries;
  const { code, message: detail } = new Refusal("REPLY_UNEXPECTED", { message: entry.messageId });
  const onViolation = entry.onUnexpectedReply ?? "observe";
  return { code, entry: { ...entry, onViolation }, pointer: null, detail };
}

/** Counts the replies of a frame that goes no further because nobody asked for them. */
export function countUnexpected(items: readonly Item[], { awaited }: TrackedReplies): void {
  for (const item of items) {
    const { correlation: key } = item;
    if (key !== null && isUnexpected(item, awaited)) {
      awaited.answered(key, operationsAnswered(item, awaited));
    }
  }
}

function isUnexpected(item: Item, awaited: PendingReplies): boolean {
  const answered = operationsAnswered(item, awaited);
  const { correlation: key } = item;
  return key !== null && answered.length > 0 && !awaited.isAsked(key, answered);
}

/** Notes the request or the reply that passes. */
export function trackReplies(item: Item, { requests, awaited }: TrackedReplies): void {
  const { correlation: key, entries } = item;
  if (key === null) return;
  for (const { operationId, replyMessageIds, replyTimeoutMs } of entries) {
    if (replyMessageIds.length === 0) continue;
    requests.asked({ key, operationId, replyMessageIds, timeoutMs: replyTimeoutMs });
  }
  const answered = operationsAnswered(item, awaited);
  if (answered.length > 0) awaited.answered(key, answered);
}

/** The operations whose requests this answers; none where it may as well be a message that nobody asks for. */
function operationsAnswered(item: Item, awaited: PendingReplies): readonly string[] {
  const answered = item.entries.flatMap((entry) => entry.replyTo ?? []);
  const isOnlyReply = answered.length === item.entries.length;
  const isKnown = item.correlation !== null && awaited.expected(item.correlation) !== null;
  return isOnlyReply || isKnown ? answered : [];
}

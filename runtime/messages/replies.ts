/**
 * Who waits for what: requests of one flow whose replies come in the other, matched by correlation id. Bounded, so
 * that a peer cannot fill the memory with requests that are never answered.
 */
import type { Clock } from "../clock.ts";
import { numberTextOf } from "./json/number-texts.ts";
import { valueAt } from "./pointer.ts";

/** Requests of one connection and flow that wait at most; beyond it the oldest is given up and counted as missing. */
export const MAX_PENDING_REQUESTS = 1_000;

/** Characters of a correlation id that is tracked; a longer one is forwarded and not tracked. */
export const MAX_CORRELATION_CHARACTERS = 256;

/** One request that was forwarded. */
export interface Request {
  readonly key: string;
  readonly operationId: string;
  readonly replyMessageIds: readonly string[];
  readonly timeoutMs: number;
}

/** How a reply ended, or that none came. */
export type ReplyOutcome = "matched" | "late" | "missing" | "unexpected";

/** Told once for each request and for each reply that no request waits for. */
export type ReplyReport = (
  operationId: string,
  outcome: ReplyOutcome,
  milliseconds: number | null,
) => void;

/** The requests of one flow on one connection. */
export interface PendingReplies {
  /** Message ids that answer the request with this key; null: none waits. */
  expected(key: string): readonly string[] | null;
  /** A request was forwarded. One with the key of another that still waits takes its place. */
  asked(request: Request): void;
  /** A reply to one of these operations was forwarded. */
  answered(key: string, operationIds: readonly string[]): void;
  /** The connection ended: nobody waits any more. */
  stop(): void;
}

/** The correlation id at a place in a message as a map key, or null where none stands there that could be one. */
export function correlationAt(message: unknown, place: readonly string[]): string | null {
  const id = valueAt(message, place);
  const container = valueAt(message, place.slice(0, -1));
  const text = numberTextOf(container, place.at(-1) ?? "") ?? id;
  return correlationKey(text, typeof id);
}

function correlationKey(id: unknown, type: string): string | null {
  if (typeof id !== "string" && typeof id !== "number" && typeof id !== "bigint") return null;
  const text = String(id);
  // "1" and 1 are different ids (JSON-RPC 2.0 section 5).
  return text.length > MAX_CORRELATION_CHARACTERS ? null : `${type}:${text}`;
}

interface Waiting extends Request {
  readonly askedAtMs: number;
  readonly deadlineMs: number;
}

/** Starts with nobody waiting; one timer runs while somebody does. */
export function createPendingReplies(clock: Clock, report: ReplyReport): PendingReplies {
  const waiting = new Map<string, Waiting>();
  const givenUp = new Map<string, Waiting>();
  let timer: { readonly atMs: number; readonly cancel: () => void } | null = null;

  const giveUp = (request: Waiting): void => {
    waiting.delete(request.key);
    givenUp.set(request.key, request);
    dropOldest(givenUp);
    report(request.operationId, "missing", null);
  };
  const sweep = (): void => {
    timer = null;
    const now = clock.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const request of waiting.values()) {
      if (request.deadlineMs <= now) giveUp(request);
      else nextMs = Math.min(nextMs, request.deadlineMs);
    }
    if (waiting.size > 0) sweepAt(nextMs);
  };
  const sweepAt = (deadlineMs: number): void => {
    // Looked through at most ten times a second, however many wait.
    const atMs = Math.max(deadlineMs, clock.now() + 100);
    if (timer !== null && timer.atMs <= atMs) return;
    timer?.cancel();
    timer = { atMs, cancel: clock.after(atMs - clock.now(), sweep) };
  };

  return {
    expected: (key) => (waiting.get(key) ?? givenUp.get(key))?.replyMessageIds ?? null,
    asked(request) {
      const now = clock.now();
      givenUp.delete(request.key);
      waiting.delete(request.key);
      const deadlineMs = now + request.timeoutMs;
      waiting.set(request.key, { ...request, askedAtMs: now, deadlineMs });
      const oldest = waiting.size > MAX_PENDING_REQUESTS ? first(waiting) : null;
      if (oldest !== null) giveUp(oldest);
      sweepAt(deadlineMs);
    },
    answered(key, operationIds) {
      const inTime = waiting.get(key);
      const request = inTime ?? givenUp.get(key);
      if (request === undefined || !operationIds.includes(request.operationId)) {
        report(operationIds[0] ?? "", "unexpected", null);
        return;
      }
      waiting.delete(key);
      givenUp.delete(key);
      const outcome = inTime === undefined ? "late" : "matched";
      report(request.operationId, outcome, clock.now() - request.askedAtMs);
    },
    stop() {
      timer?.cancel();
      timer = null;
      waiting.clear();
      givenUp.clear();
    },
  };
}

function dropOldest(requests: Map<string, Waiting>): void {
  const oldest = requests.size > MAX_PENDING_REQUESTS ? first(requests) : null;
  if (oldest !== null) requests.delete(oldest.key);
}

function first(requests: ReadonlyMap<string, Waiting>): Waiting | null {
  for (const request of requests.values()) return request;
  return null;
}

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

/** How a request's first reply ended, or that none came, or that nobody asked. */
export type ReplyOutcome = "matched" | "late" | "missing" | "unexpected";

/** Told once for each request and for each reply to none; further replies to an answered request are not told. */
export type ReplyReport = (
  operationId: string,
  outcome: ReplyOutcome,
  milliseconds: number | null,
) => void;

/** The requests of one flow on one connection. */
export interface PendingReplies {
  /** Message ids that answer the request with this key, answered before or not; null: there is none. */
  expected(key: string): readonly string[] | null;
  /** A request was forwarded. One with the key of another that still waits takes its place. */
  asked(request: Request): void;
  /** A reply to one of these operations was forwarded; false: none of them asked. */
  answered(key: string, operationIds: readonly string[]): boolean;
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

interface Settled extends Waiting {
  readonly isAnswered: boolean;
}

/** Starts with nobody waiting; one timer runs while somebody does. */
export function createPendingReplies(clock: Clock, report: ReplyReport): PendingReplies {
  const waiting = new Map<string, Waiting>();
  /** Those that do not wait any more: given up or answered. A subscription has many replies to one request. */
  const settled = new Map<string, Settled>();
  let timer: { readonly atMs: number; readonly cancel: () => void } | null = null;

  const settleRequest = (request: Settled): void => {
    waiting.delete(request.key);
    settled.set(request.key, request);
    const oldest = settled.size > MAX_PENDING_REQUESTS ? first(settled) : null;
    if (oldest !== null) settled.delete(oldest.key);
  };
  const giveUp = (request: Waiting): void => {
    settleRequest({ ...request, isAnswered: false });
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
    expected: (key) => (waiting.get(key) ?? settled.get(key))?.replyMessageIds ?? null,
    asked(request) {
      const now = clock.now();
      settled.delete(request.key);
      waiting.delete(request.key);
      const deadlineMs = now + request.timeoutMs;
      waiting.set(request.key, { ...request, askedAtMs: now, deadlineMs });
      const oldest = waiting.size > MAX_PENDING_REQUESTS ? first(waiting) : null;
      if (oldest !== null) giveUp(oldest);
      sweepAt(deadlineMs);
    },
    answered(key, operationIds) {
      const inTime = waiting.get(key);
      const before = settled.get(key);
      const request = inTime ?? before;
      if (request === undefined || !operationIds.includes(request.operationId)) {
        report(operationIds[0] ?? "", "unexpected", null);
        return false;
      }
      if (before?.isAnswered === true) return true;
      settleRequest({ ...request, isAnswered: true });
      const outcome = inTime === undefined ? "late" : "matched";
      report(request.operationId, outcome, clock.now() - request.askedAtMs);
      return true;
    },
    stop() {
      timer?.cancel();
      timer = null;
      waiting.clear();
      settled.clear();
    },
  };
}

function first<Kind extends Request>(requests: ReadonlyMap<string, Kind>): Kind | null {
  for (const request of requests.values()) return request;
  return null;
}

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
  /** Whether one of these operations asked with this key, answered before or not. */
  isAsked(key: string, operationIds: readonly string[]): boolean;
  /** A reply to one of these operations came; one that none of them asked for is told, and no more. */
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

interface Settled extends Waiting {
  readonly isAnswered: boolean;
}

/** Starts with nobody waiting; one timer runs while somebody does. */
export function createPendingReplies(clock: Clock, report: ReplyReport): PendingReplies {
  return new Pending(clock, report);
}

class Pending implements PendingReplies {
  readonly #clock: Clock;
  readonly #report: ReplyReport;
  readonly #waiting = new Map<string, Waiting>();
  /** Those that do not wait any more: given up or answered. A subscription has many replies to one request. */
  readonly #settled = new Map<string, Settled>();
  #timer: { readonly atMs: number; readonly cancel: () => void } | null = null;

  constructor(clock: Clock, report: ReplyReport) {
    this.#clock = clock;
    this.#report = report;
  }

  expected(key: string): readonly string[] | null {
    return (this.#waiting.get(key) ?? this.#settled.get(key))?.replyMessageIds ?? null;
  }

  asked(request: Request): void {
    const askedAtMs = this.#clock.now();
    const deadlineMs = askedAtMs + request.timeoutMs;
    this.#settled.delete(request.key);
    this.#waiting.delete(request.key);
    this.#waiting.set(request.key, { ...request, askedAtMs, deadlineMs });
    const oldest = this.#waiting.size > MAX_PENDING_REQUESTS ? first(this.#waiting) : null;
    if (oldest !== null) this.#giveUp(oldest);
    this.#sweepAt(deadlineMs);
  }

  isAsked(key: string, operationIds: readonly string[]): boolean {
    const request = this.#waiting.get(key) ?? this.#settled.get(key);
    return request !== undefined && operationIds.includes(request.operationId);
  }

  answered(key: string, operationIds: readonly string[]): void {
    const inTime = this.#waiting.get(key);
    const before = this.#settled.get(key);
    const request = inTime ?? before;
    if (request === undefined || !this.isAsked(key, operationIds)) {
      this.#report(operationIds[0] ?? "", "unexpected", null);
      return;
    }
    if (before?.isAnswered === true) return;
    this.#settle({ ...request, isAnswered: true });
    const outcome = inTime === undefined ? "late" : "matched";
    this.#report(request.operationId, outcome, this.#clock.now() - request.askedAtMs);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#waiting.clear();
    this.#settled.clear();
  }

  #settle(request: Settled): void {
    this.#waiting.delete(request.key);
    this.#settled.set(request.key, request);
    const oldest = this.#settled.size > MAX_PENDING_REQUESTS ? first(this.#settled) : null;
    if (oldest !== null) this.#settled.delete(oldest.key);
  }

  #giveUp(request: Waiting): void {
    this.#settle({ ...request, isAnswered: false });
    this.#report(request.operationId, "missing", null);
  }

  /** Looks through those that wait at most ten times a second, however many they are. */
  #sweepAt(deadlineMs: number): void {
    const now = this.#clock.now();
    const atMs = Math.max(deadlineMs, now + 100);
    if (this.#timer !== null && this.#timer.atMs <= atMs) return;
    this.#timer?.cancel();
    this.#timer = { atMs, cancel: this.#clock.after(atMs - now, () => this.#sweep()) };
  }

  #sweep(): void {
    this.#timer = null;
    const now = this.#clock.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const request of this.#waiting.values()) {
      if (request.deadlineMs <= now) this.#giveUp(request);
      else nextMs = Math.min(nextMs, request.deadlineMs);
    }
    if (this.#waiting.size > 0) this.#sweepAt(nextMs);
  }
}

function first<Kind extends Request>(requests: ReadonlyMap<string, Kind>): Kind | null {
  for (const request of requests.values()) return request;
  return null;
}

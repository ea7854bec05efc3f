import { attempt } from "./attempt.ts";
import type { ConnectionPlan } from "./connection-plan.ts";
import { asClientError, ClientError } from "./errors.ts";
import { checkGoodbye } from "./goodbye.ts";
import { after, host, pause, whenAborted, type Abort, type Cancel } from "./host.ts";
import type { Link } from "./link.ts";
import { Queue } from "./queue.ts";
import { Retries } from "./retries.ts";
import type { Closed, State } from "./state.ts";
import type { Handing, Outgoing } from "./transport.ts";

/** A connection that lived shorter does not reset the pauses, in milliseconds: a peer may accept and close at once. */
const STABLE_MS = 5000;

/** How long an old link stays for replies after a new one took its place, in milliseconds, and how often it is asked. */
const [HAND_OVER_MS, LOOK_MS] = [2000, 50];

/** Credentials are renewed so many milliseconds before they end, or at half of their time if that is less. */
const RENEW_BEFORE_MS = 30_000;

/** One client's connection through all its sockets: opens, waits, opens again, hands over, ends. */
export class Connection {
  readonly closed: Promise<Closed>;
  readonly #plan: ConnectionPlan;
  readonly #queue: Queue;
  /** Aborted when the client ends: nothing is begun any more. */
  readonly #over = new host.AbortController();
  /** All that are open, the used one among them. */
  readonly #links = new Set<Link>();
  readonly #waiting = new Set<() => void>();
  #state: State = { kind: "connecting" };
  #link: Link | null = null;
  #renewal: Promise<void> | null = null;
  #cancelRenewal: Cancel | null = null;
  readonly #retries: Retries;
  #settle: (closed: Closed) => void = () => undefined;

  constructor(plan: ConnectionPlan) {
    this.#plan = plan;
    this.#queue = new Queue(plan.queue);
    this.#retries = new Retries(plan.reconnect, this.#hasFresh);
    this.closed = new Promise((resolve) => (this.#settle = resolve));
  }

  get state(): State {
    return this.#state;
  }

  get bufferedAmount(): number {
    return this.#link?.bufferedAmount ?? 0;
  }

  /** Opens the first connection. Throws the ClientError that says why there is none. */
  async open(signal?: Abort): Promise<void> {
    const stop = whenAborted(signal, (reason) => {
      this.#over.abort(reason);
    });
    try {
      this.#use(await this.#attempt(async () => undefined));
    } catch (error) {
      this.#finish(asClientError(error));
      throw error;
    } finally {
      stop();
    }
  }

  /** Sends, or keeps for later; resolves when the message has left. */
  async send(outgoing: Outgoing, handing: Handing): Promise<void> {
    if (this.#isEnding) {
      throw this.#end();
    }
    if (this.#link === null) {
      return this.#queue.add(outgoing, handing);
    }
    handing.handed?.(this.#link);
    return this.#link.send(outgoing);
  }

  /** Resolves when there is a connection with fewer than `highWater` bytes left to leave. */
  async ready(highWater: number, signal?: Abort): Promise<void> {
    while (this.#link === null || this.bufferedAmount >= highWater) {
      if (this.#isEnding) {
        throw this.#end();
      }
      await this.#change(signal);
    }
  }

  /** Opens another connection with fresh credentials and lets go of the old one once nothing is awaited on it. */
  renew(): Promise<void> {
    if (this.#link === null) {
      // The next attempt brings fresh credentials by itself.
      return Promise.resolve();
    }
    this.#renewal ??= this.#replace().finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #replace(): Promise<void> {
    this.#use(await this.#attempt(this.#plan.events.resumed));
  }

  /** Ends the client: what is queued is rejected, what was handed over gets time to leave. */
  async close(code: number, reason: string): Promise<Closed> {
    checkGoodbye(code, reason);
    if (!this.#isEnding) {
      this.#moveTo({ kind: "closing" });
      this.#over.abort();
      this.#queue.rejectAll(new ClientError("CLOSED"));
      for (const link of this.#links) {
        link.close(code, reason);
      }
      if (this.#links.size === 0) {
        this.#finish(new ClientError("CLOSED", { closeCode: code, reason }));
      }
    }
    return this.closed;
  }

  get #isEnding(): boolean {
    return this.#state.kind === "closing" || this.#state.kind === "closed";
  }

  #end(): ClientError {
    const cause = this.#state.kind === "closed" ? this.#state.error : null;
    return new ClientError("CLOSED", cause === null ? {} : { cause });
  }

  #moveTo(state: State): void {
    this.#state = state;
    this.#plan.events.state(state);
    this.#changed();
  }

  #changed(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** The next change of the state or of what has left. */
  #change(signal: Abort | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        stop();
        resolve();
      };
      const stop = whenAborted(signal, (cause) => {
        this.#waiting.delete(wake);
        reject(new ClientError("ABORTED", { cause }));
      });
      this.#waiting.add(wake);
    });
  }

  /** Another link, prepared for use. Throws the ClientError that says why there is none. */
  async #attempt(prepare: (link: Link) => Promise<unknown>): Promise<Link> {
    const { message, probe, problem } = this.#plan.events;
    const link = await attempt(
      this.#plan.attempt,
      {
        message,
        probe,
        left: () => {
          this.#changed();
        },
        ended: (ended, error) => {
          this.#ended(ended, error);
        },
      },
      this.#over.signal,
    );
    if (this.#over.signal.aborted) {
      link.terminate();
      throw new ClientError("ABORTED", { cause: this.#over.signal.reason });
    }
    if (link.error === null) {
      this.#links.add(link);
      await prepare(link).catch(problem);
    }
    if (link.error !== null) {
      throw link.error;
    }
    return link;
  }

  /** Puts a link in the place of the one before, if there is one. */
  #use(link: Link): void {
    // Else it is being closed with all others.
    if (this.#isEnding) return;
    const old = this.#link;
    this.#link = link;
    this.#renewBefore(link.expiresAt);
    this.#queue.sendOn(link);
    if (this.#state.kind !== "open") {
      this.#moveTo({ kind: "open" });
    }
    if (old !== null) {
      old.isReplaced = true;
      this.#letGo(old, Date.now() + HAND_OVER_MS);
    }
    if (link.error !== null) {
      // It ended in the turn in which it was prepared.
      this.#ended(link, link.error);
    }
  }

  /** Renews while the credentials are good, as often as it fails; what brings no later end is not asked again. */
  #renewBefore(expiresAt: number): void {
    this.#cancelRenewal?.();
    const left = expiresAt - Date.now();
    if (!this.#hasFresh || left === Infinity || left < 2000) {
      return;
    }
    this.#cancelRenewal = after(Math.max(left - RENEW_BEFORE_MS, left / 2), () => {
      this.renew().catch((error: unknown) => {
        if (this.#link?.expiresAt === expiresAt && !this.#isEnding) {
          this.#plan.events.problem(error);
          this.#renewBefore(expiresAt);
        }
      });
    });
  }

  /** An old link goes when nothing is awaited on it any more, or when its time is over. */
  #letGo(old: Link, deadline: number): void {
    if (!this.#plan.events.isAwaiting(old) || Date.now() >= deadline) {
      old.close(1000, "");
    } else {
      after(LOOK_MS, () => {
        this.#letGo(old, deadline);
      });
    }
  }

  #ended(link: Link, error: ClientError): void {
    this.#links.delete(link);
    this.#plan.events.lost(link, error);
    if (link.isReplaced && error.closeCode === 1006) {
      // No state tells of it, and what it took along may not have arrived.
      this.#plan.events.problem(error);
    }
    if (this.#state.kind === "closing") {
      if (this.#links.size === 0) {
        this.#finish(error);
      }
    } else if (link === this.#link) {
      this.#link = null;
      this.#cancelRenewal?.();
      if (Date.now() - link.openedAt >= STABLE_MS) this.#retries.reset();
      void this.#reconnect(error);
    }
  }

  async #reconnect(first: ClientError): Promise<void> {
    for (let error = first; !this.#isEnding;) {
      const retry = this.#retries.after(error);
      if (retry === null) {
        this.#finish(error);
        return;
      }
      this.#moveTo({ kind: "reconnecting", ...retry, error });
      await pause(retry.delayMs, this.#over.signal);
      await this.#renewal?.catch(this.#plan.events.problem);
      if (this.#isEnding || this.#link !== null) {
        return;
      }
      try {
        await this.#replace();
        return;
      } catch (caught) {
        error = asClientError(caught);
      }
    }
  }

  /** Whether the caller gives credentials that can be had anew. */
  get #hasFresh(): boolean {
    return Object.values(this.#plan.attempt.auth).some((one) => typeof one === "function");
  }

  #finish(ending: ClientError): void {
    if (this.#state.kind === "closed") {
      return;
    }
    const { closeCode, reason } = ending;
    const isRight = this.#state.kind === "closing" || closeCode === 1000;
    const error = isRight ? null : ending;
    const closed: Closed = { kind: "closed", code: closeCode ?? 1006, reason, error };
    this.#link = null;
    this.#cancelRenewal?.();
    this.#over.abort();
    for (const link of this.#links) link.terminate();
    this.#moveTo(closed);
    this.#queue.rejectAll(this.#end());
    this.#plan.events.lost(null, this.#end());
    this.#settle(closed);
  }
}

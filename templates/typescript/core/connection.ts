import {
  attempt,
  AttemptFailed,
  type AttemptPlan,
  type LinkEvents,
  type Opened,
} from "./attempt.ts";
import { pauseBefore, type ReconnectOptions } from "./backoff.ts";
import { endingOf, type Ending } from "./ending.ts";
import { ClientError } from "./errors.ts";
import { after, whenAborted, type Abort, type Cancel } from "./host.ts";
import type { Link } from "./link.ts";
import type { Outgoing } from "./outgoing.ts";
import { Queue, type QueueOptions, type Waiting } from "./queue.ts";

/** Where a client is in its life; every change is told once. */
export type State =
  | { readonly kind: "connecting" }
  | { readonly kind: "open" }
  /** Without a connection; attempt number `attempt` comes after `delayMs` milliseconds. */
  | {
      readonly kind: "reconnecting";
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: ClientError;
    }
  | { readonly kind: "closing" }
  | {
      readonly kind: "closed";
      readonly code: number;
      readonly reason: string;
      readonly error: ClientError | null;
    };

/** The end of a client. */
export type Closed = Extract<State, { kind: "closed" }>;

/** What a connection does besides carrying messages. */
export interface ConnectionPlan {
  readonly attempt: AttemptPlan;
  /** null: a lost connection is the end. */
  readonly reconnect: ReconnectOptions | null;
  readonly queue: QueueOptions;
  readonly events: ConnectionEvents;
}

export interface ConnectionEvents {
  message(data: string | Uint8Array): void;
  state(state: State): void;
  /** A connection took the place of another; what it needs is sent by `link` before all that waits. */
  resumed(link: Link): Promise<void>;
  /** Nothing that was asked on the link will be answered. */
  lost(error: ClientError): void;
  /** Questions whose replies are still awaited: an old link stays for them. */
  isAwaiting(): boolean;
  problem(error: ClientError): void;
}

/** A connection that lived shorter does not reset the pauses, in milliseconds: a peer may accept and close at once. */
const STABLE_MS = 5000;

/** How long an old link stays for replies after a new one took its place, in milliseconds. */
const HAND_OVER_MS = 2000;

/** Credentials are renewed so many milliseconds before they end, or at half of their time if that is less. */
const RENEW_BEFORE_MS = 30_000;

/** One client's connection through all its sockets: opens, waits, opens again, hands over, ends. */
export class Connection {
  readonly closed: Promise<Closed>;
  readonly #plan: ConnectionPlan;
  readonly #queue: Queue;
  #state: State = { kind: "connecting" };
  #link: Link | null = null;
  #isResuming = false;
  #cancelPause: Cancel = () => undefined;
  #cancelRenewal: Cancel = () => undefined;
  #failures = 0;
  #settle: (closed: Closed) => void = () => undefined;

  constructor(plan: ConnectionPlan) {
    this.#plan = plan;
    this.#queue = new Queue(plan.queue);
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
    try {
      await this.#take(await this.#attempt(signal), false);
    } catch (error) {
      const { ending } = this.#failed(error);
      this.#finish(ending);
      throw ending.error;
    }
  }

  /** Sends, or keeps for later; resolves when the message has left. */
  send(outgoing: Outgoing, signal?: Abort): Promise<void> {
    if (this.#isEnding()) {
      return Promise.reject(new ClientError("CLOSED"));
    }
    if (this.#link !== null && !this.#isResuming) {
      return this.#link.send(outgoing);
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { outgoing, resolve, reject };
      this.#queue.add(waiting);
      whenAborted(signal, (cause) => {
        this.#queue.remove(waiting);
        reject(new ClientError("ABORTED", { cause }));
      });
    });
  }

  /** Resolves when there is a connection with fewer than `highWater` bytes left to leave. */
  async ready(highWater: number, signal?: Abort): Promise<void> {
    for (
      let link = this.#link;
      link === null || link.bufferedAmount >= highWater;
      link = this.#link
    ) {
      if (this.#isEnding()) {
        throw new ClientError("CLOSED");
      }
      await this.#change(link, highWater, signal);
    }
  }

  /** Opens another connection with fresh credentials and lets go of the old one once nothing is awaited on it. */
  async renew(): Promise<void> {
    if (this.#link === null) {
      return;
    }
    const opened = await this.#attempt().catch((error: unknown) => {
      throw this.#failed(error).ending.error;
    });
    const old = this.#link;
    if (this.#isEnding()) {
      opened.link.terminate();
      return;
    }
    await this.#take(opened, true);
    if (old !== null) {
      this.#letGo(old, Date.now() + HAND_OVER_MS);
    }
  }

  /** Ends the client: what is queued is rejected, what was handed over gets `timeoutMs` to leave. */
  close(code: number, reason: string, timeoutMs: number): Promise<Closed> {
    if (!this.#isEnding()) {
      this.#moveTo({ kind: "closing" });
      this.#cancelPause();
      this.#rejectQueue(new ClientError("CLOSED"));
      const link = this.#link;
      if (link === null) {
        this.#finish(endedByUs(code, reason));
      } else {
        link.whenBelow(1, () => {
          link.close(code, reason);
        });
        const cut = after(timeoutMs, () => {
          link.terminate();
          this.#finish(endedByUs(code, reason));
        });
        void this.closed.then(cut);
      }
    }
    return this.closed;
  }

  #isEnding(): boolean {
    return this.#state.kind === "closing" || this.#state.kind === "closed";
  }

  #moveTo(state: State): void {
    this.#state = state;
    this.#plan.events.state(state);
    for (const changed of this.#onChange.splice(0)) {
      changed();
    }
  }

  readonly #onChange: (() => void)[] = [];

  #change(link: Link | null, highWater: number, signal?: Abort): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onChange.push(resolve);
      link?.whenBelow(highWater, resolve);
      whenAborted(signal, (cause) => {
        reject(new ClientError("ABORTED", { cause }));
      });
    });
  }

  #attempt(signal?: Abort): Promise<Opened> {
    const events: LinkEvents = {
      message: (data) => {
        this.#plan.events.message(data);
      },
      ended: (ending, link) => {
        this.#ended(ending, link);
      },
    };
    return attempt(this.#plan.attempt, events, signal);
  }

  /** Puts a link to use: first what the API needs anew, then what waited. */
  async #take({ link, expiresAt }: Opened, isAnother: boolean): Promise<void> {
    this.#link = link;
    this.#isResuming = true;
    this.#renewBefore(expiresAt);
    if (isAnother) {
      await this.#plan.events.resumed(link).catch((cause: unknown) => {
        this.#plan.events.problem(
          new ClientError("CONNECTION_LOST", { hint: "resubscribe failed", cause }),
        );
      });
    }
    if (this.#link === link && !this.#isEnding()) {
      this.#isResuming = false;
      this.#moveTo({ kind: "open" });
      this.#flush(link);
    }
  }

  #flush(link: Link): void {
    for (const { outgoing, resolve, reject } of this.#queue.takeAll()) {
      link.send(outgoing).then(resolve, reject);
    }
  }

  #renewBefore(expiresAt: number): void {
    this.#cancelRenewal();
    if (expiresAt !== Number.POSITIVE_INFINITY) {
      const left = expiresAt - Date.now();
      this.#cancelRenewal = after(Math.max(left - RENEW_BEFORE_MS, left / 2, 1000), () => {
        this.renew().catch((error: unknown) => {
          this.#plan.events.problem(this.#failed(error).ending.error);
        });
      });
    }
  }

  /** An old link goes when nothing is awaited on it any more, or when its time is over. */
  #letGo(old: Link, deadline: number): void {
    if (!this.#plan.events.isAwaiting() || Date.now() >= deadline) {
      old.whenBelow(1, () => {
        old.close(1000, "");
      });
      return;
    }
    after(50, () => {
      this.#letGo(old, deadline);
    });
  }

  #ended(ending: Ending, link: Link): void {
    if (link !== this.#link) {
      return;
    }
    this.#link = null;
    this.#cancelRenewal();
    this.#failures = Date.now() - link.openedAt < STABLE_MS ? this.#failures : 0;
    if (this.#state.kind === "closing") {
      this.#finish({ ...ending, error: new ClientError("CLOSED") });
      return;
    }
    this.#plan.events.lost(ending.error);
    void this.#reconnect(ending);
  }

  async #reconnect(first: Ending): Promise<void> {
    const { reconnect } = this.#plan;
    for (let ending = first; ;) {
      this.#failures += 1;
      if (
        reconnect === null ||
        !this.#mayRetry(ending) ||
        this.#failures > (reconnect.attempts ?? Number.POSITIVE_INFINITY)
      ) {
        this.#finish(ending);
        return;
      }
      const delayMs = pauseBefore(this.#failures, ending, reconnect);
      this.#moveTo({ kind: "reconnecting", attempt: this.#failures, delayMs, error: ending.error });
      await new Promise<void>((resolve) => {
        const cancel = after(delayMs, resolve);
        this.#cancelPause = () => {
          cancel();
          resolve();
        };
      });
      if (this.#isEnding()) {
        return;
      }
      try {
        const opened = await this.#attempt();
        if (this.#isEnding()) {
          opened.link.terminate();
        } else {
          await this.#take(opened, true);
        }
        return;
      } catch (error) {
        ({ ending } = this.#failed(error));
      }
      if (this.#isEnding()) {
        return;
      }
    }
  }

  /** New credentials are tried once: those that are refused in a row are not worth asking for again. */
  #mayRetry({ error }: Ending): boolean {
    if (error.retry !== "afterAuth") {
      return error.retry !== "never";
    }
    const isFresh = Object.values(this.#plan.attempt.auth).some((one) => typeof one === "function");
    return isFresh && this.#failures <= 1;
  }

  #failed(error: unknown): { readonly ending: Ending } {
    if (error instanceof AttemptFailed) {
      return error;
    }
    const end = { code: 1006, reason: "", refused: null };
    const ending = endingOf(end, {});
    return { ending: error instanceof ClientError ? { ...ending, error } : ending };
  }

  #rejectQueue(error: ClientError): void {
    for (const { reject } of this.#queue.takeAll()) {
      reject(error);
    }
  }

  #finish({ code, reason, error }: Ending): void {
    if (this.#state.kind === "closed") {
      return;
    }
    const wasAsked = this.#state.kind === "closing";
    const closed: Closed = { kind: "closed", code, reason, error: wasAsked ? null : error };
    this.#link = null;
    this.#cancelRenewal();
    this.#moveTo(closed);
    this.#rejectQueue(wasAsked ? new ClientError("CLOSED") : error);
    this.#plan.events.lost(wasAsked ? new ClientError("CLOSED") : error);
    this.#settle(closed);
  }
}

function endedByUs(code: number, reason: string): Ending {
  return { code, reason, error: new ClientError("CLOSED"), waitMs: null };
}

import type { Clock } from "../clock.ts";
import type { Flow, Limits, Route } from "../contract/v1.ts";
import type { Leg } from "../frames/leg.ts";
import { runCloseHook } from "../hooks/close-hook.ts";
import type { ConnectionContext } from "../hooks/types.ts";
import { createPendingReplies, type PendingReplies } from "../messages/replies.ts";
import type { ConnectionLabel, Observer } from "../observe/observer.ts";
import { Refusal, type RefusalCode } from "../refusals.ts";
import { Backpressure } from "./backpressure.ts";
import { type Close, closesOfRefusal, mapClose } from "./close-mapping.ts";
import { defect, type EndReason, reportEnd } from "./end-report.ts";
import type { Frame } from "./frame-queue.ts";
import { GuardedClock } from "./guarded-clock.ts";
import { type Ageing, Lifetimes } from "./lifetimes.ts";
import { type PreparedRoute, prepareRoute, type RelayRevision } from "./prepared-route.ts";
import { type EngineRefusal, RelaySide, type SideHost } from "./relay-side.ts";
import { FLOW_FROM, otherSide, type Side } from "./sides.ts";
import { type Turn, turnOf } from "./turn.ts";

/** Two open legs and what the document says about what goes between them. */
export interface RelayOptions {
  readonly client: Leg;
  readonly backend: Leg;
  readonly revision: RelayRevision;
  readonly route: Route;
  /** `parameters`: the handshake's, typed and checked; for hooks. */
  readonly connection: ConnectionLabel & {
    readonly parameters: Readonly<Record<string, unknown>>;
  };
  readonly observer: Observer;
  readonly clock: Clock;
  /** Forward and count what would be refused: `serve --observe`. */
  readonly observeOnly: boolean;
  readonly registry: RelayRegistry;
}

/** Knows the relays that are open. */
export interface RelayRegistry {
  /** Called once, before anything is read. */
  add(relay: Relay): void;
  /** Called once, last: both legs are closed. */
  remove(relay: Relay): void;
}

/** One connection at work. */
export interface Relay {
  /**
   * Ends both legs as the catalogue says: drain, revocation. Messages already accepted are written first; under
   * DRAINING also those that wait for a hook.
   */
  close(code: RefusalCode, detail: string): void;
  /** Cuts both legs at once. */
  terminate(): void;
}

/**
 * Joins two legs: checks every message of both, forwards the accepted ones as they are, ends one leg when the other
 * ends. Tells the observer of the connection's opening and closing. Nothing that happens inside throws to the caller:
 * a defect ends this connection with INTERNAL and no other.
 */
export function openRelay(options: RelayOptions): Relay {
  return new OpenRelay(options);
}

/** How long messages that wait for a hook may delay the close that came behind them, in milliseconds. */
const LAST_MESSAGES_MS = 10_000;

class OpenRelay implements Relay, SideHost, Ageing {
  readonly route: PreparedRoute;
  isEnded = false;
  readonly #options: RelayOptions;
  readonly #client: RelaySide;
  readonly #backend: RelaySide;
  readonly #lifetimes: Lifetimes;
  #isDraining = false;
  #isEnding = false;
  /** What the client sent or was told; 1005: a close without a code. */
  #clientCode: number | null = null;
  #cancelLastMessages: (() => void) | null = null;

  constructor(options: RelayOptions) {
    this.#options = options;
    const { connection, observer, clock, client, backend } = options;
    this.route = prepareRoute(options.revision, options.route);
    this.#client = new RelaySide("client", client, backend, this);
    this.#backend = new RelaySide("backend", backend, client, this);
    this.#lifetimes = new Lifetimes(this.#limits, clock, this);
    options.registry.add(this);
    observer.connectionOpened(connection);
    client.listen(this.#client);
    backend.listen(this.#backend);
  }

  get label(): ConnectionLabel {
    return this.#options.connection;
  }

  /** Made for who asks: most connections never ask. */
  get context(): ConnectionContext {
    const { connectionId, api, routeId, parameters } = this.#options.connection;
    return { connectionId, api, routeId, parameters };
  }

  get clock(): Clock {
    return new GuardedClock(this.#options.clock, this);
  }

  get turn(): Turn {
    return turnOf(this.#options.clock);
  }

  get observer(): Observer {
    return this.#options.observer;
  }

  get observeOnly(): boolean {
    return this.#options.observeOnly;
  }

  get #limits(): Limits {
    return this.route.module.api.limits;
  }

  #sideOf(name: Side): RelaySide {
    return name === "client" ? this.#client : this.#backend;
  }

  close(code: RefusalCode, detail: string): void {
    if (this.isEnded || this.#isDraining) return;
    this.#report({ code, flow: null, detail });
    const closes = closesOfRefusal(code, "gateway");
    if (code === "DRAINING") this.#endWhenDone(closes);
    else this.#end(closes);
  }

  terminate(): void {
    this.#options.client.terminate();
    this.#options.backend.terminate();
  }

  /** Reads nothing more, and lets messages that were read and wait for a hook go out first. */
  #endWhenDone(closes: Readonly<Record<Side, Close>>): void {
    this.#isDraining = true;
    const end = (): void => this.#end(closes);
    this.#client.gate.hold("ending");
    this.#backend.gate.hold("ending");
    this.#client.flow.whenDone(() => this.#backend.flow.whenDone(end));
    if (!this.isEnded) this.#cancelLastMessages = this.clock.after(LAST_MESSAGES_MS, end);
  }

  replies(flow: Flow): PendingReplies {
    const { observer, connection } = this.#options;
    const side = flow === FLOW_FROM.client ? this.#client : this.#backend;
    side.replies ??= createPendingReplies(this.clock, (operationId, outcome, ms) =>
      observer.reply(connection, operationId, outcome, ms),
    );
    return side.replies;
  }

  send(to: Side, frame: Frame, madeHere: boolean): void {
    const side = this.#sideOf(to);
    side.leg.send(frame.kind, frame.bytes);
    this.#watchUnsent(side, madeHere);
  }

  touch(): void {
    this.#lifetimes.touch();
  }

  forwarded(to: Side): void {
    this.#lifetimes.touch();
    this.#watchUnsent(this.#sideOf(to), false);
  }

  outlived(code: "IDLE" | "MAX_AGE", seconds: number): void {
    try {
      this.close(code, new Refusal(code, { seconds }).message);
    } catch (cause) {
      this.crashed(cause);
    }
  }

  endFor(code: RefusalCode, offender: Side): void {
    this.#end(closesOfRefusal(code, offender));
  }

  crashed(cause: unknown): void {
    if (this.isEnded) return;
    this.#report(defect(cause));
    this.#end(closesOfRefusal("INTERNAL", "gateway"));
  }

  #watchUnsent(to: RelaySide, madeHere: boolean): void {
    if (to.leg.unsentBytes <= this.#limits.unsentBytes) return;
    to.pressure ??= this.#createPressure(to);
    to.pressure.exceeded(madeHere);
  }

  #createPressure({ name, leg, gate }: RelaySide): Backpressure {
    const { slowSeconds } = this.#limits;
    return new Backpressure({
      leg,
      source: this.#sideOf(otherSide(name)).gate,
      own: gate,
      slowMs: slowSeconds * 1000,
      clock: this.clock,
      tooSlow: (bytes) => {
        const { message } = new Refusal("TOO_SLOW", { bytes, seconds: slowSeconds });
        const flow = FLOW_FROM[otherSide(name)];
        this.#report({ code: "TOO_SLOW", flow, detail: `${message} by the ${name}` });
        this.#end(closesOfRefusal("TOO_SLOW", name));
      },
    });
  }

  refusedByEngine(side: RelaySide, code: EngineRefusal, reason: string): void {
    if (this.isEnded) return;
    const flow = FLOW_FROM[side.name];
    const { message } = new Refusal(code, { reason, limit: this.#limits.messageBytes[flow] });
    this.#report({ code, flow, detail: message });
    this.#endBehindMessages(side, closesOfRefusal(code, side.name));
  }

  legClosed(side: RelaySide, code: number, reason: string): void {
    side.isClosed = true;
    if (side.name === "client") this.#clientCode ??= code;
    if (this.#client.isClosed && this.#backend.isClosed) {
      this.#finish();
      return;
    }
    if (this.isEnded || this.#isEnding) return;
    if (side.name === "backend" && code === 1006) {
      const lost = new Refusal("BACKEND_UNAVAILABLE", { reason: "its connection was lost" });
      this.#report({ code: lost.code, flow: null, detail: lost.message });
    }
    const close = mapClose(side.name, code, reason);
    this.#endBehindMessages(side, { client: close, backend: close });
  }

  /** What came whole before a close or a broken frame still goes out, and then the other leg is told. */
  #endBehindMessages(side: RelaySide, closes: Readonly<Record<Side, Close>>): void {
    this.#isEnding = true;
    this.#clientCode ??= closes.client.code ?? 1005;
    const end = (): void => this.#end(closes);
    side.flow.whenDone(end);
    if (!this.isEnded) this.#cancelLastMessages = this.clock.after(LAST_MESSAGES_MS, end);
  }

  /** Both legs are told once; a leg that is closed already is not. */
  #end(closes: Readonly<Record<Side, Close>>): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.#stopTimers();
    this.#clientCode ??= closes.client.code ?? 1005;
    for (const { name, leg, isClosed } of [this.#client, this.#backend]) {
      if (!isClosed) leg.close(closes[name].code, closes[name].reason);
    }
  }

  #stopTimers(): void {
    this.#cancelLastMessages?.();
    this.#lifetimes.stop();
    this.#client.stopTimers();
    this.#backend.stopTimers();
  }

  #finish(): void {
    this.isEnded = true;
    this.#stopTimers();
    const { observer, connection, clock, registry } = this.#options;
    const code = this.#clientCode ?? 1006;
    const seconds = (clock.now() - this.#lifetimes.openedAtMs) / 1000;
    try {
      observer.connectionClosed(connection, code, seconds);
      const { hooks } = this.route;
      if (hooks !== null) {
        const facts = { ...this.context, code, seconds };
        runCloseHook(hooks, facts, this.clock, (cause) => this.#report(defect(cause)));
      }
    } finally {
      registry.remove(this);
    }
  }

  #report(end: EndReason): void {
    reportEnd(this.#options.observer, this.#options.connection, end);
  }
}

import type { Clock } from "../clock.ts";
import type { Flow, Limits, Route } from "../contract/v1.ts";
import type { Leg, LegListener } from "../frames/leg.ts";
import { runCloseHook } from "../hooks/close-hook.ts";
import type { ConnectionContext } from "../hooks/types.ts";
import { createPendingReplies, type PendingReplies } from "../messages/replies.ts";
import type { ConnectionLabel, Observer } from "../observe/observer.ts";
import { Refusal, type RefusalCode } from "../refusals.ts";
import { Backpressure } from "./backpressure.ts";
import { type Close, closesOfRefusal, mapClose } from "./close-mapping.ts";
import { defect, type EndReason, reportEnd } from "./end-report.ts";
import type { Frame } from "./frame-queue.ts";
import { createFlowExpress } from "./flow-express.ts";
import { Lifetimes } from "./lifetimes.ts";
import { type PreparedRoute, prepareRoute, type RelayRevision } from "./prepared-route.ts";
import { ReadingGate } from "./reading-gate.ts";
import { type FlowHost, RelayFlow } from "./relay-flow.ts";
import { FLOW_FROM, forBoth, otherSide, type Side, SIDES } from "./sides.ts";
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
}

/** One connection at work. */
export interface Relay {
  /**
   * Ends both legs as the catalogue says: drain, revocation. Messages already accepted are written first; under
   * DRAINING also those that wait for a hook.
   */
  close(code: RefusalCode, detail: string): void;
  /** Resolves when both legs are closed; never rejects. */
  readonly closed: Promise<void>;
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

class OpenRelay implements Relay, FlowHost {
  readonly closed: Promise<void>;
  readonly route: PreparedRoute;
  readonly context: ConnectionContext;
  readonly clock: Clock;
  readonly turn: Turn;
  isEnded = false;
  readonly #options: RelayOptions;
  readonly #openedAtMs: number;
  readonly #gates: Readonly<Record<Side, ReadingGate>>;
  readonly #flows: Readonly<Record<Side, RelayFlow>>;
  readonly #lifetimes: Lifetimes;
  /** Made for a peer that is slow for the first time, and for the first message with a correlation id. */
  readonly #pressure: Record<Side, Backpressure | null> = { client: null, backend: null };
  readonly #replies: Record<Flow, PendingReplies | null> = {
    clientToServer: null,
    serverToClient: null,
  };
  readonly #isClosed: Record<Side, boolean> = { client: false, backend: false };
  #isDraining = false;
  #isEnding = false;
  /** What the client sent or was told; 1005: a close without a code. */
  #clientCode: number | null = null;
  #cancelLastMessages: (() => void) | null = null;
  #resolveClosed = (): void => {};

  constructor(options: RelayOptions) {
    this.#options = options;
    const { connection, observer, clock, revision, client, backend } = options;
    const { connectionId, api, routeId, parameters } = connection;
    this.route = prepareRoute(revision, options.route);
    this.context = { connectionId, api, routeId, parameters };
    this.clock = this.#guardedClock(clock);
    this.turn = turnOf(clock);
    this.#openedAtMs = clock.now();
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#gates = { client: new ReadingGate(client), backend: new ReadingGate(backend) };
    this.#flows = forBoth((side) => new RelayFlow(side, this.#gates[side], this));
    const { idleSeconds, maxAgeSeconds } = this.#limits;
    this.#lifetimes = new Lifetimes({
      idleSeconds,
      maxAgeSeconds,
      clock: this.clock,
      end: (code, seconds) => this.close(code, new Refusal(code, { seconds }).message),
    });
    observer.connectionOpened(connection);
    for (const side of SIDES) options[side].listen(this.#listener(side));
  }

  get label(): ConnectionLabel {
    return this.#options.connection;
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

  close(code: RefusalCode, detail: string): void {
    if (this.isEnded || this.#isDraining) return;
    this.#report({ code, flow: null, detail });
    const closes = closesOfRefusal(code, "gateway");
    if (code === "DRAINING") this.#endWhenDone(closes);
    else this.#end(closes);
  }

  /** Reads nothing more, and lets messages that were read and wait for a hook go out first. */
  #endWhenDone(closes: Readonly<Record<Side, Close>>): void {
    this.#isDraining = true;
    const end = (): void => this.#end(closes);
    for (const side of SIDES) this.#gates[side].hold("ending");
    this.#flows.client.whenDone(() => this.#flows.backend.whenDone(end));
    if (!this.isEnded) this.#cancelLastMessages = this.clock.after(LAST_MESSAGES_MS, end);
  }

  replies(flow: Flow): PendingReplies {
    const { observer, connection } = this.#options;
    this.#replies[flow] ??= createPendingReplies(this.clock, (operationId, outcome, ms) =>
      observer.reply(connection, operationId, outcome, ms),
    );
    return this.#replies[flow];
  }

  send(to: Side, frame: Frame, madeHere: boolean): void {
    this.#options[to].send(frame.kind, frame.bytes);
    this.#watchUnsent(to, madeHere);
  }

  forwarded(to: Side): void {
    this.#lifetimes.touch();
    this.#watchUnsent(to, false);
  }

  endFor(code: RefusalCode, offender: Side): void {
    this.#end(closesOfRefusal(code, offender));
  }

  crashed(cause: unknown): void {
    if (this.isEnded) return;
    this.#report(defect(cause));
    this.#end(closesOfRefusal("INTERNAL", "gateway"));
  }

  #watchUnsent(to: Side, madeHere: boolean): void {
    if (this.#options[to].unsentBytes <= this.#limits.unsentBytes) return;
    this.#pressure[to] ??= this.#createPressure(to);
    this.#pressure[to].exceeded(madeHere);
  }

  #listener(side: Side): LegListener {
    const flow = this.#flows[side];
    return {
      express: createFlowExpress(flow, this.#options[otherSide(side)]),
      message: (kind, payload) => {
        this.#guard(() => {
          if (this.isEnded) return;
          this.#lifetimes.touch();
          flow.receive(kind, payload);
        });
      },
      drained: () => this.#guard(() => this.#pressure[side]?.drained()),
      refused: (code, reason) => this.#guard(() => this.#refusedByEngine(side, code, reason)),
      closed: (code, reason) => this.#guard(() => this.#legClosed(side, code, reason)),
    };
  }

  #createPressure(side: Side): Backpressure {
    const { slowSeconds } = this.#limits;
    return new Backpressure({
      leg: this.#options[side],
      source: this.#gates[otherSide(side)],
      own: this.#gates[side],
      slowMs: slowSeconds * 1000,
      clock: this.clock,
      tooSlow: (bytes) => {
        const { message } = new Refusal("TOO_SLOW", { bytes, seconds: slowSeconds });
        const flow = FLOW_FROM[otherSide(side)];
        this.#report({ code: "TOO_SLOW", flow, detail: `${message} by the ${side}` });
        this.#end(closesOfRefusal("TOO_SLOW", side));
      },
    });
  }

  #refusedByEngine(side: Side, code: Parameters<LegListener["refused"]>[0], reason: string): void {
    if (this.isEnded) return;
    const limit = this.#limits.messageBytes[FLOW_FROM[side]];
    const { message } = new Refusal(code, { reason, limit });
    this.#report({ code, flow: FLOW_FROM[side], detail: message });
    this.#endBehindMessages(side, closesOfRefusal(code, side));
  }

  #legClosed(side: Side, code: number, reason: string): void {
    this.#isClosed[side] = true;
    if (side === "client") this.#clientCode ??= code;
    if (this.#isClosed[otherSide(side)]) {
      this.#finish();
      return;
    }
    if (this.isEnded || this.#isEnding) return;
    if (side === "backend" && code === 1006) {
      const lost = new Refusal("BACKEND_UNAVAILABLE", { reason: "its connection was lost" });
      this.#report({ code: lost.code, flow: null, detail: lost.message });
    }
    const close = mapClose(side, code, reason);
    this.#endBehindMessages(side, { client: close, backend: close });
  }

  /** What came whole before a close or a broken frame still goes out, and then the other leg is told. */
  #endBehindMessages(side: Side, closes: Readonly<Record<Side, Close>>): void {
    this.#isEnding = true;
    this.#clientCode ??= closes.client.code ?? 1005;
    const end = (): void => this.#end(closes);
    this.#flows[side].whenDone(end);
    if (!this.isEnded) this.#cancelLastMessages = this.clock.after(LAST_MESSAGES_MS, end);
  }

  /** Both legs are told once; a leg that is closed already ignores it. */
  #end(closes: Readonly<Record<Side, Close>>): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.#stopTimers();
    this.#clientCode ??= closes.client.code ?? 1005;
    for (const side of SIDES) {
      if (this.#isClosed[side]) continue;
      this.#options[side].close(closes[side].code, closes[side].reason);
    }
  }

  #stopTimers(): void {
    this.#cancelLastMessages?.();
    this.#lifetimes.stop();
    for (const side of SIDES) this.#pressure[side]?.stop();
    for (const replies of Object.values(this.#replies)) replies?.stop();
  }

  #finish(): void {
    this.isEnded = true;
    this.#stopTimers();
    const { observer, connection } = this.#options;
    const { clock } = this;
    const code = this.#clientCode ?? 1006;
    const seconds = (clock.now() - this.#openedAtMs) / 1000;
    observer.connectionClosed(connection, code, seconds);
    const { hooks } = this.route;
    runCloseHook(hooks, { ...this.context, code, seconds }, clock, (cause) =>
      this.#report(defect(cause)),
    );
    this.#resolveClosed();
  }

  /** A timer's task has no caller that could catch what it throws. */
  #guardedClock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      after: (milliseconds, task) => clock.after(milliseconds, () => this.#guard(task)),
    };
  }

  #guard(task: () => void): void {
    try {
      task();
    } catch (cause) {
      this.crashed(cause);
    }
  }

  #report(end: EndReason): void {
    reportEnd(this.#options.observer, this.#options.connection, end);
  }
}

import type { Clock } from "../clock.ts";
import type { Flow, Route } from "../contract/v1.ts";
import type { Leg, LegListener } from "../frames/leg.ts";
import { settleHook } from "../hooks/settle.ts";
import type { ConnectionContext } from "../hooks/types.ts";
import { createPendingReplies, type PendingReplies } from "../messages/replies.ts";
import type { ConnectionLabel, Observer } from "../observe/observer.ts";
import { Refusal, type RefusalCode } from "../refusals.ts";
import { type Backpressure, createBackpressure } from "./backpressure.ts";
import { type Close, closesOfRefusal, mapClose } from "./close-mapping.ts";
import { defect, type EndReason, reportEnd } from "./end-report.ts";
import type { Frame } from "./frame-queue.ts";
import { type Lifetimes, startLifetimes } from "./lifetimes.ts";
import { prepareRoute, type RelayRevision } from "./prepared-route.ts";
import { createReadingGate, type ReadingGate } from "./reading-gate.ts";
import { createRelayFlow, type RelayFlow } from "./relay-flow.ts";
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

class OpenRelay implements Relay {
  readonly closed: Promise<void>;
  readonly #options: RelayOptions;
  readonly #context: ConnectionContext;
  readonly #openedAtMs: number;
  readonly #turn: Turn;
  readonly #gates: Readonly<Record<Side, ReadingGate>>;
  readonly #pressure: Readonly<Record<Side, Backpressure>>;
  readonly #replies: Readonly<Record<Flow, PendingReplies>>;
  readonly #flows: Readonly<Record<Side, RelayFlow>>;
  readonly #lifetimes: Lifetimes;
  readonly #closedSides = new Set<Side>();
  #isDraining = false;
  #isEnding = false;
  #isEnded = false;
  /** What the client sent or was told; 1005: a close without a code. */
  #clientCode: number | null = null;
  #cancelLastMessages = (): void => {};
  #resolveClosed = (): void => {};

  constructor(options: RelayOptions) {
    const clock = this.#guardedClock(options.clock);
    this.#options = { ...options, clock };
    const { connection, observer } = options;
    const { limits } = options.revision.module.api;
    const { connectionId, api, routeId, parameters } = connection;
    this.#context = { connectionId, api, routeId, parameters };
    this.#openedAtMs = clock.now();
    this.#turn = turnOf(options.clock);
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#gates = forBoth((side) => createReadingGate(options[side]));
    this.#pressure = forBoth((side) => this.#createPressure(side));
    const report: Parameters<typeof createPendingReplies>[1] = (operationId, outcome, ms) => {
      observer.reply(connection, operationId, outcome, ms);
    };
    this.#replies = {
      clientToServer: createPendingReplies(clock, report),
      serverToClient: createPendingReplies(clock, report),
    };
    this.#flows = forBoth((side) => this.#createFlow(side));
    this.#lifetimes = startLifetimes({
      idleSeconds: limits.idleSeconds,
      maxAgeSeconds: limits.maxAgeSeconds,
      clock,
      end: (code, seconds) => this.close(code, new Refusal(code, { seconds }).message),
    });
    observer.connectionOpened(connection);
    for (const side of SIDES) options[side].listen(this.#listener(side));
  }

  close(code: RefusalCode, detail: string): void {
    if (this.#isEnded || this.#isDraining) return;
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
    if (!this.#isEnded) this.#cancelLastMessages = this.#options.clock.after(LAST_MESSAGES_MS, end);
  }

  #listener(side: Side): LegListener {
    return {
      message: (kind, payload) => {
        this.#guard(() => {
          if (this.#isEnded) return;
          this.#lifetimes.touch();
          this.#flows[side].receive(kind, payload);
        });
      },
      drained: () => this.#guard(() => this.#pressure[side].drained()),
      refused: (code, reason) => this.#guard(() => this.#refusedByEngine(side, code, reason)),
      closed: (code, reason) => this.#guard(() => this.#legClosed(side, code, reason)),
    };
  }

  #createPressure(side: Side): Backpressure {
    const { slowSeconds, unsentBytes } = this.#options.revision.module.api.limits;
    return createBackpressure({
      leg: this.#options[side],
      source: this.#gates[otherSide(side)],
      own: this.#gates[side],
      highWaterBytes: unsentBytes,
      slowMs: slowSeconds * 1000,
      clock: this.#options.clock,
      tooSlow: (bytes) => {
        const { message } = new Refusal("TOO_SLOW", { bytes, seconds: slowSeconds });
        const flow = FLOW_FROM[otherSide(side)];
        this.#report({ code: "TOO_SLOW", flow, detail: `${message} by the ${side}` });
        this.#end(closesOfRefusal("TOO_SLOW", side));
      },
    });
  }

  #createFlow(side: Side): RelayFlow {
    const { revision, route, connection, observer, clock, observeOnly } = this.#options;
    const flow = FLOW_FROM[side];
    return createRelayFlow({
      flow,
      plan: route.flows[flow],
      module: revision.module,
      prepared: prepareRoute(revision, route),
      hooks: revision.hooks,
      label: connection,
      context: this.#context,
      observer,
      clock,
      observeOnly,
      requests: this.#replies[flow],
      awaited: this.#replies[FLOW_FROM[otherSide(side)]],
      gate: this.#gates[side],
      turn: this.#turn,
      isEnded: () => this.#isEnded,
      forward: (frame) => this.#send(otherSide(side), frame, false),
      answer: (frame) => this.#send(side, frame, true),
      close: (code) => this.#end(closesOfRefusal(code, side)),
      crashed: (cause) => this.#crashed(cause),
    });
  }

  #send(side: Side, frame: Frame, madeHere: boolean): void {
    this.#options[side].send(frame.kind, frame.bytes);
    this.#pressure[side].afterSend(madeHere);
  }

  #refusedByEngine(side: Side, code: Parameters<LegListener["refused"]>[0], reason: string): void {
    if (this.#isEnded) return;
    const limit = this.#options.revision.module.api.limits.messageBytes[FLOW_FROM[side]];
    const { message } = new Refusal(code, { reason, limit });
    this.#report({ code, flow: FLOW_FROM[side], detail: message });
    this.#endBehindMessages(side, closesOfRefusal(code, side));
  }

  #legClosed(side: Side, code: number, reason: string): void {
    this.#closedSides.add(side);
    if (side === "client") this.#clientCode ??= code;
    if (this.#closedSides.size === SIDES.length) {
      this.#finish();
      return;
    }
    if (this.#isEnded || this.#isEnding) return;
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
    if (!this.#isEnded) this.#cancelLastMessages = this.#options.clock.after(LAST_MESSAGES_MS, end);
  }

  /** Both legs are told once; a leg that is closed already ignores it. */
  #end(closes: Readonly<Record<Side, Close>>): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#stopTimers();
    this.#clientCode ??= closes.client.code ?? 1005;
    for (const side of SIDES) {
      if (this.#closedSides.has(side)) continue;
      this.#options[side].close(closes[side].code, closes[side].reason);
    }
  }

  #stopTimers(): void {
    this.#cancelLastMessages();
    this.#lifetimes.stop();
    for (const side of SIDES) this.#pressure[side].stop();
    for (const replies of Object.values(this.#replies)) replies.stop();
  }

  #finish(): void {
    this.#isEnded = true;
    this.#stopTimers();
    const { observer, connection, clock } = this.#options;
    const code = this.#clientCode ?? 1006;
    const seconds = (clock.now() - this.#openedAtMs) / 1000;
    observer.connectionClosed(connection, code, seconds);
    this.#runCloseHook(code, seconds);
    this.#resolveClosed();
  }

  /** The connection is gone: a hook that fails now is logged and has no other effect. */
  #runCloseHook(code: number, seconds: number): void {
    const { revision, clock } = this.#options;
    const onClose = revision.hooks?.onClose;
    if (onClose === undefined) return;
    const failed = (cause: unknown): void => this.#report(defect(cause));
    const context = { ...this.#context, code, seconds };
    try {
      const done = settleHook(
        "onClose",
        clock,
        () => onClose(context),
        () => undefined,
      );
      if (done instanceof Promise) done.catch(failed);
    } catch (cause) {
      failed(cause);
    }
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
      this.#crashed(cause);
    }
  }

  #crashed(cause: unknown): void {
    if (this.#isEnded) return;
    this.#report(defect(cause));
    this.#end(closesOfRefusal("INTERNAL", "gateway"));
  }

  #report(end: EndReason): void {
    reportEnd(this.#options.observer, this.#options.connection, end);
  }
}

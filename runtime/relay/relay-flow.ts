import type { Clock } from "../clock.ts";
import type { Flow } from "../contract/v1.ts";
import type { FrameKind } from "../frames/leg.ts";
import type { ConnectionContext } from "../hooks/types.ts";
import type { WriteMessage } from "../messages/outgoing.ts";
import type { PendingReplies } from "../messages/replies.ts";
import type { Accepted, Item, Verdict } from "../messages/verdict.ts";
import type { ConnectionLabel, Observer } from "../observe/observer.ts";
import type { RefusalCode } from "../refusals.ts";
import type { ExpressFlow } from "./flow-express.ts";
import { type Frame, FrameQueue, type FrameWorker } from "./frame-queue.ts";
import { createHookRun, type HookRun } from "./hook-run.ts";
import { directionHint } from "./direction-hint.ts";
import type { PreparedFlow, PreparedRoute } from "./prepared-route.ts";
import type { ReadingGate } from "./reading-gate.ts";
import { countUnexpected, trackReplies, unexpectedReply } from "./reply-tracking.ts";
import { FLOW_FROM, otherSide, type Side } from "./sides.ts";
import type { Turn } from "./turn.ts";
import type { RemedyOptions, Violation } from "./violation.ts";
import { eventOf, policyOf, remedyOf } from "./violation.ts";

/** What a direction needs of the connection around it. */
export interface FlowHost {
  readonly route: PreparedRoute;
  readonly label: ConnectionLabel;
  readonly context: ConnectionContext;
  readonly observer: Observer;
  readonly clock: Clock;
  readonly observeOnly: boolean;
  readonly turn: Turn;
  readonly isEnded: boolean;
  /** Requests sent in a flow. */
  replies(flow: Flow): PendingReplies;
  send(to: Side, frame: Frame, madeHere: boolean): void;
  /** Messages that a leg wrote on by itself went to `to`. */
  forwarded(to: Side): void;
  /** Ends the connection because of what `offender` did. */
  endFor(code: RefusalCode, offender: Side): void;
  crashed(cause: unknown): void;
}

/** One direction of a relay: what comes from one side is judged, and forwarded or refused. */
export class RelayFlow implements FrameWorker, ExpressFlow {
  readonly prepared: PreparedFlow;
  readonly gate: ReadingGate;
  readonly #from: Side;
  readonly #host: FlowHost;
  readonly #queue: FrameQueue;
  readonly #hookRun: HookRun | null;

  constructor(from: Side, gate: ReadingGate, host: FlowHost) {
    this.prepared = host.route.flows[FLOW_FROM[from]];
    this.gate = gate;
    this.#from = from;
    this.#host = host;
    this.#queue = new FrameQueue(this);
    this.#hookRun = this.#createHookRun();
  }

  get turn(): Turn {
    return this.#host.turn;
  }

  get label(): ConnectionLabel {
    return this.#host.label;
  }

  get observer(): Observer {
    return this.#host.observer;
  }

  /** Nothing waits that a message would overtake, and the connection has not ended. */
  get isClear(): boolean {
    return this.#queue.isIdle && !this.#host.isEnded;
  }

  /** Takes one message; the bytes may change after the call. */
  receive(kind: FrameKind, payload: Uint8Array): void {
    this.#queue.add({ kind, bytes: Buffer.from(payload) });
  }

  /** Runs `task` when every message received so far is forwarded or refused. */
  whenDone(task: () => void): void {
    this.#queue.whenDone(task);
  }

  forwarded(): void {
    this.#host.forwarded(otherSide(this.#from));
  }

  failed(cause: unknown): void {
    this.#host.crashed(cause);
  }

  work(frame: Frame): Promise<void> | undefined {
    if (this.#host.isEnded) return undefined;
    const verdict = this.#judge(frame);
    if (verdict.kind === "refused") {
      const { api } = this.#host.route.module;
      if (verdict.isUnknown && api.unknownMessages === "forward") this.#pass(frame, null);
      else this.#refuse(this.#withHint(verdict, frame), frame);
      return undefined;
    }
    if (this.#isRefusedReply(frame, verdict)) return undefined;
    if (this.#hookRun !== null) return this.#deliverHooked(this.#hookRun, frame, verdict);
    this.#deliver(frame, verdict);
    return undefined;
  }

  #judge(frame: Frame): Verdict {
    return this.prepared.judge(frame.kind, frame.bytes, (key) => this.#awaited.expected(key));
  }

  /** Requests sent in the other flow, which are answered in this one. */
  get #awaited(): PendingReplies {
    return this.#host.replies(FLOW_FROM[otherSide(this.#from)]);
  }

  /** Made when a message has a correlation id for the first time. */
  get #tracked(): { readonly requests: PendingReplies; readonly awaited: PendingReplies } {
    return { requests: this.#host.replies(this.prepared.flow), awaited: this.#awaited };
  }

  /** Refuses a frame with a reply that nobody asked for, where the document does not let it pass. */
  #isRefusedReply(frame: Frame, { items }: Accepted): boolean {
    if (!hasCorrelation(items)) return false;
    const violation = unexpectedReply(items, this.#tracked);
    if (violation === null) return false;
    if (policyOf(violation, this.#remedyOptions()) === "observe") {
      const event = eventOf(violation, this.prepared.flow, "observed");
      this.observer.refused({ ...event, connection: this.label });
      return false;
    }
    countUnexpected(items, this.#tracked);
    this.#refuse(violation, frame);
    return true;
  }

  #createHookRun(): HookRun | null {
    const { route } = this.#host;
    if (route.hooks === null) return null;
    const { clock, context } = this.#host;
    return createHookRun({
      flow: this.prepared.flow,
      hooks: route.hooks,
      clock,
      context,
      prepared: route,
      judge: (frame) => this.#judge(frame),
    });
  }

  #deliverHooked(run: HookRun, frame: Frame, accepted: Accepted): Promise<void> | undefined {
    const finish = (outcome: Awaited<ReturnType<HookRun>>): void => {
      // The connection may have ended while a hook was at work.
      if (this.#host.isEnded) return;
      switch (outcome.kind) {
        case "forward":
          this.#deliver(outcome.frame, outcome.accepted);
          return;
        case "answer":
          for (const answer of outcome.frames) this.#host.send(this.#from, answer, true);
          return;
        case "refuse":
          this.#refuse(outcome.violation, frame);
      }
    };
    const outcome = run(frame, accepted);
    if (outcome instanceof Promise) return outcome.then(finish);
    finish(outcome);
    return undefined;
  }

  #deliver(frame: Frame, { items, tolerated }: Accepted): void {
    for (const { what, messageId } of tolerated) {
      this.observer.tolerated(this.label, what, messageId);
    }
    this.#pass(frame, items.length === 0 ? null : items);
    if (!hasCorrelation(items)) return;
    for (const item of items) trackReplies(item, this.#tracked);
  }

  /** The bytes of a frame with several messages are counted with the first. */
  #pass(frame: Frame, items: readonly Item[] | null): void {
    const { flow } = this.prepared;
    this.#host.send(otherSide(this.#from), frame, false);
    if (items === null) {
      this.observer.messageForwarded(this.label, flow, null, null, frame.bytes.length);
      return;
    }
    for (const [index, { entries }] of items.entries()) {
      const { operationId, messageId } = entries[0];
      const bytes = index === 0 ? frame.bytes.length : 0;
      this.observer.messageForwarded(this.label, flow, operationId, messageId, bytes);
    }
  }

  #refuse(violation: Violation, frame: Frame): void {
    const { flow } = this.prepared;
    const remedy = remedyOf(violation, this.#remedyOptions());
    this.observer.refused({
      ...eventOf(violation, flow, remedy.action),
      connection: this.label,
    });
    switch (remedy.action) {
      case "observed":
        this.#pass(frame, null);
        return;
      case "rejected":
        this.#host.send(this.#from, remedy.message, true);
        return;
      case "closed":
        this.#host.endFor(violation.code, this.#from);
        return;
      case "dropped":
    }
  }

  #remedyOptions(): RemedyOptions {
    const { route, context, observeOnly } = this.#host;
    const { flow, plan } = this.prepared;
    const write: WriteMessage = (to, messageId, payload) =>
      route.write(to, messageId, payload, context.parameters);
    return { flow, plan, api: route.module.api, write, observeOnly };
  }

  #withHint<Kind extends Violation>(violation: Kind, frame: Frame): Kind {
    const hint = directionHint(frame, this.prepared, this.#host.route);
    return hint === null ? violation : { ...violation, detail: `${violation.detail}: ${hint}` };
  }
}

function hasCorrelation(items: readonly Item[]): boolean {
  return items.some(({ correlation }) => correlation !== null);
}

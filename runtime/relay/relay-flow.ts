import type { Clock } from "../clock.ts";
import type { ApiModuleV1, Entry, Flow, FlowPlan } from "../contract/v1.ts";
import type { FrameKind } from "../frames/leg.ts";
import type { ConnectionContext, Hooks } from "../hooks/types.ts";
import type { WriteMessage } from "../messages/outgoing.ts";
import type { PendingReplies } from "../messages/replies.ts";
import type { Accepted, Item } from "../messages/verdict.ts";
import type { ConnectionLabel, Observer } from "../observe/observer.ts";
import type { RefusalCode } from "../refusals.ts";
import type { Frame, FrameQueue } from "./frame-queue.ts";
import { createFrameQueue } from "./frame-queue.ts";
import { createHookRun, type HookRun } from "./hook-run.ts";
import type { PreparedRoute } from "./prepared-route.ts";
import type { ReadingGate } from "./reading-gate.ts";
import { countUnexpected, trackReplies, unexpectedReply } from "./reply-tracking.ts";
import type { Turn } from "./turn.ts";
import type { Violation } from "./violation.ts";
import { eventOf, policyOf, remedyOf } from "./violation.ts";

/** One direction of a relay. */
export interface RelayFlow {
  /** Takes one message; the bytes may change after the call. */
  receive(kind: FrameKind, payload: Uint8Array): void;
  /** Runs `task` when every message received so far is forwarded or refused. */
  whenDone(task: () => void): void;
}

/** What a direction needs of the connection around it. */
export interface RelayFlowOptions {
  readonly flow: Flow;
  readonly plan: FlowPlan;
  readonly module: ApiModuleV1;
  readonly prepared: PreparedRoute;
  readonly hooks: Hooks | null;
  readonly label: ConnectionLabel;
  readonly context: ConnectionContext;
  readonly observer: Observer;
  readonly clock: Clock;
  readonly observeOnly: boolean;
  /** Requests sent in this flow, and those of the other, which are answered here. */
  readonly requests: PendingReplies;
  readonly awaited: PendingReplies;
  readonly gate: ReadingGate;
  readonly turn: Turn;
  readonly isEnded: () => boolean;
  /** To the other leg. */
  readonly forward: (frame: Frame) => void;
  /** Back to the leg it came from: a message of the gateway's own. */
  readonly answer: (frame: Frame) => void;
  readonly close: (code: RefusalCode) => void;
  readonly crashed: (cause: unknown) => void;
}

/** A direction in which nothing has been sent yet. */
export function createRelayFlow(options: RelayFlowOptions): RelayFlow {
  const { flow, prepared } = options;
  const judge = prepared.judges[flow];
  const expected = (key: string): readonly string[] | null => options.awaited.expected(key);
  const hookRun = createHookRun({
    ...options,
    judge: (frame) => judge(frame.kind, frame.bytes, expected),
  });

  const work = (frame: Frame): Promise<void> | undefined => {
    if (options.isEnded()) return undefined;
    const verdict = judge(frame.kind, frame.bytes, expected);
    if (verdict.kind === "refused") {
      if (verdict.isUnknown && letsUnknownPass(options)) pass(frame, null, options);
      else refuse(withHint(verdict, frame, options), frame, options);
      return undefined;
    }
    if (isRefusedReply(frame, verdict, options)) return undefined;
    return hookRun === null
      ? deliver(frame, verdict, options)
      : deliverHooked(hookRun, frame, verdict, options);
  };
  const { gate, turn, crashed: failed } = options;
  const queue: FrameQueue = createFrameQueue({ gate, turn, work, failed });

  return {
    receive: (kind, payload) => queue.add({ kind, bytes: Buffer.from(payload) }),
    whenDone: (task) => queue.whenDone(task),
  };
}

/** Refuses a frame with a reply that nobody asked for, where the document does not let it pass. */
function isRefusedReply(frame: Frame, accepted: Accepted, options: RelayFlowOptions): boolean {
  const violation = unexpectedReply(accepted.items, options);
  if (violation === null) return false;
  const { flow, observer, label } = options;
  if (policyOf(violation, options) === "observe") {
    observer.refused({ ...eventOf(violation, flow, "observed"), connection: label });
    return false;
  }
  countUnexpected(accepted.items, options);
  refuse(violation, frame, options);
  return true;
}

function deliverHooked(
  run: HookRun,
  frame: Frame,
  accepted: Accepted,
  options: RelayFlowOptions,
): Promise<void> | undefined {
  const finish = (outcome: Awaited<ReturnType<HookRun>>): void => {
    // The connection may have ended while a hook was at work.
    if (options.isEnded()) return;
    switch (outcome.kind) {
      case "forward":
        deliver(outcome.frame, outcome.accepted, options);
        return;
      case "answer":
        for (const answer of outcome.frames) options.answer(answer);
        return;
      case "refuse":
        refuse(outcome.violation, frame, options);
    }
  };
  const outcome = run(frame, accepted);
  if (outcome instanceof Promise) return outcome.then(finish);
  finish(outcome);
  return undefined;
}

function deliver(frame: Frame, accepted: Accepted, options: RelayFlowOptions): undefined {
  for (const { what, messageId } of accepted.tolerated) {
    options.observer.tolerated(options.label, what, messageId);
  }
  if (accepted.items.length === 0) pass(frame, null, options);
  else pass(frame, accepted.items, options);
  for (const item of accepted.items) trackReplies(item, options);
}

/** The bytes of a frame with several messages are counted with the first. */
function pass(frame: Frame, items: readonly Item[] | null, options: RelayFlowOptions): void {
  const { observer, label, flow } = options;
  options.forward(frame);
  if (items === null) {
    observer.messageForwarded(label, flow, null, null, frame.bytes.length);
    return;
  }
  for (const [index, { entries }] of items.entries()) {
    const { operationId, messageId } = entries[0];
    const bytes = index === 0 ? frame.bytes.length : 0;
    observer.messageForwarded(label, flow, operationId, messageId, bytes);
  }
}

function refuse(violation: Violation, frame: Frame, options: RelayFlowOptions): void {
  const { flow, plan, observeOnly, observer, label, prepared, module, context } = options;
  const { api } = module;
  const write: WriteMessage = (to, messageId, payload) =>
    prepared.write(to, messageId, payload, context.parameters);
  const remedy = remedyOf(violation, { flow, plan, api, write, observeOnly });
  observer.refused({ ...eventOf(violation, flow, remedy.action), connection: label });
  switch (remedy.action) {
    case "observed":
      pass(frame, null, options);
      return;
    case "rejected":
      options.answer(remedy.message);
      return;
    case "closed":
      options.close(violation.code);
      return;
    case "dropped":
  }
}

function letsUnknownPass(options: RelayFlowOptions): boolean {
  return options.module.api.unknownMessages === "forward";
}

/** A document read from the wrong side refuses everything; this is how its operator finds out. */
function withHint(violation: Violation, frame: Frame, options: RelayFlowOptions): Violation {
  const other = options.flow === "clientToServer" ? "serverToClient" : "clientToServer";
  const verdict = options.prepared.judges[other](frame.kind, frame.bytes);
  if (verdict.kind !== "accepted" || !isForeign(verdict.items, options)) return violation;
  const side = options.module.api.perspective === "client" ? "server" : "client";
  const hint =
    "declared for the other direction; " +
    `is the document written from the ${side}'s side? --perspective ${side}`;
  return { ...violation, detail: `${violation.detail}: ${hint}` };
}

/** Messages that may also go this way were refused for another reason. */
function isForeign(items: readonly Item[], { plan }: RelayFlowOptions): boolean {
  const declared = new Set(plan.groups.flatMap(({ entries }) => entries.map(nameOf)));
  const isDeclared = ({ entries }: Item): boolean =>
    entries.some((one) => declared.has(nameOf(one)));
  return items.length > 0 && !items.some(isDeclared);
}

function nameOf(entry: Entry): string {
  return entry.messageId;
}

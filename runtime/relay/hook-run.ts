import type { Clock } from "../clock.ts";
import type { Flow } from "../contract/v1.ts";
import type { HookOutcome, MessageHook } from "../hooks/message-hook.ts";
import { hookFor, runMessageHook } from "../hooks/message-hook.ts";
import type { ConnectionContext, Hooks } from "../hooks/types.ts";
import type { WriteMessage } from "../messages/outgoing.ts";
import type { Accepted, Item, Verdict } from "../messages/verdict.ts";
import { Refusal } from "../refusals.ts";
import type { Frame } from "./frame-queue.ts";
import type { Violation } from "./violation.ts";

/** What the hooks made of one accepted frame. */
export type HookedFrame =
  | { readonly kind: "forward"; readonly frame: Frame; readonly accepted: Accepted }
  | { readonly kind: "answer"; readonly frames: readonly Frame[] }
  | { readonly kind: "refuse"; readonly violation: Violation };

/** Leads an accepted frame through the hooks of its messages. */
export type HookRun = (frame: Frame, accepted: Accepted) => HookedFrame | Promise<HookedFrame>;

/** What hooks run with. */
export interface HookRunOptions {
  readonly flow: Flow;
  readonly hooks: Hooks | null;
  readonly clock: Clock;
  readonly context: ConnectionContext;
  readonly prepared: { readonly write: WriteMessage };
  /** Judges what a hook made. */
  readonly judge: (frame: Frame) => Verdict;
}

/** One hook that is to be called for one message of a frame. */
interface Step {
  readonly itemIndex: number;
  readonly item: Item;
  readonly entry: Item["entries"][number];
  readonly hook: MessageHook;
}

/** The hooks of a flow; null: it has none, and frames need not pass here. */
export function createHookRun(options: HookRunOptions): HookRun | null {
  const { hooks, flow } = options;
  const byId = flow === "clientToServer" ? hooks?.onClientMessage : hooks?.onServerMessage;
  if (byId === undefined) return null;
  return (frame, accepted) => runFrom(0, { frame, accepted }, options);
}

interface Progress {
  readonly frame: Frame;
  readonly accepted: Accepted;
}

/** Calls the hooks from the given step on; stays synchronous until one of them is not. */
function runFrom(
  start: number,
  progress: Progress,
  options: HookRunOptions,
): HookedFrame | Promise<HookedFrame> {
  let current = progress;
  for (let index = start; ; index += 1) {
    const step = stepsOf(current.accepted, options)[index];
    if (step === undefined) return { kind: "forward", ...current };
    const outcome = call(step, options);
    if (outcome instanceof Promise) {
      const before = current;
      return outcome.then((settled) => {
        const after = apply(settled, step, before, options);
        return "kind" in after ? after : runFrom(index + 1, after, options);
      });
    }
    const after = apply(outcome, step, current, options);
    if ("kind" in after) return after;
    current = after;
  }
}

/** A message that several operations declare has one hook, called once. */
function stepsOf(accepted: Accepted, options: HookRunOptions): readonly Step[] {
  return accepted.items.flatMap((item, itemIndex) => {
    const seen = new Set<string>();
    return item.entries.flatMap((entry) => {
      const hook = hookFor(options.hooks, options.flow, entry.messageId);
      if (hook === null || seen.has(entry.messageId)) return [];
      seen.add(entry.messageId);
      return [{ itemIndex, item, entry, hook }];
    });
  });
}

function call(step: Step, options: HookRunOptions): HookOutcome | Promise<HookOutcome> {
  const { messageId, operationId } = step.entry;
  const { flow, context: connection, clock } = options;
  const payload = step.item.value;
  return runMessageHook(step.hook, { flow, messageId, operationId, payload, connection }, clock);
}

function apply(
  outcome: HookOutcome,
  step: Step,
  progress: Progress,
  options: HookRunOptions,
): HookedFrame | Progress {
  switch (outcome.kind) {
    case "forward":
      return progress;
    case "refuse":
      return { kind: "refuse", violation: refusalBy(outcome, step) };
    case "answer":
      return answer(outcome.answers, step, options);
    case "transform":
      return transform(outcome.payload, step, progress, options.judge);
  }
}

/** The frame written anew must be what the document says, with as many messages as before. */
function transform(
  payload: unknown,
  step: Step,
  progress: Progress,
  judge: (frame: Frame) => Verdict,
): HookedFrame | Progress {
  const frame = { kind: progress.frame.kind, bytes: step.item.rewrite(payload) };
  const verdict = judge(frame);
  if (verdict.kind === "refused") return broken(`transformed it: ${verdict.detail}`, step);
  const item = verdict.items[step.itemIndex];
  const isSame = item?.entries.some((entry) => entry.messageId === step.entry.messageId) === true;
  if (!isSame) return broken("transformed it into another message", step);
  return { frame, accepted: verdict };
}

function answer(
  answers: Extract<HookOutcome, { kind: "answer" }>["answers"],
  step: Step,
  options: HookRunOptions,
): HookedFrame {
  const back = options.flow === "clientToServer" ? "serverToClient" : "clientToServer";
  const { write } = options.prepared;
  const frames: Frame[] = [];
  for (const { messageId, payload } of answers) {
    const outgoing = write(back, messageId, payload, options.context.parameters);
    if (outgoing.kind === "fault") {
      const { pointer, found, expected } = outgoing.fault;
      const place = pointer === "" ? "the root" : pointer;
      return broken(`answered "${messageId}": ${place} is ${found}, expected ${expected}`, step);
    }
    frames.push(outgoing);
  }
  return { kind: "answer", frames };
}

function refusalBy(outcome: Extract<HookOutcome, { kind: "refuse" }>, step: Step): Violation {
  const { reason, code } = outcome;
  // The words of FORBIDDEN hold the reason; those of MESSAGE_INVALID are about a place in the message.
  const detail = code === "FORBIDDEN" ? new Refusal(code, { reason }).message : reason;
  return { code, entry: step.entry, pointer: null, detail };
}

function broken(what: string, step: Step): HookedFrame {
  const detail = `internal error: the hook of "${step.entry.messageId}" ${what}`;
  return {
    kind: "refuse",
    violation: { code: "INTERNAL", entry: step.entry, pointer: null, detail },
  };
}

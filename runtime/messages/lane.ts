/**
 * Messages that can be judged from their bytes alone: what a flow's acceptors say, and for which of their answers
 * nothing more is to be done than to forward and count. All else takes the long way, through `judge`.
 */
import { isUtf8 } from "node:buffer";

import type { Acceptor, ApiModuleV1, Entry, FlowPlan, Group } from "../contract/v1.ts";
import type { FrameKind } from "../frames/leg.ts";

/** The short way of one frame kind in one flow. */
export interface Lane {
  /**
   * A number for what the message in `bytes` from `start` to before `end` is; -1: that is not known here. Vouches for
   * UTF-8 of text.
   */
  readonly accept: Acceptor;
  /** What such a number stands for; null: it must take the long way all the same. Asked once for each number. */
  readonly passenger: (answer: number) => Passenger | null;
}

/** A message that is forwarded and counted under these names, and no more. Of several, the first is counted. */
export interface Passenger {
  readonly operationId: string | null;
  readonly messageId: string | null;
}

/** What a lane is made of. */
export interface LaneOptions {
  readonly module: ApiModuleV1;
  readonly plan: FlowPlan;
  readonly kind: FrameKind;
  /** Messages by id that somebody wants to see decoded: hooks. */
  readonly isWanted: (messageId: string) => boolean;
}

/** The lane of a frame kind; null where every frame of that kind must be decoded. */
export function createLane(options: LaneOptions): Lane | null {
  const { module, plan, kind } = options;
  const groups = plan.groups.filter(({ frame }) => frame === kind);
  const [group, ...others] = groups;
  if (group === undefined) return plan.anything ? ANYTHING[kind] : null;
  const accept = ofGroup(module.acceptors, group);
  // A frame is all the messages that it fits: another group could have one, too.
  if (accept === undefined || others.length > 0 || !isPlain(group)) return null;
  const decoded = new Set(group.entries.flatMap((one) => wantedId(one, options)));
  if (group.entries.every(({ messageId }) => decoded.has(messageId))) return null;
  const together = ofGroup(module.together, group);
  const passenger = (answer: number): Passenger | null => {
    const indices = answer < group.entries.length ? [answer] : (together?.(answer) ?? []);
    const entries = indices.flatMap((index) => group.entries[index] ?? []);
    const [first] = entries;
    if (first === undefined || entries.some(({ messageId }) => decoded.has(messageId))) return null;
    return { operationId: first.operationId, messageId: first.messageId };
  };
  return { accept, passenger };
}

/** What was compiled for a group; a name that every object has is nobody's group. */
function ofGroup<Compiled>(
  byId: Readonly<Record<string, Compiled>> | undefined,
  { id }: Group,
): Compiled | undefined {
  return byId !== undefined && Object.hasOwn(byId, id) ? byId[id] : undefined;
}

function isPlain(group: Group): boolean {
  return group.encoding === "json" && group.framing.kind === "message" && group.topic === null;
}

/** Requests with a declared reply and replies are decoded for their correlation id, whichever operation they are of. */
function wantedId(entry: Entry, options: LaneOptions): readonly string[] {
  const { messageId } = entry;
  const isTracked = entry.replyTo !== null || entry.replyMessageIds.length > 0;
  const { correlationAt = null } = options.module.api.messages[messageId] ?? {};
  return (isTracked && correlationAt !== null) || options.isWanted(messageId) ? [messageId] : [];
}

const NOBODY = (): Passenger => ({ operationId: null, messageId: null });

/** Where the document declares no message anything passes that is legal for its frame (RFC 6455 section 5.6). */
const ANYTHING: Readonly<Record<FrameKind, Lane>> = {
  text: {
    accept: (bytes, start, end) => (isUtf8(bytes.subarray(start, end)) ? 0 : -1),
    passenger: NOBODY,
  },
  binary: { accept: () => 0, passenger: NOBODY },
};

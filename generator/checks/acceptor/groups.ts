import type { Framing, Group } from "../../../runtime/contract/v1.ts";
import type { GroupChoice } from "../choices.ts";
import type { Shape } from "../shape.ts";
import {
  END,
  P,
  UNKNOWN,
  all,
  any,
  binary,
  byteAt,
  call,
  choose,
  give,
  giveUp,
  i32,
  set,
  setGlobal,
  when,
} from "./ir.ts";
import type { Expression, Procedure, Statement } from "./ir.ts";
import type { Lowerer } from "./lowerer.ts";
import type { PlanId } from "./plan.ts";
import type { Planner } from "./planner.ts";
import { skipSpace } from "./primitives-text.ts";
import { allowPasses } from "./primitives-value.ts";
import { refuter } from "./refuter.ts";
import { Router } from "./router.ts";

/** How one entry of a group is accepted. */
export interface EntryPlan {
  readonly messageId: string;
  readonly plan: PlanId;
  /** Its schema takes more work to plan than is done for one message, or is left for the API: nothing is accepted. */
  readonly isCostly: boolean;
  /** What rules the message out. */
  readonly shape: Shape;
}

/** How the frames of one group are accepted. */
export interface GroupPlan {
  readonly groupId: string;
  readonly choice: GroupChoice["choice"];
  readonly entries: readonly EntryPlan[];
}

/** The acceptor of a group. */
export interface GroupAcceptor {
  readonly groupId: string;
  /** Its function. */
  readonly name: string;
  readonly entries: number;
  /** What answers that are no entry stand for, by the first of them. */
  readonly sets: readonly EntrySets[];
}

/** Bit `n` of an answer, less `from`, stands for the entries of `lists[n]`. */
export interface EntrySets {
  readonly from: number;
  readonly lists: readonly (readonly number[])[];
}

const AT = i32("at");
const Q = i32("q");
const FITTING = i32("m");
/** Different messages that a frame may be, by what tells them apart; where it may be more, it is not known. */
export const MAX_TOGETHER = 16;

/** Why a group has no acceptor; null: it can have one. */
export function obstacleOf(group: Pick<Group, "encoding" | "framing" | "topic">): string | null {
  if (group.encoding !== "json") {
    return `its frames are ${group.encoding}, not JSON`;
  }
  if (group.topic !== null) {
    return "its frames have a topic";
  }
  const isWhole = group.framing.kind === "message" || group.framing.kind === "jsonrpc";
  return isWhole ? null : `its messages stand in ${group.framing.kind} frames`;
}

/** What frames of a framing are besides being a message. */
function framed(framing: Framing): readonly unknown[] {
  return framing.kind === "jsonrpc"
    ? [{ type: "object", required: ["jsonrpc"], properties: { jsonrpc: { const: "2.0" } } }]
    : [];
}

/**
 * Work of planning that is done for one message, and for all of an API (`PlanningWork`). Real documents need some
 * hundreds for a message and ten thousand for two hundred of them; this much takes up to a second.
 */
export const MAX_MESSAGE_WORK = 100_000;
export const MAX_API_WORK = 300_000;

/** Plans the acceptor of a group. */
export function planGroup(
  group: Group,
  { choice }: GroupChoice,
  schemaOf: (messageId: string) => unknown,
  planner: Planner,
): GroupPlan {
  const frame = framed(group.framing);
  const entries = group.entries.map(({ messageId }): EntryPlan => {
    const schema = schemaOf(messageId);
    const limit = Math.min(MAX_MESSAGE_WORK, MAX_API_WORK - planner.work);
    const plan = planner.planWithin(limit, [schema, ...frame]);
    const shape = planner.shapeOf(schema);
    return { messageId, plan: plan ?? planner.planOf([false]), isCostly: plan === null, shape };
  });
  return { groupId: group.id, choice, entries };
}

/** Characters of code of all acceptors of an API: a start that reads more of them is felt. */
export const MAX_CODE = 600_000;

/** The functions of groups, in order; null: its code would be too much together with that of those before. */
export function lowerGroups(
  groups: readonly GroupPlan[],
  lowering: Lowerer,
  depth: number,
): readonly (GroupAcceptor | null)[] {
  return groups.map((group) => {
    const acceptor = lowering.size > MAX_CODE ? null : lowerGroup(group, lowering, depth);
    return lowering.size > MAX_CODE ? null : acceptor;
  });
}

/** The function of a group: what the bytes are, or -1. */
function lowerGroup(group: GroupPlan, lowering: Lowerer, depth: number): GroupAcceptor {
  const router = new Router(lowering);
  const route = router.route(group.choice);
  const sets: EntrySets[] = [];
  let from = group.entries.length;
  const cases = router.leaves.map((indices, value) => {
    const messages = possible(group, indices, lowering, depth);
    if (messages.length > MAX_TOGETHER) {
      return { value, body: [giveUp] };
    }
    const set: EntrySets = { from, lists: messages.map((message) => message.indices) };
    if (indices.length > 1) {
      from += 2 ** messages.length;
      sets.push(set);
    }
    return { value, body: acceptOneOf(messages, set.from, lowering) };
  });
  const [only, ...more] = cases;
  const body: Procedure["body"] = [
    setGlobal("top", 0),
    allowPasses,
    when(binary(P, ">=", END), [giveUp]),
    skipSpace,
    // Where a number ends can be said of the byte behind it only.
    when(
      any(
        binary(byteAt(P), "=", 0x2d),
        all(binary(byteAt(P), ">=", 0x30), binary(byteAt(P), "<=", 0x39)),
      ),
      [giveUp],
    ),
    ...(only !== undefined && more.length === 0 ? only.body : [choose(route, cases, [giveUp])]),
    giveUp,
  ];
  const name = lowering.add("accept", { params: [P, END], body });
  return { groupId: group.groupId, name, entries: group.entries.length, sets };
}

/** Entries whose messages have the same schema: a frame is all of them or none. */
interface Possible {
  readonly entry: EntryPlan;
  readonly indices: readonly number[];
  readonly reader: Expression | null;
}

function possible(
  group: GroupPlan,
  indices: readonly number[],
  lowering: Lowerer,
  depth: number,
): readonly Possible[] {
  const byPlan = new Map<PlanId, Possible>();
  for (const index of indices) {
    const entry = group.entries[index];
    if (entry === undefined) {
      continue;
    }
    const reader = lowering.reader(entry.plan);
    byPlan.set(entry.plan, {
      entry,
      indices: [...(byPlan.get(entry.plan)?.indices ?? []), index],
      reader: reader && call(reader.name, P, END, ...(reader.isDeep ? [depth] : [])),
    });
  }
  return [...byPlan.values()];
}

/** Tries all; what does not accept must be ruled out. */
function acceptOneOf(
  messages: readonly Possible[],
  from: number,
  lowering: Lowerer,
): readonly Statement[] {
  const [only, ...more] = messages;
  const [index, ...others] = only?.indices ?? [];
  if (index !== undefined && more.length === 0 && others.length === 0) {
    return [give(only?.reader ? call("whole", only.reader, END, index) : UNKNOWN)];
  }
  const isAlone = more.length === 0;
  return [
    set(FITTING, 0),
    ...messages.flatMap(({ reader }, bit) =>
      reader === null
        ? []
        : [
            set(Q, reader),
            setGlobal("top", 0),
            when(binary(Q, ">=", 0), [set(AT, Q), set(FITTING, binary(FITTING, "|", 1 << bit))]),
          ],
    ),
    when(binary(FITTING, "=", 0), [giveUp]),
    set(AT, call("space", AT, END)),
    when(binary(AT, "!=", END), [giveUp]),
    ...(isAlone
      ? []
      : messages.map(({ entry }, bit) =>
          when(binary(binary(FITTING, "&", 1 << bit), "=", 0), ruleOut(entry.shape, lowering)),
        )),
    choose(
      FITTING,
      messages.flatMap(({ indices: [index = -1, ...others] }, bit) =>
        others.length === 0 ? [{ value: 1 << bit, body: [give(index)] }] : [],
      ),
      [give(binary(FITTING, "+", from))],
    ),
  ];
}

function ruleOut(shape: Shape, lowering: Lowerer): readonly Statement[] {
  const proof = refuter(shape, lowering);
  return proof === null ? [giveUp] : [when(binary(call(proof, P, END), "!=", 1), [giveUp])];
}

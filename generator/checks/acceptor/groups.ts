import type { Framing, Group } from "../../../runtime/contract/v1.ts";
import type { GroupChoice } from "../choices.ts";
import type { Shape } from "../shape.ts";
import {
  END,
  P,
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
import type { Lowering } from "./lowering.ts";
import type { PlanId } from "./plan.ts";
import type { Planner } from "./planner.ts";
import { skipSpace } from "./primitives-text.ts";
import { refuter } from "./refuter.ts";
import { Router } from "./router.ts";

/** How one entry of a group is accepted. */
export interface EntryPlan {
  readonly messageId: string;
  readonly plan: PlanId;
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
  /** Entries that answers stand for from `entries` on: `[leaf, bits]` is `entries + leaf * MAX_SETS + bits`. */
  readonly leaves: readonly (readonly number[])[];
}

const AT = i32("at");
const Q = i32("q");
const FITTING = i32("m");
/** Entries that a frame may be at once, by what tells messages apart; where it may be more, it is not known. */
export const MAX_TOGETHER = 12;
/** Sets of so many entries. */
export const MAX_SETS = 2 ** MAX_TOGETHER;

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
    const plan = planner.planOf([schema, ...frame]);
    return { messageId, plan, shape: planner.shapeOf(schema) };
  });
  return { groupId: group.id, choice, entries };
}

/** The function of a group: what the bytes are, or -1. */
export function lowerGroup(group: GroupPlan, lowering: Lowering, depth: number): GroupAcceptor {
  const router = new Router(lowering);
  const route = router.route(group.choice);
  const leaves = [...router.leaves];
  const cases = leaves.map((indices, value) => ({
    value,
    body: acceptLeaf(group, { indices, leaf: value }, lowering, depth),
  }));
  const [only, ...more] = cases;
  const body: Procedure["body"] = [
    setGlobal("top", 0),
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
  return { groupId: group.groupId, name, entries: group.entries.length, leaves };
}

/** Messages that a frame may be, each with the bits of its entries. */
interface Possible {
  readonly entry: EntryPlan;
  readonly bits: number;
  readonly reader: Expression | null;
}

function acceptLeaf(
  group: GroupPlan,
  { indices, leaf }: { readonly indices: readonly number[]; readonly leaf: number },
  lowering: Lowering,
  depth: number,
): readonly Statement[] {
  if (indices.length > MAX_TOGETHER) {
    return [giveUp];
  }
  const messages = possible(group, indices, lowering, depth);
  const [only, ...others] = messages;
  const isAlone = only !== undefined && others.length === 0 && indices.length === 1;
  const base = group.entries.length + leaf * MAX_SETS;
  return [
    set(FITTING, 0),
    ...messages.flatMap(({ reader, bits }) => {
      return reader === null
        ? []
        : [
            set(Q, reader),
            setGlobal("top", 0),
            when(binary(Q, ">=", 0), [set(AT, Q), set(FITTING, binary(FITTING, "|", bits))]),
          ];
    }),
    when(binary(FITTING, "=", 0), [giveUp]),
    set(AT, call("space", AT, END)),
    when(binary(AT, "!=", END), [giveUp]),
    ...(isAlone ? [] : messages.flatMap((one) => refuteOthers(one, lowering))),
    choose(
      FITTING,
      indices.map((index, bit) => ({ value: 1 << bit, body: [give(index)] })),
      isAlone ? [giveUp] : [give(binary(FITTING, "+", base))],
    ),
  ];
}

function possible(
  group: GroupPlan,
  indices: readonly number[],
  lowering: Lowering,
  depth: number,
): readonly Possible[] {
  const byMessage = new Map<string, Possible>();
  for (const [bit, index] of indices.entries()) {
    const entry = group.entries[index];
    if (entry === undefined) {
      continue;
    }
    const reader = lowering.reader(entry.plan);
    const known = byMessage.get(entry.messageId);
    byMessage.set(entry.messageId, {
      entry,
      bits: (known?.bits ?? 0) | (1 << bit),
      reader: reader && call(reader.name, P, END, ...(reader.isDeep ? [depth] : [])),
    });
  }
  return [...byMessage.values()];
}

/** A message that was not accepted must be ruled out. */
function refuteOthers({ entry, bits }: Possible, lowering: Lowering): readonly Statement[] {
  const proof = refuter(entry.shape, lowering);
  const isRuledOut =
    proof === null ? [giveUp] : [when(binary(call(proof, P, END), "!=", 1), [giveUp])];
  return [when(binary(binary(FITTING, "&", bits), "=", 0), isRuledOut)];
}

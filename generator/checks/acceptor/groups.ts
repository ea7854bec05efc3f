import type { Framing, Group } from "../../../runtime/contract/v1.ts";
import type { GroupChoice } from "../choices.ts";
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
import type { Procedure, Statement } from "./ir.ts";
import type { Lowering } from "./lowering.ts";
import type { PlanId } from "./plan.ts";
import type { Planner } from "./planner.ts";
import { demandOf } from "./route-schema.ts";
import { skipSpace } from "./primitives-text.ts";
import { Router } from "./router.ts";

/** How one entry of a group is accepted. */
export interface EntryPlan {
  readonly messageId: string;
  /** null: no frame is this entry alone. */
  readonly plan: PlanId | null;
}

/** How the frames of one group are accepted. */
export interface GroupPlan {
  readonly groupId: string;
  readonly choice: GroupChoice["choice"];
  readonly entries: readonly EntryPlan[];
}

const AT = i32("at");
/** Entries of one leaf that are tried. */
const MAX_TRIES = 16;

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
  const entries = group.entries.map(({ messageId }, index): EntryPlan => {
    const demand = demandOf(choice, index);
    const isReachable = reaches(choice, index);
    const plan =
      demand === false || !isReachable
        ? null
        : planner.planOf([schemaOf(messageId), demand, ...framed(group.framing)]);
    return { messageId, plan };
  });
  return { groupId: group.id, choice, entries };
}

function reaches(choice: GroupChoice["choice"], index: number): boolean {
  return choice.indices.includes(index);
}

/** The function of a group: the index of the entry that the bytes are, or -1. */
export function lowerGroup(group: GroupPlan, lowering: Lowering, depth: number): string {
  const router = new Router(lowering);
  const route = router.route(group.choice);
  const accept = (index: number): readonly Statement[] => {
    const plan = group.entries[index]?.plan ?? null;
    const reader = plan === null ? null : lowering.reader(plan);
    return reader === null
      ? []
      : [
          set(AT, call(reader.name, P, END, ...(reader.isDeep ? [depth] : []))),
          when(binary(AT, ">=", 0), [
            set(AT, call("space", AT, END)),
            when(binary(AT, "=", END), [give(index)]),
          ]),
          setGlobal("top", 0),
        ];
  };
  const cases = router.leaves.map((indices, value) => ({
    value,
    body: indices.slice(0, MAX_TRIES).flatMap(accept),
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
  return lowering.add("accept", { params: [P, END], body });
}

import type { Entry } from "../contract/v1.ts";
import type { Item } from "../messages/verdict.ts";
import type { Frame } from "./frame-queue.ts";
import type { PreparedFlow, PreparedRoute } from "./prepared-route.ts";

/**
 * What to try where a refused frame is a message of the other direction; null: it is not. A document read from the
 * wrong side refuses everything; this is how its operator finds out.
 */
export function directionHint(
  frame: Frame,
  { flow, plan }: PreparedFlow,
  { flows, module }: PreparedRoute,
): string | null {
  const other = flow === "clientToServer" ? "serverToClient" : "clientToServer";
  const verdict = flows[other].judge(frame.kind, frame.bytes);
  if (verdict.kind !== "accepted") return null;
  const declared = new Set(plan.groups.flatMap(({ entries }) => entries.map(nameOf)));
  if (!isForeign(verdict.items, declared)) return null;
  const side = module.api.perspective === "client" ? "server" : "client";
  return (
    "declared for the other direction; " +
    `is the document written from the ${side}'s side? --perspective ${side}`
  );
}

/** Messages that may also go this way were refused for another reason. */
function isForeign(items: readonly Item[], declared: ReadonlySet<string>): boolean {
  const isDeclared = ({ entries }: Item): boolean =>
    entries.some((one) => declared.has(nameOf(one)));
  return items.length > 0 && !items.some(isDeclared);
}

function nameOf(entry: Entry): string {
  return entry.messageId;
}

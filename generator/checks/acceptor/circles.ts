import type { PlanId, Plans, ValuePlan } from "./plan.ts";

interface Visit {
  readonly id: PlanId;
  readonly children: readonly PlanId[];
  next: number;
}

/**
 * Plans that lead back to themselves, in linear time (R. Tarjan, "Depth-first search and linear graph algorithms",
 * 1972): members of strongly connected parts, and those that are children of themselves.
 */
export function membersOfCircles(
  { values }: Plans,
  childrenOf: (plan: ValuePlan | undefined) => readonly PlanId[],
): ReadonlySet<PlanId> {
  const order = new Map<PlanId, number>();
  const low = new Map<PlanId, number>();
  const open: PlanId[] = [];
  const isOpen = new Set<PlanId>();
  const circles = new Set<PlanId>();
  const enter = (id: PlanId): Visit => {
    order.set(id, order.size);
    low.set(id, order.size - 1);
    open.push(id);
    isOpen.add(id);
    return { id, children: childrenOf(values[id]), next: 0 };
  };
  const lower = (id: PlanId, to: number | undefined): void => {
    low.set(id, Math.min(low.get(id) ?? 0, to ?? 0));
  };
  const leave = ({ id, children }: Visit): void => {
    if (low.get(id) !== order.get(id)) {
      return;
    }
    const part = open.splice(open.lastIndexOf(id));
    part.forEach((member) => isOpen.delete(member));
    if (part.length > 1 || children.includes(id)) {
      part.forEach((member) => circles.add(member));
    }
  };
  for (const root of values.keys()) {
    const visits: Visit[] = order.has(root) ? [] : [enter(root)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const child = visit.children[visit.next];
      visit.next += 1;
      if (child === undefined) {
        visits.pop();
        leave(visit);
        const parent = visits.at(-1);
        if (parent !== undefined) lower(parent.id, low.get(visit.id));
      } else if (!order.has(child)) {
        visits.push(enter(child));
      } else if (isOpen.has(child)) {
        lower(visit.id, order.get(child));
      }
    }
  }
  return circles;
}

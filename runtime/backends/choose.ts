import type { ResolvedBackend } from "./backend-url.ts";

/**
 * The backends to try, in order. Without a pool the first of the route's serves alone, since
 * documents use `servers` for unlike services. Members of its pool are ordered by priority, and
 * within one priority drawn by weight, so that a heavier one comes first more often.
 */
export function orderBackends(
  candidates: readonly ResolvedBackend[],
  random: () => number = Math.random,
): readonly ResolvedBackend[] {
  const first = candidates[0];
  if (first === undefined || first.pool === null) {
    return candidates.slice(0, 1);
  }
  const pool = candidates.filter(
    (backend) => backend.pool === first.pool && backend.environment === first.environment,
  );
  const priorities = [...new Set(pool.map((backend) => backend.priority))].sort((a, b) => a - b);
  return priorities.flatMap((priority) =>
    drawAll(
      pool.filter((backend) => backend.priority === priority),
      random,
    ),
  );
}

/** Weighted draw without replacement (Efraimidis and Spirakis): the keys u^(1/w), largest first. */
function drawAll(
  backends: readonly ResolvedBackend[],
  random: () => number,
): readonly ResolvedBackend[] {
  return backends
    .map((backend) => ({ backend, key: drawKey(backend.weight, random()) }))
    .sort((a, b) => b.key - a.key)
    .map(({ backend }) => backend);
}

function drawKey(weight: number, u: number): number {
  return weight > 0 ? u ** (1 / weight) : -1;
}

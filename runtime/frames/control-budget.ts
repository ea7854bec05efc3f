/** Counts control frames in windows of one second; says no at the first one over the budget. */
export interface ControlBudget {
  /** Takes one frame at this time (milliseconds, monotonic); false: one too many in this second. */
  take(nowMs: number): boolean;
}

/** A budget for one leg: each ping and pong of the peer costs CPU and an answer, so they are rationed. */
export function createControlBudget(framesPerSecond: number): ControlBudget {
  let windowStartMs = Number.NEGATIVE_INFINITY;
  let taken = 0;
  return {
    take(nowMs) {
      if (nowMs - windowStartMs >= 1000) {
        windowStartMs = nowMs;
        taken = 0;
      }
      taken += 1;
      return taken <= framesPerSecond;
    },
  };
}

import type { Clock } from "../../runtime/clock.ts";

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time on and runs what is due, in order of time. */
  advance(milliseconds: number): void;
  /** Timers that are still set. */
  readonly pending: number;
}

/** A fake clock at time 0. */
export function createFakeClock(): FakeClock {
  const timers = new Map<object, { readonly atMs: number; readonly task: () => void }>();
  let nowMs = 0;
  const nextDue = (untilMs: number) =>
    [...timers.entries()]
      .filter(([, timer]) => timer.atMs <= untilMs)
      .sort(([, first], [, second]) => first.atMs - second.atMs)[0];
  return {
    now: () => nowMs,
    after(milliseconds, task) {
      const key = {};
      timers.set(key, { atMs: nowMs + milliseconds, task });
      return () => timers.delete(key);
    },
    advance(milliseconds) {
      const untilMs = nowMs + milliseconds;
      for (let due = nextDue(untilMs); due !== undefined; due = nextDue(untilMs)) {
        const [key, timer] = due;
        timers.delete(key);
        nowMs = Math.max(nowMs, timer.atMs);
        timer.task();
      }
      nowMs = untilMs;
    },
    get pending() {
      return timers.size;
    },
  };
}

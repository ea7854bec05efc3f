/**
 * Shares the event loop among connections. One read of a socket can bring thousands of small frames, and a
 * round of the loop reads every socket that has something: without a bound, a hundred clients that send as fast
 * as they can keep timers, signals, answers and everybody else waiting for half a minute.
 */
import type { Clock } from "../clock.ts";

/** Milliseconds of a round of the event loop for frames that just came, and as many for waiting ones. */
const ROUND_MS = 20;

/** The round of the event loop that is under way. */
export interface Turn {
  /** Whether a frame may still be worked on in this round. */
  hasTime(): boolean;
  /** Works on a frame, on this round's account. */
  spend<Result>(work: () => Result): Result;
  /** Runs `task` in a later round, in the order of the calls; a task may ask for more. */
  wait(task: () => void): void;
}

const turns = new WeakMap<Clock, Turn>();

/** The turn that all connections of one clock share; a process has one event loop and one such clock. */
export function turnOf(clock: Clock): Turn {
  const known = turns.get(clock);
  if (known !== undefined) return known;
  const turn = createTurn(clock);
  turns.set(clock, turn);
  return turn;
}

function createTurn(clock: Clock): Turn {
  const waiting = new Set<() => void>();
  let spentMs = 0;
  let isScheduled = false;

  const hasTime = (): boolean => spentMs < ROUND_MS;
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    // Runs when the sockets of this round were read; timers and signals have their turn in between.
    setImmediate(round);
  };
  const round = (): void => {
    isScheduled = false;
    spentMs = 0;
    for (const task of waiting) {
      if (!hasTime()) break;
      waiting.delete(task);
      task();
    }
    spentMs = 0;
    if (waiting.size > 0) schedule();
  };
  return {
    hasTime,
    spend(work) {
      const startedAtMs = clock.now();
      try {
        return work();
      } finally {
        spentMs += clock.now() - startedAtMs;
        schedule();
      }
    },
    wait(task) {
      waiting.add(task);
      schedule();
    },
  };
}

import type { FrameKind } from "../frames/leg.ts";
import type { ReadingGate } from "./reading-gate.ts";
import type { Turn } from "./turn.ts";

/** A frame that is kept beyond the call that brought it. */
export interface Frame {
  readonly kind: FrameKind;
  readonly bytes: Uint8Array;
}

/** Frames of one flow, worked on one after the other; while one takes time, reading is held up. */
export interface FrameQueue {
  add(frame: Frame): void;
  /** Runs `task` when all frames added so far are done. */
  whenDone(task: () => void): void;
}

/** What a queue works with. */
export interface FrameQueueOptions {
  /** When it is spent, frames wait for a later round of the event loop. */
  readonly turn: Turn;
  readonly gate: ReadingGate;
  /** A promise where the frame takes time; the next one waits for it. */
  readonly work: (frame: Frame) => Promise<void> | undefined;
  readonly failed: (cause: unknown) => void;
}

/** An empty queue. Frames wait only for what is async, or while the gateway has too much to do. */
export function createFrameQueue(options: FrameQueueOptions): FrameQueue {
  const waiting: Frame[] = [];
  const tasks: (() => void)[] = [];
  let isBusy = false;

  const start = (frame: Frame): void => {
    const working = options.turn.spend(() => options.work(frame));
    if (working === undefined) return;
    hold();
    void working.then(goOn, fail);
  };
  const hold = (): void => {
    isBusy = true;
    options.gate.hold("waiting");
  };
  const goOn = (): void => {
    isBusy = false;
    try {
      next();
    } catch (cause) {
      fail(cause);
    }
  };
  /** The connection ends with this: what waits is never worked on. */
  const fail = (cause: unknown): void => {
    waiting.length = 0;
    options.failed(cause);
  };
  const next = (): void => {
    while (options.turn.hasTime()) {
      const frame = waiting.shift();
      if (frame === undefined) {
        options.gate.release("waiting");
        for (const task of tasks.splice(0)) task();
        return;
      }
      start(frame);
      if (isBusy) return;
    }
    hold();
    options.turn.wait(goOn);
  };

  return {
    add(frame) {
      if (!isBusy && options.turn.hasTime()) {
        start(frame);
        return;
      }
      waiting.push(frame);
      if (isBusy) return;
      hold();
      options.turn.wait(goOn);
    },
    whenDone(task) {
      if (isBusy) tasks.push(task);
      else task();
    },
  };
}

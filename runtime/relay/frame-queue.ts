import type { FrameKind } from "../frames/leg.ts";
import type { ReadingGate } from "./reading-gate.ts";

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
  readonly gate: ReadingGate;
  /** A promise where the frame takes time; the next one waits for it. */
  readonly work: (frame: Frame) => Promise<void> | undefined;
  readonly failed: (cause: unknown) => void;
}

/** An empty queue. Frames of a flow in which nothing is async never wait. */
export function createFrameQueue(options: FrameQueueOptions): FrameQueue {
  const waiting: Frame[] = [];
  const tasks: (() => void)[] = [];
  let isBusy = false;

  const start = (frame: Frame): void => {
    const working = options.work(frame);
    if (working === undefined) return;
    isBusy = true;
    options.gate.hold("hooks");
    void finish(working);
  };
  const finish = async (working: Promise<void>): Promise<void> => {
    try {
      await working;
      isBusy = false;
      next();
    } catch (cause) {
      // The connection ends with this: what waits is never worked on.
      waiting.length = 0;
      options.failed(cause);
    }
  };
  const next = (): void => {
    for (let frame = waiting.shift(); frame !== undefined; frame = waiting.shift()) {
      start(frame);
      if (isBusy) return;
    }
    options.gate.release("hooks");
    for (const task of tasks.splice(0)) task();
  };

  return {
    add(frame) {
      if (isBusy) waiting.push(frame);
      else start(frame);
    },
    whenDone(task) {
      if (isBusy) tasks.push(task);
      else task();
    },
  };
}

import type { FrameKind } from "../frames/leg.ts";
import type { ReadingGate } from "./reading-gate.ts";
import type { Turn } from "./turn.ts";

/** A frame that is kept beyond the call that brought it. */
export interface Frame {
  readonly kind: FrameKind;
  readonly bytes: Uint8Array;
}

/** Who works on the frames of a queue. */
export interface FrameWorker {
  /** When it is spent, frames wait for a later round of the event loop. */
  readonly turn: Turn;
  readonly gate: Pick<ReadingGate, "hold" | "release">;
  /** A promise where the frame takes time; the next one waits for it. */
  work(frame: Frame): Promise<void> | undefined;
  failed(cause: unknown): void;
}

/**
 * Frames of one flow, worked on one after the other; while one takes time, reading is held up. Frames wait only for
 * what is async, or while the gateway has too much to do.
 */
export class FrameQueue {
  readonly #worker: FrameWorker;
  /** Made when something waits for the first time: most connections never get there. */
  #waiting: Frame[] | null = null;
  #tasks: (() => void)[] | null = null;
  #isBusy = false;

  constructor(worker: FrameWorker) {
    this.#worker = worker;
  }

  /** Nothing waits or is worked on: what is done now overtakes nothing. */
  get isIdle(): boolean {
    return !this.#isBusy;
  }

  add(frame: Frame): void {
    if (!this.#isBusy && this.#worker.turn.hasTime()) {
      this.#start(frame);
      return;
    }
    this.#waiting ??= [];
    this.#waiting.push(frame);
    if (!this.#isBusy) this.#waitForTurn();
  }

  /** Runs `task` when all frames added so far are done. */
  whenDone(task: () => void): void {
    if (!this.#isBusy) {
      task();
      return;
    }
    this.#tasks ??= [];
    this.#tasks.push(task);
  }

  #start(frame: Frame): void {
    const working = this.#worker.turn.spend(() => this.#worker.work(frame));
    if (working === undefined) return;
    this.#hold();
    void working.then(
      () => this.#goOn(),
      (cause: unknown) => this.#fail(cause),
    );
  }

  #hold(): void {
    this.#isBusy = true;
    this.#worker.gate.hold("waiting");
  }

  #goOn(): void {
    this.#isBusy = false;
    try {
      this.#next();
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #waitForTurn(): void {
    this.#hold();
    this.#worker.turn.wait(() => this.#goOn());
  }

  /** The connection ends with this: what waits is never worked on. */
  #fail(cause: unknown): void {
    this.#waiting = null;
    this.#worker.failed(cause);
  }

  #next(): void {
    while (this.#worker.turn.hasTime()) {
      const frame = this.#waiting?.shift();
      if (frame === undefined) {
        this.#done();
        return;
      }
      this.#start(frame);
      if (this.#isBusy) return;
    }
    this.#waitForTurn();
  }

  #done(): void {
    this.#worker.gate.release("waiting");
    const tasks = this.#tasks ?? [];
    this.#tasks = null;
    for (const task of tasks) task();
  }
}

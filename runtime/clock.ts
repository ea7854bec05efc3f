/** Time as a parameter, so that tests need not sleep. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Runs `task` once after `milliseconds`; the timer does not keep the process alive. Returns what cancels it. */
  after(milliseconds: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

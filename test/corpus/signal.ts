/** Lets a loop wait for the next change of something without polling it. */
export interface Signal {
  readonly wake: () => void;
  /** Resolves at the next `wake`, at the latest after 100 ms. */
  readonly changes: () => Promise<void>;
}

export function createSignal(): Signal {
  const waiting = new Set<() => void>();
  return {
    wake() {
      waiting.forEach((resolve) => resolve());
      waiting.clear();
    },
    changes: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, 100);
        waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

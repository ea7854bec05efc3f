import type { Observer } from "./observer.ts";

/** What is told as it happens to whoever runs the gateway in his own process. */
export type Listener = Partial<Observer>;

/** Tells the listener one thing. */
export type Tell = (tell: (listener: Listener) => unknown) => void;

/**
 * Tells a listener without being harmed by it: `failed` gets what a function of it throws, and why a promise that it
 * returns is rejected.
 */
export function guardListener(listener: Listener, failed: (cause: unknown) => void): Tell {
  return (tell) => {
    try {
      const answer = tell(listener);
      if (answer instanceof Promise) answer.catch(failed);
    } catch (cause) {
      failed(cause);
    }
  };
}

/** Handles what goes wrong in a listener: `count` for each time, `say` for the first, so that a log is not flooded. */
export function failuresOf(
  count: () => void,
  say: (cause: unknown) => void,
): (cause: unknown) => void {
  let isSaid = false;
  return (cause) => {
    count();
    if (!isSaid) say(cause);
    isSaid = true;
  };
}

/**
 * What the platform gives: every global that an SDK uses is named here, once, so that its declarations need neither
 * the types of a browser nor those of Node. Looked up when it is called: a test may put a clock of its own in place.
 */
interface Host {
  readonly setTimeout: (run: () => void, ms: number) => Timer;
  readonly clearTimeout: (timer: Timer) => void;
  readonly queueMicrotask: (run: () => void) => void;
  readonly console: { readonly error: (...words: readonly unknown[]) => void };
  readonly crypto?: { readonly randomUUID?: () => string };
  readonly AbortController: new () => {
    readonly signal: Abort;
    abort(reason?: unknown): void;
  };
  readonly WebSocket?: unknown;
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> };
  readonly Deno?: unknown;
}

/** A running timer. It keeps a Node process alive: whoever starts one ends it with the client. */
type Timer = number | object;

/** The globals of this platform. */
export const host = globalThis as unknown as Host;

/** What ends a timer or a listener. */
export type Cancel = () => void;

/** Runs once after `ms` milliseconds (0 to 2^31 - 1; more is cut to that), unless it is cancelled before. */
export function after(ms: number, run: () => void): Cancel {
  const timer = host.setTimeout(run, Math.min(ms, 0x7fff_ffff));
  return () => {
    host.clearTimeout(timer);
  };
}

/** The subset of `AbortSignal` that is used; every platform's own fits. */
export interface Abort {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/**
 * Calls back once when the signal is aborted, soon where it is already, never before this returns; the answer stops
 * listening.
 */
export function whenAborted(signal: Abort | undefined, run: (reason: unknown) => void): Cancel {
  let isOver = signal === undefined;
  const stop = (): void => {
    isOver = true;
    signal?.removeEventListener("abort", listener);
  };
  const listener = (): void => {
    if (!isOver) {
      stop();
      run(signal?.reason);
    }
  };
  signal?.addEventListener("abort", listener);
  if (signal?.aborted === true) {
    host.queueMicrotask(listener);
  }
  return stop;
}

/** Resolves after some milliseconds, or when the signal is aborted. */
export function pause(ms: number, signal: Abort): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      cancel();
      stop();
      resolve();
    };
    const cancel = after(ms, wake);
    const stop = whenAborted(signal, wake);
  });
}

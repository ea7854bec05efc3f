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
  readonly WebSocket?: unknown;
  readonly navigator?: { readonly userAgent?: string };
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> };
  readonly Deno?: unknown;
}

/** A running timer; Node's keep the process alive unless they are told not to. */
type Timer = number | { readonly unref?: () => unknown };

/** The globals of this platform. */
export const host = globalThis as unknown as Host;

/** What ends a timer. */
export type Cancel = () => void;

/** Runs once after `ms` milliseconds (0 to 2^31 - 1; more is cut to that), unless it is cancelled before. */
export function after(ms: number, run: () => void): Cancel {
  const timer = host.setTimeout(run, Math.min(Math.max(ms, 0), 0x7fff_ffff));
  return () => {
    host.clearTimeout(timer);
  };
}

/** The subset of `AbortSignal` that is used; every platform's own fits. */
export interface Abort {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Calls back when the signal is aborted, at once where it is already; the answer stops listening. */
export function whenAborted(signal: Abort | undefined, run: (reason: unknown) => void): Cancel {
  if (signal === undefined) {
    return () => undefined;
  }
  const listener = (): void => {
    run(signal.reason);
  };
  if (signal.aborted) {
    listener();
    return () => undefined;
  }
  signal.addEventListener("abort", listener, { once: true });
  return () => {
    signal.removeEventListener("abort", listener);
  };
}

/** A fresh identifier: a random UUID (RFC 9562) where the platform has them, else 122 random bits in that form. */
export function randomId(): string {
  return (
    host.crypto?.randomUUID?.() ??
    "10000000-1000-4000-8000-100000000000".replace(/[018]/gu, hexDigit)
  );
}

function hexDigit(place: string): string {
  const random = Math.floor(Math.random() * 16);
  return (place === "8" ? (random & 3) | 8 : place === "1" && random === 0 ? 1 : random).toString(
    16,
  );
}

import type { Clock } from "../clock.ts";

/** The ends that a connection meets without anybody doing wrong. */
export interface Lifetimes {
  /** A message went either way. */
  touch(): void;
  stop(): void;
}

/** Limits in seconds; 0: none. */
export interface LifetimeOptions {
  readonly idleSeconds: number;
  readonly maxAgeSeconds: number;
  readonly clock: Clock;
  readonly end: (code: "IDLE" | "MAX_AGE", seconds: number) => void;
}

/** Connections opened together end up to this share of their maximum age earlier, not all at once. */
const AGE_JITTER = 0.1;

/** Starts both limits. The idle limit costs one timer, not one a message. */
export function startLifetimes(options: LifetimeOptions): Lifetimes {
  const { clock, end } = options;
  const idleMs = options.idleSeconds * 1000;
  const ageMs = options.maxAgeSeconds * 1000 * (1 - AGE_JITTER * Math.random());
  const openedAtMs = clock.now();
  let touchedAtMs = openedAtMs;

  const cancelIdle = whenReached(
    clock,
    idleMs,
    () => touchedAtMs,
    () => {
      end("IDLE", options.idleSeconds);
    },
  );
  const cancelAge = whenReached(
    clock,
    ageMs,
    () => openedAtMs,
    () => {
      end("MAX_AGE", Math.round((clock.now() - openedAtMs) / 1000));
    },
  );

  return {
    touch() {
      touchedAtMs = clock.now();
    },
    stop() {
      cancelIdle();
      cancelAge();
    },
  };
}

/** Node's timers fire at once beyond this delay (2^31 - 1 ms, almost 25 days). */
const MAX_TIMER_MS = 0x7fffffff;

/** Runs `task` when `limitMs` have passed since a time that may move; 0: never. Returns what cancels it. */
function whenReached(
  clock: Clock,
  limitMs: number,
  since: () => number,
  task: () => void,
): () => void {
  let cancel = (): void => {};
  const watch = (): void => {
    const leftMs = since() + limitMs - clock.now();
    if (leftMs <= 0) task();
    else cancel = clock.after(Math.min(leftMs, MAX_TIMER_MS), watch);
  };
  if (limitMs > 0) watch();
  return () => cancel();
}

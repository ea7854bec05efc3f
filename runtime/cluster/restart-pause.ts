/** Deaths that count, in milliseconds back from now. */
const WINDOW_MS = 60_000;

/** A first death is made good at once, unless the worker died as it came up. */
const YOUNG_MS = 1000;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * How long to wait, in milliseconds, before a worker that died is replaced: not at all after the first death in a
 * minute, then half a second, doubled with each death up to ten seconds, so that workers that die again and again do
 * not keep a processor busy with starting them.
 */
export function createRestartPause(): (nowMs: number, ageMs: number) => number {
  let deaths: readonly number[] = [];
  return (nowMs, ageMs) => {
    deaths = [...deaths.filter((atMs) => nowMs - atMs < WINDOW_MS), nowMs];
    const before = deaths.length - 1;
    const pauseMs = before === 0 ? 0 : FIRST_PAUSE_MS * 2 ** (before - 1);
    return Math.min(Math.max(pauseMs, ageMs < YOUNG_MS ? YOUNG_MS : 0), LONGEST_PAUSE_MS);
  };
}

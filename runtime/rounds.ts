import type { Clock } from "./clock.ts";

/** Something that waits for long and does not mind a second. */
export interface Watched {
  /** Looks whether its time has come. Must not throw. */
  look(nowMs: number): void;
}

/** The longest time between two looks, in milliseconds. */
const ROUND_MS = 1000;

/**
 * One timer for all that wait for long: every one of them is looked at once a second. Each connection waits for the
 * next ping on both legs and for its idle limit; with timers of their own, these would be a tenth of its memory.
 */
export class Rounds {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #members = new Set<Watched>();
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, everyMs: number) {
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  add(member: Watched): void {
    this.#members.add(member);
    if (this.#cancel === null) this.#wait();
  }

  remove(member: Watched): void {
    this.#members.delete(member);
    if (this.#members.size > 0) return;
    this.#cancel?.();
    this.#cancel = null;
  }

  #wait(): void {
    this.#cancel = this.#clock.after(this.#everyMs, this.#round);
  }

  readonly #round = (): void => {
    this.#wait();
    const now = this.#clock.now();
    for (const member of this.#members) member.look(now);
  };
}

const known = new WeakMap<Clock, Map<number, Rounds>>();

/** The rounds that all who wait by this clock share; who waits for less than a second is looked at as often. */
export function roundsOf(clock: Clock, waitsMs: number): Rounds {
  const everyMs = Math.min(waitsMs, ROUND_MS);
  const rounds = known.get(clock) ?? new Map<number, Rounds>();
  known.set(clock, rounds);
  const same = rounds.get(everyMs) ?? new Rounds(clock, everyMs);
  rounds.set(everyMs, same);
  return same;
}

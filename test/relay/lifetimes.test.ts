import { expect, it } from "vitest";

import { Lifetimes } from "../../runtime/relay/lifetimes.ts";
import { createFakeClock } from "../helpers/fake-clock.ts";

it("the maximum age comes up to a tenth early, so that connections do not end together", () => {
  const ages = Array.from({ length: 50 }, () => {
    const clock = createFakeClock();
    let endedAtMs = 0;
    const end = (): void => {
      endedAtMs = clock.now();
    };
    new Lifetimes({ idleSeconds: 0, maxAgeSeconds: 100, clock, end });
    clock.advance(100_000);
    return endedAtMs;
  });

  expect(Math.min(...ages)).toBeGreaterThanOrEqual(90_000);
  expect(Math.max(...ages)).toBeLessThanOrEqual(100_000);
  expect(new Set(ages).size).toBeGreaterThan(10);
});

it("messages put the idle limit off and not the maximum age", () => {
  const clock = createFakeClock();
  const ended: string[] = [];
  const end = (code: string): void => void ended.push(code);
  const lifetimes = new Lifetimes({ idleSeconds: 10, maxAgeSeconds: 25, clock, end });

  for (let second = 0; second < 24; second += 1) {
    clock.advance(1_000);
    lifetimes.touch();
  }
  clock.advance(1_000);

  expect(ended).toEqual(["MAX_AGE"]);
});

it("an age beyond what one timer can hold does not end the connection at once", () => {
  const clock = createFakeClock();
  const delays: number[] = [];
  const watched = {
    now: () => clock.now(),
    after: (milliseconds: number, task: () => void) => {
      delays.push(milliseconds);
      return clock.after(milliseconds, task);
    },
  };

  new Lifetimes({ idleSeconds: 0, maxAgeSeconds: 10_000_000, clock: watched, end: () => {} });

  expect(delays).toEqual([0x7fffffff]);
});

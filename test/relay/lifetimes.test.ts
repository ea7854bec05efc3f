import { expect, it } from "vitest";

import { Lifetimes } from "../../runtime/relay/lifetimes.ts";
import { createFakeClock } from "../helpers/fake-clock.ts";

it("the maximum age comes up to a tenth early, so that connections do not end together", () => {
  const ages = Array.from({ length: 50 }, () => {
    const clock = createFakeClock();
    let endedAtMs = 0;
    const outlived = (): void => {
      if (endedAtMs === 0) endedAtMs = clock.now();
    };
    new Lifetimes({ idleSeconds: 0, maxAgeSeconds: 1000 }, clock, { outlived });
    clock.advance(1_000_000);
    return endedAtMs;
  });

  expect(Math.min(...ages)).toBeGreaterThanOrEqual(900_000);
  expect(Math.max(...ages)).toBeLessThanOrEqual(1_000_000);
  expect(new Set(ages).size).toBeGreaterThan(10);
});

it("messages put the idle limit off and not the maximum age", () => {
  const clock = createFakeClock();
  const ended: string[] = [];
  const outlived = (code: string): void => void ended.push(code);
  const limits = { idleSeconds: 10, maxAgeSeconds: 25 };
  const lifetimes = new Lifetimes(limits, clock, { outlived });

  for (let second = 0; second < 24; second += 1) {
    clock.advance(1_000);
    lifetimes.touch();
  }
  clock.advance(1_000);

  expect(ended).toEqual(["MAX_AGE"]);
});

it("an age beyond what one timer can hold does not end the connection at once", () => {
  const clock = createFakeClock();
  const ended: string[] = [];
  const outlived = (code: string): void => void ended.push(code);

  new Lifetimes({ idleSeconds: 0, maxAgeSeconds: 10_000_000 }, clock, { outlived });
  clock.advance(60_000);

  expect(ended).toEqual([]);
});

it("connections share one timer, which ends with the last of them", () => {
  const clock = createFakeClock();
  const limits = { idleSeconds: 10, maxAgeSeconds: 0 };
  const outlived = (): void => {};
  const connections = Array.from({ length: 3 }, () => new Lifetimes(limits, clock, { outlived }));
  const whileOpen = clock.pending;

  for (const connection of connections) connection.stop();

  expect([whileOpen, clock.pending]).toEqual([1, 0]);
});

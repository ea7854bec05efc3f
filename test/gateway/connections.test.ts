import { expect, test } from "vitest";
import type { Clock } from "../../runtime/clock.ts";
import {
  type Connection,
  type Connections,
  createConnections,
  drainSpreadMs,
} from "../../runtime/connections.ts";

/** A clock whose time is moved by hand. */
function manualClock(): Clock & { advance(milliseconds: number): void } {
  let nowMs = 0;
  const timers = new Set<{ atMs: number; task: () => void }>();
  return {
    now: () => nowMs,
    after(milliseconds, task) {
      const timer = { atMs: nowMs + milliseconds, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(milliseconds) {
      nowMs += milliseconds;
      const due = [...timers].filter((timer) => timer.atMs <= nowMs);
      for (const timer of due) {
        timers.delete(timer);
        timer.task();
      }
    },
  };
}

/** A connection that notes what is done to it. */
function addFake(connections: Connections, done: string[], isStubborn = false): Connection {
  const connection = {
    close(code: string) {
      done.push(code);
      if (!isStubborn) {
        connections.remove(connection);
      }
    },
    terminate() {
      done.push("terminated");
      connections.remove(connection);
    },
  };
  connections.add(connection);
  return connection;
}

test("closes are spread over four fifths of the window, at least 100 a second", () => {
  expect(drainSpreadMs(10, 25)).toBe(100);
  expect(drainSpreadMs(2000, 25)).toBe(20_000);
  expect(drainSpreadMs(100_000, 25)).toBe(20_000);
});

test("connections are closed one after the other while the window passes", async () => {
  const clock = manualClock();
  const connections = createConnections(clock);
  const done: string[] = [];
  Array.from({ length: 1000 }, () => addFake(connections, done));

  const drained = connections.drain(25);
  clock.advance(5000);
  const halfway = done.length;
  clock.advance(5000);
  await drained;

  expect(halfway).toBeGreaterThanOrEqual(500);
  expect(halfway).toBeLessThanOrEqual(502);
  expect(done).toEqual(Array(1000).fill("DRAINING"));
  expect(connections.count).toBe(0);
});

test("what is left at the end of the window is cut", async () => {
  const clock = manualClock();
  const connections = createConnections(clock);
  const done: string[] = [];
  addFake(connections, done, true);

  const drained = connections.drain(25);
  clock.advance(24_999);
  const before = [...done];
  clock.advance(1);
  await drained;

  expect(before).toEqual(["DRAINING"]);
  expect(done).toEqual(["DRAINING", "terminated"]);
});

test("a connection that has ended is forgotten", () => {
  const connections = createConnections(manualClock());
  const connection = addFake(connections, []);

  connection.close("IDLE", "");

  expect(connections.count).toBe(0);
});

import { describe, expect, it } from "vitest";
import { type Frame, FrameQueue, type FrameWorker } from "../../runtime/relay/frame-queue.ts";
import { turnOf } from "../../runtime/relay/turn.ts";
import { createFakeClock } from "../helpers/fake-clock.ts";

/** A queue whose every frame takes 9 ms, so that three of them fill a round of the event loop. */
function slowQueue(clock = createFakeClock(), log: string[] = []) {
  const failures: unknown[] = [];
  const gate: FrameWorker["gate"] = {
    hold: () => void log.push("held"),
    release: () => void log.push("released"),
  };
  const queue = new FrameQueue({
    gate,
    turn: turnOf(clock),
    work(frame) {
      const name = Buffer.from(frame.bytes).toString();
      if (name === "broken") throw new Error("a defect");
      log.push(name);
      clock.advance(9);
      return undefined;
    },
    failed: (cause) => void failures.push(cause),
  });
  return { queue, log, failures };
}

function frame(name: string): Frame {
  return { kind: "text", bytes: Buffer.from(name) };
}

/** The next round of the event loop. */
function nextRound(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("frames that are more than a round of the event loop has time for", () => {
  it("wait for the next round in their order, and their socket is not read meanwhile", async () => {
    const { queue, log } = slowQueue();

    for (const name of ["a", "b", "c", "d", "e"]) queue.add(frame(name));
    expect(log).toEqual(["a", "b", "c", "held"]);
    await nextRound();

    expect(log).toEqual(["a", "b", "c", "held", "d", "e", "released"]);
  });

  it("of one connection let those of others have their turn", async () => {
    const clock = createFakeClock();
    const log: string[] = [];
    const flooding = slowQueue(clock, log).queue;
    const modest = slowQueue(clock, log).queue;

    for (let at = 0; at < 12; at++) flooding.add(frame(`f${at}`));
    modest.add(frame("modest"));
    while (!log.includes("f11")) await nextRound();

    expect(log.indexOf("modest")).toBeLessThan(log.indexOf("f9"));
  });

  it("are done before what waits for them", async () => {
    const { queue, log } = slowQueue();

    for (const name of ["a", "b", "c", "d"]) queue.add(frame(name));
    queue.whenDone(() => log.push("done"));
    await nextRound();

    expect(log).toEqual(["a", "b", "c", "held", "d", "released", "done"]);
  });

  it("end their connection and nothing else when one of them fails", async () => {
    const { queue, log, failures } = slowQueue();

    for (const name of ["a", "b", "c", "broken", "e"]) queue.add(frame(name));
    await nextRound();

    expect(failures).toEqual([new Error("a defect")]);
    expect(log).not.toContain("e");
  });
});

describe("frames for which there is time", () => {
  it("never wait", () => {
    const clock = createFakeClock();
    const log: string[] = [];
    const { queue } = slowQueue(clock, log);

    queue.add(frame("a"));
    queue.add(frame("b"));

    expect(log).toEqual(["a", "b"]);
  });
});

import { describe, expect, it } from "vitest";
import type { Lane } from "../../runtime/messages/lane.ts";
import { createFlowExpress } from "../../runtime/relay/flow-express.ts";
import { createFakeLeg } from "../helpers/fake-leg.ts";
import { createRecordingObserver } from "../helpers/recording-observer.ts";

/** An express whose acceptor says what number the frame is, and what it asked its lane. */
function expressOf(passenger: Lane["passenger"]) {
  const asked: number[] = [];
  const observer = createRecordingObserver();
  const lane: Lane = {
    accept: (bytes, start, end) => Number(Buffer.from(bytes).toString("latin1", start, end)),
    passenger: (answer) => {
      asked.push(answer);
      return passenger(answer);
    },
  };
  const express = createFlowExpress(
    {
      prepared: {
        flow: "clientToServer",
        plan: { anything: false, onViolation: "reject", groups: [] },
        judge: () => ({ kind: "accepted", items: [], tolerated: [] }),
        lanes: { text: lane, binary: null },
      },
      label: { connectionId: "c", api: "a", revision: "r", routeId: "route" },
      observer,
      isClear: true,
      forwarded: () => undefined,
      failed: (cause) => {
        throw cause;
      },
    },
    createFakeLeg(),
  );
  const accepts = (answer: number): boolean | undefined => {
    const bytes = Buffer.from(String(answer));
    return express?.accepts("text", bytes, 0, bytes.length);
  };
  return { accepts, asked, lines: observer.lines };
}

describe("the short way of a flow", () => {
  it("asks once what a number stands for, however large it is", () => {
    const { accepts, asked, lines } = expressOf((answer) => ({
      operationId: "say",
      messageId: `m${answer}`,
    }));
    const answers = [0, 70_000, 1023, 1024, 2 ** 30, 70_000, 0, 1024, 2 ** 30];

    expect(answers.map(accepts)).toEqual(answers.map(() => true));
    expect(asked).toEqual([0, 70_000, 1023, 1024, 2 ** 30]);
    expect(lines).toEqual(
      answers.map((of) => `forwarded clientToServer say/m${of} ${String(of).length}`),
    );
  });

  it("asks once for a number that has to take the long way", () => {
    const { accepts, asked } = expressOf(() => null);

    expect([3, 5000, 3, 5000].map(accepts)).toEqual([false, false, false, false]);
    expect(asked).toEqual([3, 5000]);
  });

  it("keeps some thousands of numbers, and counts rightly beyond", () => {
    const { accepts, asked, lines } = expressOf((answer) => ({
      operationId: null,
      messageId: `m${answer}`,
    }));
    const answers = Array.from({ length: 6000 }, (_none, index) => 100_000 + index);

    for (const answer of [...answers, ...answers]) accepts(answer);

    expect(asked).toHaveLength(6000 + 6000 - 4096);
    expect(lines).toHaveLength(12_000);
    expect(lines.at(-1)).toBe("forwarded clientToServer null/m105999 6");
  });
});

import { expect, it } from "vitest";

import {
  correlationAt,
  createPendingReplies,
  MAX_PENDING_REQUESTS,
} from "../../runtime/messages/replies.ts";
import { readJson } from "../../runtime/messages/json/read-json.ts";
import { createFakeClock } from "../helpers/fake-clock.ts";

function fixture() {
  const clock = createFakeClock();
  const lines: string[] = [];
  const pending = createPendingReplies(clock, (operationId, outcome, milliseconds) =>
    lines.push(`${operationId} ${outcome} ${milliseconds}`),
  );
  const ask = (key: string, timeoutMs = 1_000): void =>
    pending.asked({ key, operationId: "inquire", replyMessageIds: ["answer"], timeoutMs });
  return { clock, lines, pending, ask };
}

it("a reply in time is matched, with the time it took", () => {
  const { clock, lines, pending, ask } = fixture();

  ask("a");
  clock.advance(250);
  expect(pending.expected("a")).toEqual(["answer"]);
  pending.answered("a", ["inquire"]);

  expect(lines).toEqual(["inquire matched 250"]);
  expect(pending.expected("b")).toBeNull();
});

it("a request without a reply is missing after its own time, and what comes then is late", () => {
  const { clock, lines, pending, ask } = fixture();

  ask("slow", 10_000);
  ask("quick", 1_000);
  clock.advance(1_100);
  expect(lines).toEqual(["inquire missing null"]);
  pending.answered("quick", ["inquire"]);
  pending.answered("slow", ["inquire"]);

  expect(lines.slice(1)).toEqual(["inquire late 1100", "inquire matched 1100"]);
});

it("a reply that nobody asked for, or to another operation, is unexpected", () => {
  const { lines, pending, ask } = fixture();

  ask("a");
  pending.answered("b", ["inquire"]);
  pending.answered("a", ["other"]);

  expect(pending.isAsked("a", ["inquire"])).toBe(true);
  expect(pending.isAsked("a", ["other"])).toBe(false);
  expect(lines).toEqual(["inquire unexpected null", "other unexpected null"]);
  expect(pending.expected("a")).toEqual(["answer"]);
});

it("beyond a thousand waiting requests the oldest is given up", () => {
  const { lines, pending, ask } = fixture();

  for (let index = 0; index <= MAX_PENDING_REQUESTS; index += 1) ask(`k${index}`);
  expect(lines).toEqual(["inquire missing null"]);
  pending.answered("k0", ["inquire"]);
  pending.answered("k1", ["inquire"]);

  expect(lines.slice(1)).toEqual(["inquire late 0", "inquire matched 0"]);
});

it("nobody waits after the end, and no timer either", () => {
  const { clock, lines, pending, ask } = fixture();

  ask("a");
  pending.stop();
  clock.advance(10_000);

  expect(lines).toEqual([]);
  expect(clock.pending).toBe(0);
});

it("ids of different types are different, big numbers are exact and long ones are not tracked", () => {
  const keyOf = (json: string): string | null => {
    const reading = readJson(Buffer.from(json), { depth: 8 });
    return reading.kind === "value" ? correlationAt(reading.value, ["id"]) : "fault";
  };

  expect(keyOf('{"id":1}')).not.toBe(keyOf('{"id":"1"}'));
  expect(keyOf('{"id":9007199254740993}')).not.toBe(keyOf('{"id":9007199254740992}'));
  expect(keyOf('{"id":null}')).toBeNull();
  expect(keyOf("{}")).toBeNull();
  expect(keyOf(`{"id":"${"x".repeat(257)}"}`)).toBeNull();
});

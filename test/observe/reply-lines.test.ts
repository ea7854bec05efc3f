import { expect, test } from "vitest";

import { createGatewayObserver } from "../../runtime/observe/gateway-observer.ts";

const connection = { connectionId: "c1", api: "/chat", revision: "r", routeId: "room" };

test("late and missing replies are lines of the log, matched ones are not", () => {
  const lines: unknown[] = [];
  const ignore = (): void => undefined;
  const info = (facts: object, sentence: string): void => void lines.push([facts, sentence]);
  const observer = createGatewayObserver({ error: ignore, warn: ignore, info, debug: ignore });

  observer.reply(connection, "ask", "matched", 5);
  observer.reply(connection, "ask", "missing", null);
  observer.reply(connection, "ask", "late", 6000);

  const where = { connectionId: "c1", api: "/chat", route: "room", operation: "ask" };
  expect(lines).toEqual([
    [{ code: "REPLY_MISSING", ...where }, "a request was not answered in time"],
    [{ code: "REPLY_LATE", ...where, milliseconds: 6000 }, "a reply came late and was forwarded"],
  ]);
});

import { expect, test } from "vitest";

import { createGatewayObserver } from "../../runtime/observe/gateway-observer.ts";

const connection = { connectionId: "c1", api: "/chat", revision: "r", routeId: "room" };
const ignore = (): void => undefined;
const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore };

test("a counter of messages adds to the same series as single messages do", () => {
  const observer = createGatewayObserver(silent);

  const counter = observer.messageCounter?.(connection, "clientToServer", "send", "say");
  counter?.add(10);
  counter?.add(5);
  observer.messageForwarded(connection, "clientToServer", "send", "say", 1);

  const valueOf = (name: string): unknown =>
    observer
      .snapshot()
      .find((metric) => metric.name === name)
      ?.samples.map(({ value }) => value);
  expect(valueOf("framegate_messages_total")).toEqual([3]);
  expect(valueOf("framegate_message_bytes_total")).toEqual([16]);
});

test("there is no counter where somebody wants to be told of each message", () => {
  const observer = createGatewayObserver(silent, { messageForwarded: ignore });

  expect(observer.messageCounter).toBeNull();
});

import { expect, test } from "vitest";
import { createGatewayObserver } from "../../runtime/observe/gateway-observer.ts";

const connection = { connectionId: "c1", api: "/chat", revision: "r", routeId: "room" };
const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore };

test("close codes that a peer chooses are counted by their range, those of the tables by name", () => {
  const observer = createGatewayObserver(silent);

  for (const code of [1000, 1006, 3000, 3999, 4005, 4100, 4999]) {
    observer.connectionClosed(connection, code, 1);
  }

  const closed = observer
    .snapshot()
    .find(({ name }) => name === "framegate_connections_closed_total");
  expect(closed?.samples.map(({ labels, value }) => [labels["code"], value])).toEqual([
    ["1000", 1],
    ["1006", 1],
    ["3xxx", 2],
    ["4005", 1],
    ["4xxx", 2],
  ]);
});

function ignore(): void {
  return undefined;
}

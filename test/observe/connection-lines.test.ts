import { expect, test } from "vitest";
import { createGatewayObserver } from "../../runtime/observe/gateway-observer.ts";

const connection = { connectionId: "c1", api: "Chat", revision: "r1", routeId: "rooms" };

/** The observer of a gateway, and the facts of its debug lines. */
function observed(): {
  readonly observer: ReturnType<typeof createGatewayObserver>;
  readonly lines: readonly object[];
} {
  const lines: object[] = [];
  const nothing = (): void => undefined;
  const observer = createGatewayObserver({
    error: nothing,
    warn: nothing,
    info: nothing,
    debug: (facts) => lines.push(facts),
  });
  return { observer, lines };
}

test("the lines of a connection name it, and nothing that its client sent", () => {
  const { observer, lines } = observed();
  const withParameters = { ...connection, parameters: { query: { token: "secret" } } };

  observer.connectionOpened(withParameters);
  observer.connectionClosed(withParameters, 1000, 2);

  expect(lines).toEqual([connection, { ...connection, closeCode: 1000, seconds: 2 }]);
});

test("connections are counted by API and route, and their ends by code too", () => {
  const { observer } = observed();
  const other = { ...connection, api: "Market" };

  for (const one of [connection, connection, other]) observer.connectionOpened(one);
  observer.connectionClosed(connection, 1000, 2);
  observer.connectionClosed(connection, 4711, 2);

  const figures = new Map(observer.snapshot().map(({ name, samples }) => [name, samples]));
  const chat = { api: "Chat", route: "rooms" };
  const market = { api: "Market", route: "rooms" };
  expect(figures.get("framegate_connections_opened_total")).toEqual([
    { labels: chat, value: 2 },
    { labels: market, value: 1 },
  ]);
  expect(figures.get("framegate_connections")).toEqual([
    { labels: chat, value: 0 },
    { labels: market, value: 1 },
  ]);
  expect(figures.get("framegate_connections_closed_total")).toEqual([
    { labels: { ...chat, code: "1000" }, value: 1 },
    { labels: { ...chat, code: "4xxx" }, value: 1 },
  ]);
});

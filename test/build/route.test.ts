import { describe, expect, test } from "vitest";
import { byId, understand, v2, v3 } from "./understand.ts";

const SERVER = "servers: {s: {host: api.example.com, pathname: /v1, protocol: wss}}";

/** One channel at an address, on a server with the path `/v1`. */
async function at(address: string, more = ""): ReturnType<typeof understand> {
  return understand(
    v3(`
${SERVER}
channels: {a: {address: ${address}, messages: {x: {payload: true}}${more}}}
operations: {tell: {action: receive, channel: {$ref: '#/channels/a'}}}`),
  );
}

describe("an address", () => {
  test.each([
    { given: "chat", address: "/chat", upstream: "/chat" },
    { given: "//chat/", address: "/chat/", upstream: "/chat/" },
    { given: "/rooms/{id}", address: "/rooms/{id}", upstream: "/rooms/{id}" },
    { given: "/", address: "/", upstream: "" },
    {
      given: "trades-{symbol}.v1",
      address: "/trades-{symbol}.v1",
      upstream: "/trades-{symbol}.v1",
    },
  ])("$given is $address on the gateway", async ({ given, address, upstream }) => {
    const { model } = await at(`'${given}'`);

    expect(model.routes).toMatchObject([
      { address, upstreamPath: upstream, upstreamPathIsAbsolute: false },
    ]);
  });

  test.each([
    { given: "/rooms/{id", rule: "address-brace", says: "an unclosed brace" },
    { given: "/rooms/id}", rule: "address-brace", says: "a closing brace" },
    { given: "/rooms/{}", rule: "address-brace", says: "an empty or nested brace" },
    { given: "/a/../b", rule: "address-dot-segment", says: "a dot segment" },
    { given: "/a/%2E%2e/b", rule: "address-dot-segment", says: "a dot segment" },
    { given: "/a%2Fb", rule: "address-encoded-slash", says: "an encoded slash" },
    { given: "/{a}{b}", rule: "address-parameters-adjacent", says: "nothing between" },
    { given: "/{a}/x/{a}", rule: "address-parameter-repeated", says: "{a} twice" },
  ])("$given is refused: $says", async ({ given, rule, says }) => {
    const { model, diagnostics } = await at(`'${given}'`);

    expect(model.routes).toEqual([]);
    const found = diagnostics.find((diagnostic) => diagnostic.rule === rule);
    expect(found?.severity).toBe("error");
    expect(found?.message).toContain(says);
  });

  test("with a query: what it names are query parameters, what is constant goes to the backend", async () => {
    const { model, rules } = await at(
      "'/ws?token={t}&mode=raw'",
      ", parameters: {t: {enum: [a, b]}}",
    );

    expect(model.routes[0]).toMatchObject({ address: "/ws", upstreamPath: "/ws?mode=raw" });
    expect(model.routes[0]?.parameters).toMatchObject([
      { in: "query", name: "token", required: true, value: { allowed: ["a", "b"] } },
    ]);
    expect(rules).toContain("address-query");
  });

  test("absent is the path of the server", async () => {
    const { model, decisions } = await at("null");

    expect(model.routes).toMatchObject([{ address: "/v1", upstreamPath: "" }]);
    expect(decisions.find(({ topic }) => topic === "route")).toMatchObject({
      key: ["channels", "a", "x-framegate", "route"],
      recorded: "/v1",
    });
  });

  test("absent and no path on the server is an error that names x-framegate.route", async () => {
    const { model, diagnostics } = await understand(
      v3(`
servers: {s: {host: api.example.com, protocol: wss}}
channels: {a: {address: null, messages: {x: {payload: true}}}}`),
    );

    expect(model.routes).toEqual([]);
    expect(diagnostics.find(({ rule }) => rule === "channel-without-address")?.hint).toContain(
      "x-framegate.route",
    );
  });

  test("absent may be set from outside by x-framegate.route", async () => {
    const text = v3(`channels: {a: {messages: {x: {payload: true}}}}`);
    const { model } = await understand(text, {
      overlay: "channels: {a: {x-framegate: {route: /live}}}",
    });

    expect(model.routes.map(({ address }) => address)).toEqual(["/live"]);
  });
});

describe("what the backend is dialled at", () => {
  test.each([
    { given: "/v1", want: "/v1" },
    { given: "/v1/chat", want: "/v1/chat" },
    { given: "v1/chat/", want: "/v1/chat/" },
  ])("$given repeats the server's path, which stands there once", async ({ given, want }) => {
    const { model, rules } = await at(given);

    expect(model.routes).toMatchObject([{ upstreamPath: want, upstreamPathIsAbsolute: true }]);
    expect(rules).toContain("server-path-overlap");
  });

  test("a segment that only begins alike is no overlap", async () => {
    const { model, rules } = await at("/v10/chat");

    expect(model.routes).toMatchObject([
      { upstreamPath: "/v10/chat", upstreamPathIsAbsolute: false },
    ]);
    expect(rules).not.toContain("server-path-overlap");
  });

  test("upstreamPath replaces both", async () => {
    const { model } = await at(
      "'/rooms/{id}'",
      ", parameters: {id: {}}, x-framegate: {upstreamPath: '/r?id={id}'}",
    );

    expect(model.routes).toMatchObject([
      { address: "/rooms/{id}", upstreamPath: "/r?id={id}", upstreamPathIsAbsolute: true },
    ]);
  });
});

describe("channels of one address", () => {
  test("are one route, with a parameter required only if all require it", async () => {
    const query = (required: string): string =>
      `bindings: {ws: {query: {type: object, properties: {token: {type: string}}, required: ${required}}}}`;
    const { model } = await understand(
      v3(`
channels:
  trades: {address: /ws, ${query("[token]")}, messages: {trade: {payload: true}}}
  quotes: {address: ws, ${query("[]")}, messages: {quote: {payload: true}}}
  other: {address: /ws, ${query("[token]")}, messages: {halt: {payload: true}}}`),
    );

    expect(model.routes).toMatchObject([
      {
        id: "trades",
        channelIds: ["trades", "quotes", "other"],
        parameters: [{ name: "token", required: false }],
      },
    ]);
  });

  test("a parameter that only some of them have is not required", async () => {
    const { model } = await understand(
      v2(`
channels:
  /ws/{a}: {parameters: {a: {schema: {type: string}}}, publish: {}, bindings: {ws: {query: {properties: {q: {type: integer}}, required: [q]}}}}
  ws/{a}: {parameters: {a: {schema: {type: string}}}, subscribe: {}}`),
    );

    expect(model.routes).toHaveLength(1);
    expect(model.routes[0]?.parameters).toMatchObject([
      { in: "path", name: "a", required: true },
      { in: "query", name: "q", required: false },
    ]);
  });

  test("addresses that differ in parameter names only are one route, with a warning", async () => {
    const { model, rules } = await understand(
      v3(`
channels:
  one: {address: '/rooms/{id}', parameters: {id: {}}}
  two: {address: '/rooms/{roomId}', parameters: {roomId: {}}}`),
    );

    expect(model.routes).toMatchObject([{ address: "/rooms/{id}", channelIds: ["one", "two"] }]);
    expect(model.routes[0]?.parameters.map(({ name }) => name)).toEqual(["id"]);
    expect(rules).toContain("channels-alike");
  });

  test("a parameter that they describe differently may be any text, with a warning", async () => {
    const { model, rules } = await understand(
      v3(`
channels:
  one: {address: '/{id}', parameters: {id: {enum: [a]}}}
  two: {address: '/{id}', parameters: {id: {enum: [b]}}}`),
    );

    expect(model.routes[0]?.parameters).toMatchObject([{ name: "id", value: { allowed: [] } }]);
    expect(rules).toContain("parameter-conflict");
  });
});

describe("a topic", () => {
  const TOPIC = (extension: string): string =>
    v3(`
channels:
  socket: {address: /ws, messages: {hello: {payload: true}}}
  trades: {address: 'trades/{symbol}', parameters: {symbol: {enum: [A, B]}}, messages: {trade: {payload: true}}, x-framegate: {${extension}}}`);

  test("is carried by another channel's socket, its parameters checked where it stands", async () => {
    const { model, rules } = await understand(TOPIC("route: socket, topicAt: /channel"));

    expect(model.routes).toMatchObject([
      { id: "socket", channelIds: ["socket", "trades"], parameters: [] },
    ]);
    expect(byId(model.channels, "trades").topic).toMatchObject({
      at: "/channel",
      address: "trades/{symbol}",
      parameters: [{ in: "path", name: "symbol", value: { allowed: ["A", "B"] } }],
    });
    expect(rules).not.toContain("topic-place");
  });

  test("without topicAt only shares the socket, which is told where it has parameters", async () => {
    const { model, rules } = await understand(TOPIC("route: socket"));

    expect(byId(model.channels, "trades").topic).toBeNull();
    expect(rules).toContain("topic-place");
  });

  test.each([{ route: "nowhere" }, { route: "other" }])(
    "on $route is refused",
    async ({ route }) => {
      const { model, rules } = await understand(
        v3(`
channels:
  socket: {address: /ws}
  other: {address: a, x-framegate: {route: socket}}
  trades: {address: b, x-framegate: {route: ${route}}}`),
      );

      expect(rules).toContain("topic-route");
      expect(model.routes[0]?.channelIds).toEqual(["socket", "other"]);
    },
  );
});

test.each([
  { given: "{}", want: { kind: "message" }, rule: null },
  { given: "{framing: ndjson}", want: { kind: "ndjson" }, rule: null },
  { given: "{framing: jsonrpc}", want: { kind: "jsonrpc" }, rule: null },
  { given: "{framing: array}", want: { kind: "array" }, rule: null },
  { given: "{itemsAt: /data}", want: { kind: "items", itemsAt: "/data" }, rule: null },
  {
    given: "{framing: envelope, payloadAt: /p}",
    want: { kind: "envelope", payloadAt: "/p" },
    rule: null,
  },
  { given: "{framing: envelope}", want: { kind: "message" }, rule: "framing-incomplete" },
  { given: "{framing: items}", want: { kind: "message" }, rule: "framing-incomplete" },
  { given: "{framing: soap}", want: { kind: "message" }, rule: "extension-value" },
])("x-framegate: $given frames messages as $want.kind", async ({ given, want, rule }) => {
  const { model, rules } = await understand(
    v3(`channels: {a: {address: /a, x-framegate: ${given}}}`),
  );

  expect(byId(model.channels, "a").framing).toEqual(want);
  expect(rules).toEqual(rule === null ? [] : [rule]);
});

test("a channel's x-framegate says how its socket is opened", async () => {
  const { model } = await understand(
    v3(`
channels:
  a:
    address: /a
    x-framegate: {tokenPlaces: [query, cookie], handshakeRefusal: closeFrame, compression: deflate, forwardHeaders: [X-Tenant], forwardQuery: declared, subprotocols: [chat.v1]}`),
  );

  expect(model.routes[0]).toMatchObject({
    tokenPlaces: ["query", "cookie"],
    handshakeRefusal: "closeFrame",
    compression: "deflate",
    forwardHeaders: ["x-tenant"],
    forwardQuery: "declared",
    subprotocols: ["chat.v1"],
  });
});

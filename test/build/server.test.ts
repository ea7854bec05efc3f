import { describe, expect, test } from "vitest";
import { byId, understand, v2, v3 } from "./understand.ts";

describe("a server's URL", () => {
  test.each([
    { given: "url: 'wss://api.example.com/v1/', protocol: wss", want: "wss://api.example.com/v1" },
    { given: "url: 'localhost:8080/ws', protocol: ws", want: "ws://localhost:8080/ws" },
    { given: "url: 'https://api.example.com', protocol: https", want: "wss://api.example.com" },
    { given: "url: 'api.example.com', protocol: http", want: "ws://api.example.com" },
    { given: "url: 'api.example.com', protocol: WSS", want: "wss://api.example.com" },
    { given: "url: 'wss://api.example.com', protocol: WebSocket", want: "wss://api.example.com" },
    { given: "url: '[::1]:8080', protocol: ws", want: "ws://[::1]:8080" },
    {
      given:
        "url: '{region}.example.com:{port}/v1', protocol: wss, variables: {region: {default: eu}, port: {default: '443'}}",
      want: "wss://{region}.example.com:{port}/v1",
    },
    {
      given:
        "url: '{scheme}://api.example.com', protocol: wss, variables: {scheme: {default: wss, enum: [ws, wss]}}",
      want: "wss://api.example.com",
    },
    {
      given:
        "url: '{server}:{port}/x', protocol: ws, variables: {server: {default: 'ws://localhost'}, port: {default: '9090'}}",
      want: "ws://{server}:{port}/x",
    },
  ])("2.x {$given} is $want", async ({ given, want }) => {
    const { model } = await understand(
      v2(`servers: {s: {${given}}}\nchannels: {/a: {publish: {}}}`),
    );

    expect(byId(model.servers, "s").url).toBe(want);
    expect(byId(model.servers, "s").overWebSocket).toBe(true);
  });

  test.each([
    { given: "host: api.example.com, protocol: wss", want: "wss://api.example.com" },
    {
      given: "host: 'api.example.com:81', pathname: /v1/, protocol: ws",
      want: "ws://api.example.com:81/v1",
    },
    { given: "host: api.example.com, pathname: v1, protocol: ws", want: "ws://api.example.com/v1" },
    { given: "host: 'wss://api.example.com', protocol: wss", want: "wss://api.example.com" },
  ])("3.x {$given} is $want", async ({ given, want }) => {
    const { model } = await understand(v3(`servers: {s: {${given}}}`));

    expect(byId(model.servers, "s").url).toBe(want);
  });

  test("a variable that begins with the scheme loses it, in its default and its enum", async () => {
    const { model, rules } = await understand(
      v2(
        `servers: {s: {url: '{host}/x', protocol: ws, variables: {host: {default: 'ws://a', enum: ['ws://a', 'ws://b']}}}}`,
      ),
    );

    expect(byId(model.servers, "s").variables).toEqual([
      { name: "host", defaultValue: "a", allowed: ["a", "b"], description: null },
    ]);
    expect(rules).toContain("server-url-scheme");
  });

  test("a variable that nothing describes has no default, and is reported", async () => {
    const { model, rules } = await understand(
      v3(`servers: {s: {host: '{tenant}.example.com', protocol: wss}}`),
    );

    expect(byId(model.servers, "s").variables[0]).toMatchObject({
      name: "tenant",
      defaultValue: null,
    });
    expect(rules).toContain("server-variable");
  });

  test.each([{ host: "" }, { host: "'exa mple.com'" }, { host: "'{open.example.com'" }])(
    "without a host in $host there is no backend, which is an error",
    async ({ host }) => {
      const { model, diagnostics } = await understand(
        v3(`servers: {s: {host: ${host}, protocol: wss}}`),
      );

      expect(model.servers).toEqual([]);
      expect(diagnostics.find(({ rule }) => rule === "server-url")?.severity).toBe("error");
    },
  );

  test("its query becomes query parameters of its channels, required where no variable fills them", async () => {
    const { model, rules } = await understand(
      v2(`
servers: {s: {url: 'api.example.com/ws?client={client}', protocol: wss, variables: {client: {}}}}
channels: {/a: {publish: {}}}`),
    );

    expect(byId(model.servers, "s").url).toBe("wss://api.example.com/ws");
    expect(model.routes[0]?.parameters).toMatchObject([
      { in: "query", name: "client", required: true },
    ]);
    expect(rules).toContain("server-url-query");
  });

  test("protocol and scheme that differ are told, the URL is believed", async () => {
    const { model, rules } = await understand(
      v2(`servers: {s: {url: 'ws://a.example.com', protocol: wss}}`),
    );

    expect(byId(model.servers, "s").url).toBe("ws://a.example.com");
    expect(rules).toContain("server-url-scheme");
  });
});

describe("which server serves a channel", () => {
  test("the first that speaks WebSocket, those that say ws before plain HTTP ones", async () => {
    const { model, decisions } = await understand(
      v3(`
servers:
  queue: {host: mq.example.com, protocol: amqp}
  rest: {host: rest.example.com, protocol: https}
  live: {host: live.example.com, protocol: wss}
channels: {a: {address: /a, messages: {x: {payload: true}}}}
operations: {tell: {action: receive, channel: {$ref: '#/channels/a'}}}`),
    );

    expect(model.routes[0]?.serverIds).toEqual(["live", "rest"]);
    expect(byId(model.servers, "queue").overWebSocket).toBe(false);
    expect(decisions.find(({ topic }) => topic === "backend")?.value).toBe("live");
  });

  test("one of those that the channel names", async () => {
    const { model } = await understand(
      v3(`
servers: {one: {host: one.example.com, protocol: wss}, two: {host: two.example.com, protocol: wss}}
channels: {a: {address: /a, servers: [{$ref: '#/servers/two'}]}}`),
    );

    expect(model.routes[0]?.serverIds).toEqual(["two"]);
  });

  test("2.x names its servers as text, and an unknown one is reported", async () => {
    const { model, rules } = await understand(
      v2(`
servers: {one: {url: one.example.com, protocol: wss}, two: {url: two.example.com, protocol: wss}}
channels: {/a: {servers: [two, three], publish: {}}}`),
    );

    expect(model.routes[0]?.serverIds).toEqual(["two"]);
    expect(rules).toContain("channel-server");
  });

  test("none that a WebSocket can reach: the channel is not served, which is told", async () => {
    const { model, rules } = await understand(
      v3(`
servers: {queue: {host: mq.example.com, protocol: kafka}}
channels: {a: {address: /a}}`),
    );

    expect(model.routes).toEqual([]);
    expect(rules).toEqual(expect.arrayContaining(["channel-not-websocket", "no-websocket-server"]));
  });

  test("a ws binding makes any server reachable", async () => {
    const { model } = await understand(
      v3(`
servers: {odd: {host: odd.example.com, protocol: socketio}}
channels: {a: {address: /a, bindings: {ws: {}}}}`),
    );

    expect(model.routes[0]?.serverIds).toEqual(["odd"]);
  });

  test("without any servers whoever runs the gateway says where, so the channel has a route", async () => {
    const { model, rules } = await understand(v3(`channels: {a: {address: /a}}`));

    expect(model.routes).toMatchObject([{ address: "/a", serverIds: [] }]);
    expect(rules).toEqual([]);
  });

  test("x-framegate sets environment, pool, weight, priority, timeout and CA", async () => {
    const { model } = await understand(
      v3(`
servers:
  s:
    host: a.example.com
    protocol: wss
    x-framegate: {environment: sandbox, pool: eu, weight: 3, priority: 1, connectTimeoutMs: 100, tls: {ca: {file: ca.pem}}}`),
    );

    expect(byId(model.servers, "s")).toMatchObject({
      environment: "sandbox",
      pool: "eu",
      weight: 3,
      priority: 1,
      connectTimeoutMs: 100,
      tlsCaFile: "ca.pem",
    });
  });
});

import { once } from "node:events";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startGateway, type RunningGateway } from "../../runtime/gateway.ts";
import type { GatewayOptions } from "../../runtime/gateway-options.ts";
import type { RefusalEvent } from "../../runtime/observe/observer.ts";
import { apiDocument, revision, route } from "../helpers/api-document.ts";
import { startEchoBackend } from "../helpers/front-door-fixture.ts";
import { exchange } from "../helpers/raw-socket.ts";
import { legal } from "../handshake/handshake-rows.ts";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

async function start(changes: Partial<GatewayOptions> = {}): Promise<RunningGateway> {
  const backend = await startEchoBackend();
  const gateway = await startGateway({
    revisions: [revision(apiDocument({ origins: "any" }))],
    host: "127.0.0.1",
    port: 0,
    adminPort: 0,
    backendOverrides: { production: backend.url },
    logLevel: "silent",
    drainSeconds: 5,
    ...changes,
  });
  cleanups.push(
    () => gateway.close(),
    () => backend.close(),
  );
  return gateway;
}

async function open(gateway: RunningGateway, path = "/chat"): Promise<WebSocket> {
  const client = new WebSocket(`${gateway.url}${path}`);
  client.on("error", () => client.terminate());
  await once(client, "open");
  return client;
}

async function echo(client: WebSocket, text: string): Promise<string> {
  client.send(text);
  const [data] = await once(client, "message");
  return String(data);
}

const admin = (gateway: RunningGateway, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${gateway.adminPort}${path}`, init);

test("several APIs are served on one port, each under its context", async () => {
  const apis = ["/chat/1.0", "/market/2.0"].map((context) =>
    apiDocument({ context, origins: "any", routes: [route({ path: `${context}/live` })] }),
  );
  const gateway = await start({ revisions: apis.map((api) => revision(api)) });

  const first = await open(gateway, "/chat/1.0/live");
  const second = await open(gateway, "/market/2.0/live");

  expect(await echo(first, "a")).toBe("a");
  expect(await echo(second, "b")).toBe("b");
});

test("routes that clash keep the gateway from starting", async () => {
  const api = apiDocument();

  await expect(start({ revisions: [revision(api), revision(api)] })).rejects.toThrow(
    'routes "/chat" and "/chat" are the same address',
  );
});

test("a document without servers needs to be told its backend", async () => {
  const api = apiDocument({ backends: [], routes: [route({ backendIds: [] })] });

  await expect(start({ revisions: [revision(api)], backendOverrides: {} })).rejects.toThrow(
    "say where with --backend production=<url>",
  );
});

test("a busy port is one sentence with what to do", async () => {
  const { port } = await start();

  await expect(start({ port })).rejects.toThrow(
    `port ${port} of 127.0.0.1 is in use; choose another with --port, or 0 for a free one`,
  );
});

test("a busy admin port is said by its own flag, and the other port is free again", async () => {
  const { adminPort } = await start();
  const free = await start();
  await free.close();

  await expect(start({ port: free.port, adminPort })).rejects.toThrow("--admin-port");

  expect((await start({ port: free.port })).port).toBe(free.port);
});

describe("a new revision", () => {
  const second = apiDocument({ origins: "any", routes: [route({ path: "/second" })] });

  test("serves new connections while open ones keep theirs", async () => {
    const gateway = await start();
    const old = await open(gateway);

    gateway.replace([revision(second)]);

    expect(await echo(old, "still here")).toBe("still here");
    expect(await echo(await open(gateway, "/second"), "new")).toBe("new");
    expect((await exchange(gateway.port, legal("/chat"))).status).toBe(404);
  });

  test("that cannot be served changes nothing", async () => {
    const gateway = await start();

    expect(() => gateway.replace([revision(second), revision(second)])).toThrow("same address");

    expect(await echo(await open(gateway), "a")).toBe("a");
  });
});

describe("draining", () => {
  test("closes every connection with 1012, refuses new ones and then stops listening", async () => {
    const gateway = await start();
    const clients = await Promise.all([open(gateway), open(gateway), open(gateway)]);
    const closes = clients.map((client) => once(client, "close"));
    const [slow] = clients;
    slow?.pause();

    const drained = gateway.drain();
    const ready = await admin(gateway, "/readyz");
    const refused = await exchange(gateway.port, legal("/chat"));
    slow?.resume();
    const told = await Promise.all(closes);
    await drained;

    expect(ready.status).toBe(503);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(told.map(([code, reason]) => [code, String(reason)])).toEqual(
      clients.map(() => [1012, '{"e":"DRAINING"}']),
    );
    await expect(exchange(gateway.port, legal("/chat"))).resolves.toMatchObject({ status: 0 });
  });

  test("cuts at the end of the window a client that does not answer the close", async () => {
    const gateway = await start({ drainSeconds: 0.1 });
    const client = await open(gateway);
    client.pause();

    await gateway.drain();

    client.resume();
    const [code] = await once(client, "close");
    expect([1006, 1012]).toContain(code);
  });
});

describe("the admin listener", () => {
  test.each([
    ["/healthz", "GET", 200, "ok\n"],
    ["/healthz", "HEAD", 200, ""],
    ["/readyz", "GET", 200, "ready\n"],
    ["/readyz?x=1", "GET", 200, "ready\n"],
    ["/healthz", "POST", 405, "method not allowed, expected GET or HEAD\n"],
    ["/metrics", "DELETE", 405, "method not allowed, expected GET or HEAD\n"],
    ["/", "GET", 404, "not found, expected /healthz, /readyz or /metrics\n"],
    ["/chat", "GET", 404, "not found, expected /healthz, /readyz or /metrics\n"],
  ])("%s by %s is %d", async (path, method, status, body) => {
    const gateway = await start();

    const response = await admin(gateway, path, { method });

    expect([response.status, await response.text()]).toEqual([status, body]);
  });

  test("counts connections, messages, bytes and refusals by names of the document", async () => {
    const gateway = await start();
    await echo(await open(gateway), "hello");
    await exchange(gateway.port, legal("/nowhere"));

    const response = await admin(gateway, "/metrics");
    const text = await response.text();

    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text.split("\n")).toEqual(
      expect.arrayContaining([
        'framegate_connections{api="Chat",route="chat"} 1',
        'framegate_connections_opened_total{api="Chat",route="chat"} 1',
        'framegate_messages_total{api="Chat",route="chat",flow="clientToServer",operation="",message=""} 1',
        'framegate_message_bytes_total{api="Chat",route="chat",flow="serverToClient",operation="",message=""} 5',
        'framegate_refusals_total{api="",route="",flow="",operation="",code="PATH_UNKNOWN",action="handshakeRefused"} 1',
      ]),
    );
  });

  test("is absent unless asked for", async () => {
    expect((await start({ adminPort: null })).adminPort).toBeNull();
  });
});

test("refusals are told to whoever runs the gateway, once each", async () => {
  const told: RefusalEvent[] = [];
  const gateway = await start({ onRefusal: (event) => told.push(event) });

  await exchange(gateway.port, "POST /chat HTTP/1.1\r\nHost: a\r\n\r\n");

  expect(told).toEqual([
    expect.objectContaining({
      code: "METHOD_NOT_ALLOWED",
      action: "handshakeRefused",
      connection: expect.objectContaining({ api: "Chat", routeId: "chat" }),
    }),
  ]);
});

describe("the onConnect hook", () => {
  test("may refuse, and its reason goes to the log only", async () => {
    const told: RefusalEvent[] = [];
    const hooks = {
      onConnect: (context: { refuse(reason: string): void }) => context.refuse("no"),
    };
    const gateway = await start({
      revisions: [revision(apiDocument({ origins: "any" }), { hooks })],
      onRefusal: (event) => told.push(event),
    });

    const answer = await exchange(gateway.port, legal("/chat"));

    expect(answer.status).toBe(403);
    expect(told).toMatchObject([{ code: "FORBIDDEN", detail: "not allowed: no" }]);
  });

  test("that throws is an internal error whose place is logged, and the gateway lives", async () => {
    const lines: string[] = [];
    const hooks = {
      onConnect() {
        throw new TypeError("canary");
      },
    };
    const gateway = await start({
      revisions: [revision(apiDocument({ origins: "any" }), { hooks })],
      logLevel: "info",
      logDestination: { write: (line) => lines.push(line) },
    });

    const answer = await exchange(gateway.port, legal("/chat"));
    await gateway.close();

    expect([answer.status, answer.body.includes("canary")]).toEqual([500, false]);
    expect(lines.join()).toMatch(/"code":"INTERNAL".*"TypeError","at .*gateway\.test\.ts/);
    expect(lines.join()).not.toContain("canary");
  });
});

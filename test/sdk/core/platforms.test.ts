import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { connectTo } from "../../../templates/typescript/core/client.ts";
import type { Client } from "../../../templates/typescript/core/client-types.ts";
import { platform as node } from "../../../templates/typescript/core/platform-node.ts";
import { platform as web } from "../../../templates/typescript/core/platform-web.ts";
import type { Platform } from "../../../templates/typescript/core/socket.ts";
import { held, pingRoute, type PingTypes } from "./ping-api.ts";

interface TestServer {
  readonly url: string;
  readonly sockets: WebSocketServer;
}

/** A server of real sockets, which ends with the test. */
async function serve(options: object = {}): Promise<TestServer> {
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1", ...options });
  await once(sockets, "listening");
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  });
  return { url: urlOf(sockets), sockets };
}

function urlOf(server: Pick<Server, "address">): string {
  const { port } = server.address() as AddressInfo;
  return `ws://127.0.0.1:${port}`;
}

function open(platform: Platform, url: string, options: object = {}): Promise<Client<PingTypes>> {
  return connectTo<PingTypes>(
    platform,
    pingRoute(),
    { room: "a" },
    { url, reconnect: false, ...options },
  );
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const platforms = [
  { name: "ws on Node", platform: node, prepare: () => undefined },
  {
    name: "the platform's own WebSocket",
    platform: web,
    prepare: () => vi.stubGlobal("WebSocket", WebSocket),
  },
] as const;

describe.each(platforms)("with $name", ({ platform, prepare }) => {
  test("messages go both ways, binary ones too, and a goodbye is heard", async () => {
    prepare();
    const { url, sockets } = await serve();
    const heard: string[] = [];
    sockets.on("connection", (socket, { url: path }) => {
      heard.push(String(path));
      socket.on("message", (data) => {
        heard.push(String(data));
        socket.send('{"type":"said","text":"\ufeffé"}');
        socket.send(new Uint8Array([1, 2]));
      });
      socket.on("close", (code, reason) => heard.push(`${code} ${String(reason)}`));
    });

    const client = await open(platform, url);
    const [said, unknown] = [
      client.once.said(),
      new Promise((resolve) => client.on.unknown(resolve)),
    ];
    await client.send.say({ text: "hi" });
    const answers = [await said, await unknown];
    const closed = await client.close(3001, "bye");

    expect(heard).toEqual(["/rooms/a", '{"type":"say","text":"hi"}', "3001 bye"]);
    expect(answers).toMatchObject([{ text: "\ufeffé" }, { payload: new Uint8Array([1, 2]) }]);
    expect((answers[1] as { readonly payload: object }).payload.constructor).toBe(Uint8Array);
    expect(closed).toEqual({ kind: "closed", code: 3001, reason: "bye", error: null });
  });

  test("what was handed over before a goodbye arrives before it", async () => {
    prepare();
    const { url, sockets } = await serve();
    let heard = 0;
    sockets.on("connection", (socket) => socket.on("message", () => (heard += 1)));
    const client = await open(platform, url);

    const sent = Array.from({ length: 500 }, () => client.send.say({ text: "x" }));
    await client.close();
    await Promise.all(sent);

    expect(heard).toBe(500);
  });

  test("a server that goes away says with which code and reason", async () => {
    prepare();
    const { url, sockets } = await serve();
    sockets.on("connection", (socket) => socket.close(1012, '{"e":"DRAINING"}'));

    const client = await open(platform, url).catch((error: unknown) => error);
    const error =
      client instanceof Error ? client : (await (client as Client<PingTypes>).closed).error;

    expect(error).toMatchObject({ code: "DRAINING", closeCode: 1012, retry: "backoff" });
  });

  test("nobody there is CONNECT_FAILED", async () => {
    prepare();
    const { url, sockets } = await serve();
    sockets.close();
    await once(sockets, "close");

    await expect(open(platform, url)).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      retry: "backoff",
    });
  });

  test("a peer that never finishes the handshake is given up", async () => {
    prepare();
    const server = createServer();
    server.on("upgrade", (_, socket) => {
      socket.on("error", () => undefined);
      onTestFinished(() => void socket.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());

    await expect(open(platform, urlOf(server), { timeoutMs: 50 })).rejects.toMatchObject({
      code: "CONNECT_TIMEOUT",
    });
  });

  test("a peer that reads nothing leaves a send unsettled until its connection is dropped", async () => {
    prepare();
    const { url, sockets } = await serve();
    sockets.on("connection", (socket) => {
      socket.pause();
    });
    const client = await connectTo<PingTypes>(
      platform,
      pingRoute({ maxBytes: { send: 100_000_000, receive: 1000 } }),
      { room: "a" },
      { url, reconnect: false, heartbeat: { everyMs: 50, timeoutMs: 50 } },
    );

    const sent = held(client.send.say({ text: "x".repeat(30_000_000) }));

    expect(client.bufferedAmount).toBeGreaterThan(1_000_000);
    await expect(sent).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    expect(await client.closed).toMatchObject({ code: 1006 });
  });

  test("without a WebSocket or ws it says what to install", async () => {
    await expect(open(web, "ws://127.0.0.1:1")).rejects.toMatchObject({ code: "PLATFORM_LACKS" });
  });
});

describe("with ws on Node", () => {
  test.each([
    ["of seconds", () => "7", 7000],
    ["of a date", () => new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
    ["of neither", () => "soon", null],
  ])(
    "a refused handshake with Retry-After %s shows status, code, problems and when",
    async (_, wait, want) => {
      const server = createServer();
      const problem = { in: "query", name: "n", expected: "an integer", found: "a text" };
      server.on("upgrade", (_, socket) => {
        const body = JSON.stringify({ code: "QUOTA_EXCEEDED", problems: [problem, null, 5, {}] });
        socket.end(
          `HTTP/1.1 429 Too Many Requests\r\nRetry-After: ${wait()}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      onTestFinished(() => void server.close());

      const error = await open(node, urlOf(server)).catch((caught: unknown) => caught);

      expect(error).toMatchObject({
        code: "QUOTA_EXCEEDED",
        status: 429,
        retry: "after",
        problems: [problem],
        message: expect.stringContaining("query n is a text, expected an integer"),
      });
      const { retryAfterMs } = error as { readonly retryAfterMs: number | null };
      if (want === null) expect(retryAfterMs).toBeNull();
      else expect(Math.abs((retryAfterMs ?? 0) - want)).toBeLessThan(10_000);
    },
  );

  test("a message above the API's limit ends the connection", async () => {
    const { url, sockets } = await serve();
    sockets.on("connection", (socket) => socket.send("x".repeat(1001)));

    const client = await open(node, url).catch(() => null);
    const code = client === null ? 1009 : (await client.closed).code;

    expect([1006, 1009]).toContain(code);
  });

  test("a ping is answered and a dead peer is dropped", async () => {
    const { url, sockets } = await serve({ autoPong: false });
    const pinged = new Promise((resolve) => {
      sockets.on("connection", (socket) => socket.on("ping", resolve));
    });

    const client = await open(node, url, { heartbeat: { everyMs: 20, timeoutMs: 20 } });

    await pinged;
    expect(await client.closed).toMatchObject({ code: 1006 });
  });

  test("headers go with the handshake", async () => {
    const { url, sockets } = await serve();
    const seen = new Promise((resolve) => {
      sockets.on("connection", (_, { headers }) => resolve(headers["x-token"]));
    });
    const route = pingRoute({
      sign: (a) => Promise.resolve({ ...a, headers: { "x-token": "t" } }),
    });

    const client = await connectTo<PingTypes>(node, route, { room: "a" }, { url });

    expect(await seen).toBe("t");
    await client.close();
  });
});

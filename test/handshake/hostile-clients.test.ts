import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { apiDocument, backend as backendOf, route } from "../helpers/api-document.ts";
import { startEchoBackend, startFrontDoor } from "../helpers/front-door-fixture.ts";
import { exchange, readAnswer } from "../helpers/raw-socket.ts";
import { legal } from "./handshake-rows.ts";

const cleanups: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(async (cleanup) => cleanup()));
});

/** A backend that takes connections and says nothing. */
async function startSilentBackend(): Promise<{ url: string; sockets: Socket[]; server: Server }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    sockets.push(socket);
    server.emit("taken");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `ws://127.0.0.1:${port}`, sockets, server };
}

async function startDoor(url: string | null, changes: Parameters<typeof apiDocument>[0] = {}) {
  const door = await startFrontDoor([apiDocument({ origins: "any", ...changes })], url);
  cleanups.push(() => door.close());
  return door;
}

async function startEcho() {
  const echo = await startEchoBackend();
  cleanups.push(() => echo.close());
  return echo;
}

describe("while the backend is dialled", () => {
  test("a client that resets takes the backend's attempt with it, and nothing crashes", async () => {
    const silent = await startSilentBackend();
    const door = await startDoor(silent.url);
    const client = connect(door.port, "127.0.0.1");
    client.write(legal("/chat"));
    await once(silent.server, "taken");
    const [attempt] = silent.sockets;

    client.resetAndDestroy();
    attempt?.resume();
    await once(attempt ?? client, "close");

    expect(door.refusals).toEqual([]);
  });

  test("a client that half-closes is gone", async () => {
    const silent = await startSilentBackend();
    const door = await startDoor(silent.url);
    const client = connect(door.port, "127.0.0.1");
    client.end(legal("/chat"));
    await once(silent.server, "taken");

    silent.sockets[0]?.resume();
    await once(silent.sockets[0] ?? client, "close");

    expect(door.refusals).toEqual([]);
  });

  test("more than 16 KiB of early data end the attempt with 400", async () => {
    const silent = await startSilentBackend();
    const door = await startDoor(silent.url);
    const client = connect(door.port, "127.0.0.1");
    client.write(legal("/chat"));
    await once(silent.server, "taken");

    client.write(Buffer.alloc(17 * 1024));
    const answer = await readAnswer(client);

    expect(answer.status).toBe(400);
    client.destroy();
  });
});

test("frames that a client sends behind its request are forwarded once it is open", async () => {
  const echo = await startEcho();
  const door = await startDoor(echo.url);
  const masked = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
  const client = connect(door.port, "127.0.0.1");
  client.write(Buffer.concat([Buffer.from(legal("/chat")), masked]));

  const chunks: Buffer[] = [];
  client.on("data", (chunk: Buffer) => chunks.push(chunk));
  while (!Buffer.concat(chunks).includes("\x81\x02hi", 0, "latin1")) {
    await once(client, "data");
  }

  expect(Buffer.concat(chunks).toString("latin1")).toMatch(/^HTTP\/1\.1 101 /);
  client.destroy();
});

test("early data of a refused client reach no backend", async () => {
  const echo = await startEcho();
  const door = await startDoor(echo.url);

  const answer = await exchange(door.port, `${legal("/nowhere")}\x81\x82\0\0\0\0hi`);

  expect([answer.status, echo.requests.length]).toEqual([404, 0]);
});

test("the first message of a backend that speaks at once is not lost", async () => {
  const echo = await startEchoBackend((socket) => socket.send("welcome"));
  cleanups.push(() => echo.close());
  const door = await startDoor(echo.url);

  const client = new WebSocket(`ws://127.0.0.1:${door.port}/chat`);
  const [data] = await once(client, "message");

  expect(String(data)).toBe("welcome");
  client.terminate();
});

describe("garbage in place of a request leaves the next client unharmed", () => {
  const bytes = Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 37) % 256));
  test.each([
    ["random bytes", bytes],
    ["a web socket frame", Buffer.from([0x81, 0x80, 0, 0, 0, 0])],
    ["line feeds", Buffer.from("\n".repeat(1000))],
    ["a request cut in the middle", Buffer.from(legal("/chat").slice(0, 40))],
  ])("%s", async (_, garbage) => {
    const echo = await startEcho();
    const door = await startDoor(echo.url);
    const socket = connect(door.port, "127.0.0.1");
    socket.on("error", () => socket.destroy());
    socket.write(garbage);
    await once(socket, "connect");
    socket.resetAndDestroy();

    const answer = await exchange(door.port, legal("/chat"));

    expect(answer.status).toBe(101);
  });
});

test("a hundred requests on one connection make node warn of nothing", async () => {
  const door = await startDoor(null);
  const warnings: string[] = [];
  const hear = ({ message }: Error): unknown => warnings.push(message);
  process.on("warning", hear);
  cleanups.push(() => void process.off("warning", hear));

  const answer = await exchange(door.port, "GET /chat HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100));
  await new Promise((resolve) => setImmediate(resolve));

  expect([answer.status, warnings]).toEqual([426, []]);
});

describe("what a backend does wrong is the client's 502, 503 or 504", () => {
  const reply = async (text: string): Promise<string> => {
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.once("data", () => socket.end(text));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    cleanups.push(() => void server.close());
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const upgraded = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade";

  test.each([
    ["404", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 502],
    ["a redirect", "HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/\r\n\r\n", 502],
    ["200", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 502],
    [
      "401 without credentials in play",
      "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
      502,
    ],
    ["a 101 without Accept", `${upgraded}\r\n\r\n`, 502],
    ["a 101 with a wrong Accept", `${upgraded}\r\nSec-WebSocket-Accept: AAAA\r\n\r\n`, 502],
    [
      "a 101 to something else",
      "HTTP/1.1 101 X\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
      502,
    ],
    ["no HTTP at all", "hello, this is dog\r\n\r\n", 502],
    ["an end without an answer", "", 503],
  ])("%s: %d", async (_, text, want) => {
    const door = await startDoor(await reply(text));

    const answer = await exchange(door.port, legal("/chat"));

    expect(answer.status).toBe(want);
  });

  test.each([
    [401, "CREDENTIALS_INVALID"],
    [403, "FORBIDDEN"],
  ] as const)("its %d on credentials that it verifies is the client's", async (status, code) => {
    const url = await reply(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    const door = await startDoor(url, {
      securitySchemes: { b: { kind: "httpBearer", mode: "passThrough", apiKey: null } },
      routes: [route({ security: [{ schemes: [{ schemeId: "b", scopes: [] }] }] })],
    });

    const answer = await exchange(door.port, legal("/chat", ["Authorization: Bearer x"]));

    expect([answer.status, JSON.parse(answer.body).code]).toEqual([status, code]);
  });

  test("nobody listens: 503 with Retry-After, and not a word about where", async () => {
    const door = await startDoor("ws://127.0.0.1:1");

    const answer = await exchange(door.port, legal("/chat"));

    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(JSON.parse(answer.body).title).toBe("the backend is unavailable: ECONNREFUSED");
  });

  test("silence: 504", async () => {
    const silent = await startSilentBackend();
    const door = await startDoor(silent.url, { backends: [backendOf({ connectTimeoutMs: 50 })] });

    const answer = await exchange(door.port, legal("/chat"));

    expect([answer.status, JSON.parse(answer.body).code]).toEqual([504, "BACKEND_TIMEOUT"]);
  });

  test("silence beyond the deadline of the whole handshake: 504", async () => {
    const silent = await startSilentBackend();
    const { limits } = apiDocument();
    const door = await startDoor(silent.url, { limits: { ...limits, handshakeSeconds: 0.05 } });

    const answer = await exchange(door.port, legal("/chat"));

    expect([answer.status, JSON.parse(answer.body).code]).toEqual([504, "BACKEND_TIMEOUT"]);
  });
});

test("the next member of a pool is tried where the first is down", async () => {
  const echo = await startEcho();
  const pool = { pool: "a" };
  const door = await startDoor(null, {
    backends: [
      backendOf({ id: "down", ...pool }),
      backendOf({ id: "up", url: echo.url, priority: 1, ...pool }),
    ],
    routes: [route({ backendIds: ["down", "up"] })],
  });

  const answer = await exchange(door.port, legal("/chat"));

  expect(answer.status).toBe(101);
});

test("while draining every handshake is told to come back", async () => {
  const echo = await startEcho();
  const door = await startDoor(echo.url);
  door.isDraining = true;

  const answer = await exchange(door.port, legal("/chat"));

  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(JSON.parse(answer.body).code).toBe("DRAINING");
});

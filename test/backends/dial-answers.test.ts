import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";

import { dialBackend } from "../../runtime/backends/dial.ts";
import type { DialRequest } from "../../runtime/backends/dial-request.ts";
import { systemClock } from "../../runtime/clock.ts";
import { acceptKey } from "../../runtime/frames/accept-key.ts";

const HEAD = [
  "HTTP/1.1 101 Switching Protocols",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Accept: {accept}",
] as const;

/** A legal 101 with one header written otherwise, or left out. */
function altered(name: string, ...lines: readonly string[]): string {
  return head(...HEAD.filter((line) => !line.startsWith(name)), ...lines);
}

function head(...lines: readonly string[]): string {
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** A backend that answers every handshake with these bytes, and what it was asked. */
async function startBackend(answer: (socket: Socket, accept: string) => void) {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      asked.push(chunk.toString("latin1"));
      const key = /sec-websocket-key: (.*)\r\n/i.exec(chunk.toString("latin1"))?.[1];
      if (key !== undefined) answer(socket, acceptKey(key));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/path?a=1`, asked };
}

async function dial(url: string, changes: Partial<DialRequest> = {}) {
  const limits = {
    messageBytes: 1_000,
    fragments: 16,
    controlFramesPerSecond: 10,
    lowWaterBytes: 1_000,
  };
  const request: DialRequest = {
    url: new URL(url),
    headers: {},
    protocols: ["a", "b"],
    connectTimeoutMs: 5_000,
    tlsCa: null,
    limits,
    backendVerifies: false,
    engine: "raw",
    deflates: false,
    ...changes,
  };
  const dialled = await dialBackend(request, systemClock, new AbortController().signal);
  onTestFinished(() => dialled.leg.terminate());
  return dialled;
}

const answers = (text: string) => (socket: Socket, accept: string) => {
  socket.write(text.replace("{accept}", accept), "latin1");
};

describe("a backend's answer", () => {
  it.each([
    { given: "a plain 101", answer: head(...HEAD), want: null },
    { given: "a 101 without a phrase", answer: head("HTTP/1.1 101", ...HEAD.slice(1)), want: null },
    { given: "other letters", answer: altered("Upgrade", "UPGRADE:\tWebSocket  "), want: null },
    {
      given: "Connection options",
      answer: altered("Connection", "Connection: keep-alive", "Connection: x, upgrade"),
      want: null,
    },
    { given: "a subprotocol", answer: head(...HEAD, "Sec-WebSocket-Protocol: b"), want: "b" },
  ])("is accepted with $given", async ({ answer, want }) => {
    const backend = await startBackend(answers(answer));

    expect((await dial(backend.url)).protocol).toBe(want);
  });

  it.each([
    { given: "200", answer: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" },
    { given: "a redirect", answer: head("HTTP/1.1 302 Found", "Location: /") },
    { given: "100 first", answer: head("HTTP/1.1 100 Continue") + head(...HEAD) },
    { given: "HTTP/1.0", answer: head("HTTP/1.0 101 x", ...HEAD.slice(1)) },
    { given: "HTTP/2", answer: head("HTTP/2 101 x", ...HEAD.slice(1)) },
    { given: "no HTTP", answer: "SSH-2.0-x\r\n" },
    { given: "a byte before", answer: ` ${head(...HEAD)}` },
    { given: "a line before", answer: `\r\n${head(...HEAD)}` },
    { given: "no Upgrade", answer: altered("Upgrade") },
    { given: "another Upgrade", answer: altered("Upgrade", "Upgrade: h2c") },
    { given: "a list in Upgrade", answer: altered("Upgrade", "Upgrade: websocket, h2c") },
    {
      given: "two Upgrades",
      answer: altered("Upgrade", "Upgrade: websocket", "Upgrade: websocket"),
    },
    { given: "no Connection", answer: altered("Connection") },
    { given: "another Connection", answer: altered("Connection", "Connection: upgraded") },
    { given: "no Accept", answer: altered("Sec") },
    { given: "another Accept", answer: altered("Sec", `Sec-WebSocket-Accept: ${acceptKey("x")}`) },
    { given: "two Accepts", answer: head(...HEAD, "Sec-WebSocket-Accept: x") },
    { given: "an extension", answer: head(...HEAD, "Sec-WebSocket-Extensions: x") },
    { given: "another subprotocol", answer: head(...HEAD, "Sec-WebSocket-Protocol: c") },
    { given: "a list of subprotocols", answer: head(...HEAD, "Sec-WebSocket-Protocol: a, b") },
    {
      given: "two subprotocols",
      answer: head(...HEAD, "Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: b"),
    },
    { given: "a folded header", answer: altered("Connection", "Connection: x,", " Upgrade") },
    { given: "a blank before a colon", answer: head(...HEAD, "X : y") },
    { given: "a header without a colon", answer: head(...HEAD, "X") },
    { given: "a NUL in a header", answer: head(...HEAD, "X: \0") },
    { given: "a bare line feed", answer: head(...HEAD, "X: a\nY: b") },
    { given: "16 KiB of headers", answer: head(...HEAD, `X: ${"x".repeat(16_400)}`) },
    { given: "no end of headers", answer: `${HEAD.join("\r\n")}\r\nX: ${"x".repeat(20_000)}` },
  ])("is refused with $given", async ({ answer }) => {
    const backend = await startBackend(answers(answer));

    await expect(dial(backend.url)).rejects.toMatchObject({ code: "BACKEND_REFUSED" });
  });

  it.each([401, 403])("of %i is the client's where the backend verifies", async (status) => {
    const backend = await startBackend(answers(head(`HTTP/1.1 ${status} No`)));

    const want = status === 401 ? "CREDENTIALS_INVALID" : "FORBIDDEN";
    await expect(dial(backend.url, { backendVerifies: true })).rejects.toMatchObject({
      code: want,
    });
    await expect(dial(backend.url)).rejects.toMatchObject({ code: "BACKEND_REFUSED" });
  });

  it("that never comes is a connection that was closed, or no connection in time", async () => {
    const closing = await startBackend((socket) => socket.end("HTTP/1.1 101"));
    const silent = await startBackend(() => undefined);

    await expect(dial(closing.url)).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE" });
    await expect(dial(silent.url, { connectTimeoutMs: 20 })).rejects.toMatchObject({
      code: "BACKEND_TIMEOUT",
    });
  });

  it("may bring the first frames, and come byte by byte", async () => {
    const bytes = (accept: string): Buffer =>
      Buffer.concat([
        Buffer.from(head(...HEAD).replace("{accept}", accept)),
        Buffer.from([0x81, 5]),
        Buffer.from("early"),
      ]);
    const backend = await startBackend((socket, accept) => {
      for (const byte of bytes(accept)) socket.write(Buffer.from([byte]));
    });

    const { leg } = await dial(backend.url);

    const message = new Promise((resolve) => {
      const ignore = (): void => undefined;
      leg.listen({
        message: (_, payload) => resolve(Buffer.from(payload).toString()),
        drained: ignore,
        refused: ignore,
        closed: ignore,
      });
    });
    expect(await message).toBe("early");
  });
});

describe("what a backend is asked", () => {
  it("is one handshake, with the headers given", async () => {
    const backend = await startBackend(answers(head(...HEAD)));

    await dial(backend.url.replace("//", "//us%20er:pa:ss@"), {
      headers: { "x-one": "1", "x-many": ["a", "é"] },
    });

    const [text = ""] = backend.asked;
    const key = /Sec-WebSocket-Key: (.*)\r\n/.exec(text)?.[1] ?? "";
    expect(Buffer.from(key, "base64").length).toBe(16);
    expect(text.split("\r\n")).toEqual([
      "GET /path?a=1 HTTP/1.1",
      `Host: ${new URL(backend.url).host}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Key: ${key}`,
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Protocol: a, b",
      `authorization: Basic ${Buffer.from("us er:pa:ss").toString("base64")}`,
      "x-one: 1",
      "x-many: a",
      "x-many: é",
      "",
      "",
    ]);
  });

  it.each([
    { given: "a value with a line end", changes: { headers: { x: "a\r\nb: c" } } },
    { given: "a value with a line feed", changes: { headers: { x: ["a", "b\nc"] } } },
    { given: "a value with a NUL", changes: { headers: { x: "\0" } } },
    { given: "a value beyond Latin-1", changes: { headers: { x: "\u010d\u010a" } } },
    { given: "a name with a line end", changes: { headers: { "x\r\ny": "a" } } },
    { given: "a name with a colon", changes: { headers: { "x:y": "a" } } },
    { given: "no name", changes: { headers: { "": "a" } } },
    { given: "a header of the handshake", changes: { headers: { "Sec-WebSocket-Key": "a" } } },
    { given: "a body's header", changes: { headers: { "content-length": "5" } } },
    { given: "a subprotocol with a line end", changes: { protocols: ["a\r\nX: y"] } },
  ])("never holds $given", async ({ changes }) => {
    const backend = await startBackend(answers(head(...HEAD)));

    await expect(dial(backend.url, changes)).rejects.toMatchObject({ code: "HANDSHAKE_MALFORMED" });
    expect(backend.asked).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { createServer } from "node:net";
import { once } from "node:events";
import { startBackend } from "../helpers/ws-backend.ts";
import { connect, tryConnect } from "../helpers/ws-client.ts";
import { ROOM_DOCUMENT, ROOM_HOOKS } from "./room-document.ts";
import { SUBJECTS } from "./subjects.ts";

const document = ROOM_DOCUMENT;

for (const [name, start] of Object.entries(SUBJECTS)) {
  describe(name, () => {
    async function opened(hooks: string | null = null) {
      const backend = await startBackend();
      const gateway = await start({ document, backend: backend.url, hooks });
      const client = await connect(`${gateway.url}/room/1.0/rooms/r%201?name=ada&limit=3`, {
        "X-Version": "7",
        "X-Other": "no",
      });
      return { gateway, client, connection: await backend.connections.next() };
    }

    test("an accepted frame reaches the backend with its very bytes, and back", async () => {
      const { client, connection } = await opened();
      const text = '{ "text":"hi",\t"type" : "say" }';
      const big = '{"type":"said","text":"x","serial":12345678901234567890}';

      client.socket.send(text);
      const forth = await connection.frames.next();
      connection.socket.send(big);
      const back = await client.frames.next();

      expect([forth.data.toString(), forth.binary]).toEqual([text, false]);
      expect(back.data.toString()).toBe(big);
    });

    test("path, declared query and declared header reach the backend, other headers do not", async () => {
      const { connection } = await opened();

      expect(connection.request.url).toBe("/rooms/r%201?name=ada&limit=3");
      expect(connection.request.headers["x-version"]).toBe("7");
      expect(connection.request.headers["x-other"]).toBeUndefined();
    });

    test("a refused frame is answered by the document's error and goes no further", async () => {
      const { client, connection } = await opened();

      client.send({ type: "say", text: 5 });
      const error = await client.json();
      client.send({ type: "say", text: "good" });
      const next = await connection.frames.next();

      expect(error).toEqual({ type: "error", code: "MESSAGE_INVALID", at: "/text" });
      expect(next.data.toString()).toBe('{"type":"say","text":"good"}');
    });

    test("a server's frame that the document does not declare is dropped", async () => {
      const { client, connection } = await opened();

      connection.socket.send('{"type":"said"}');
      connection.socket.send('{"type":"nonsense"}');
      connection.socket.send('{"type":"said","text":"good"}');

      expect(await client.json()).toEqual({ type: "said", text: "good" });
    });

    test("a binary frame where text is declared closes or is answered, and never passes", async () => {
      const { client, connection } = await opened();

      client.socket.send(Buffer.from('{"type":"say","text":"hi"}'), { binary: true });
      const error = await client.json();

      expect(error).toMatchObject({ type: "error", code: "FRAME_KIND_WRONG" });
      expect(connection.frames.waiting).toBe(0);
    });

    test("bytes pass as they are, and too many of them close the connection", async () => {
      const backend = await startBackend();
      const gateway = await start({ document, backend: backend.url, hooks: null });
      const client = await connect(`${gateway.url}/room/1.0/blobs`);
      const connection = await backend.connections.next();

      client.socket.send(Buffer.from([1, 2, 0xff, 0]), { binary: true });
      const passed = await connection.frames.next();
      client.socket.send(Buffer.from([1, 2, 3, 4, 5]), { binary: true });
      const { code, reason } = await client.closed;

      expect([passed.data, passed.binary]).toEqual([Buffer.from([1, 2, 0xff, 0]), true]);
      expect([code, JSON.parse(reason)]).toEqual([4005, { e: "MESSAGE_INVALID" }]);
    });

    test("a request's reply is matched and passes", async () => {
      const { client, connection } = await opened();

      client.send({ type: "ask", id: "q7" });
      await connection.frames.next();
      connection.socket.send('{"type":"told","id":"q7","answer":1}');

      expect(await client.json()).toEqual({ type: "told", id: "q7", answer: 1 });
    });

    test("all that is wrong with the parameters is listed at once", async () => {
      const backend = await startBackend();
      const gateway = await start({ document, backend: backend.url, hooks: null });

      const refused = await tryConnect(`${gateway.url}/room/1.0/rooms/r?name=A1&limit=0&more=1`);

      expect(refused).toMatchObject({ status: 400 });
      const body = "body" in refused ? refused.body : "";
      const problems: { name: string }[] = JSON.parse(body).problems;
      expect(problems.map((problem) => problem.name).toSorted()).toEqual(["limit", "more", "name"]);
      expect(backend.connections.waiting).toBe(0);
    });

    test("an unknown path is 404", async () => {
      const gateway = await start({ document, backend: "ws://127.0.0.1:1", hooks: null });

      expect(await tryConnect(`${gateway.url}/rooms/r`)).toMatchObject({ status: 404 });
    });

    test("a dead backend is 503 and the gateway lives", async () => {
      const closed = createServer().listen(0, "127.0.0.1");
      await once(closed, "listening");
      const address = closed.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      closed.close();
      const gateway = await start({ document, backend: `ws://127.0.0.1:${port}`, hooks: null });
      const url = `${gateway.url}/room/1.0/rooms/r?name=ada`;

      expect(await tryConnect(url)).toMatchObject({ status: 503 });
      expect(await tryConnect(url)).toMatchObject({ status: 503 });
    });

    test("a close passes with its code and reason, both ways", async () => {
      const first = await opened();
      const second = await opened();

      first.connection.socket.close(4321, "enough");
      second.client.socket.close(4400, "bye");

      expect(await first.client.closed).toEqual({ code: 4321, reason: "enough" });
      expect(await second.connection.closed).toBe(4400);
    });

    test("hooks transform, answer, refuse and turn clients away", async () => {
      const { gateway, client, connection } = await opened(ROOM_HOOKS);

      client.send({ type: "say", text: "shout" });
      const shout = await connection.frames.next();
      client.send({ type: "say", text: "echo" });
      const echo = await client.json();
      client.send({ type: "say", text: "spam" });
      const refusal = await client.json();
      const away = await tryConnect(`${gateway.url}/room/1.0/rooms/r?name=mallory`);

      expect(JSON.parse(shout.data.toString())).toEqual({ type: "say", text: "SHOUT" });
      expect(echo).toEqual({ type: "said", text: "echo" });
      expect(refusal).toMatchObject({ type: "error", code: "FORBIDDEN" });
      expect(away).toMatchObject({ status: 403 });
      expect(connection.frames.waiting).toBe(0);
    });

    test("a mock greets, and answers a request with the request's own id", async () => {
      const gateway = await start({ document, backend: null, hooks: null });
      const client = await connect(`${gateway.url}/room/1.0/rooms/r?name=ada`);

      const greeting = await client.json();
      client.send({ type: "ask", id: "mine" });
      const answer = await client.json();

      expect(greeting).toEqual({ type: "said", text: "hello from the mock" });
      expect(answer).toEqual({ type: "told", id: "mine", answer: 42 });
    });

    test("under --observe what would be refused is forwarded", async () => {
      const backend = await startBackend();
      const flags = ["--observe"];
      const gateway = await start({ document, backend: backend.url, hooks: null, flags });
      const client = await connect(`${gateway.url}/room/1.0/rooms/r?name=ada`);
      const connection = await backend.connections.next();

      client.send({ type: "say", text: 5 });

      expect((await connection.frames.next()).data.toString()).toBe('{"type":"say","text":5}');
    });

    test("health, readiness and metrics stand on the admin listener", async () => {
      const { gateway, client, connection } = await opened();
      client.send({ type: "say", text: "hi" });
      await connection.frames.next();
      client.send({ type: "say", text: 5 });
      await client.json();

      const answers = await Promise.all(
        ["healthz", "readyz", "metrics"].map((path) => fetch(`${gateway.admin}/${path}`)),
      );
      const metrics = (await answers[2]?.text()) ?? "";

      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
      expect(metrics).toMatch(/^framegate_refusals_total\{.*MESSAGE_INVALID.*\} 1$/m);
    });

    test("drained, it closes every connection with 1012 and ends with 0", async () => {
      const { gateway, client, connection } = await opened();

      const ended = gateway.end();
      const { code } = await client.closed;

      expect(code).toBe(1012);
      expect(await connection.closed).toBeGreaterThan(1000);
      expect(await ended).toBe(0);
    });
  });
}

import { onTestFinished, expect, test } from "vitest";
import { compileDocument } from "../../generator/compile.ts";
import { loadCodecs } from "../../runtime/messages/codec/load.ts";
import { parseFault } from "../../runtime/mock/faults.ts";
import { startMock, type MockEvent, type MockOptions } from "../../runtime/mock/mock.ts";
import { loadScript } from "../../runtime/revisions/load.ts";
import { connect, tryConnect } from "../helpers/ws-client.ts";
import { ROOM_DOCUMENT } from "../integration/room-document.ts";

async function mockOf(options: Partial<MockOptions>, document: string = ROOM_DOCUMENT) {
  const source = { kind: "text", name: "room.yaml", text: document } as const;
  const { gateway, diagnostics } = await compileDocument(source, {
    allowRemote: false,
    allowOutside: false,
    partial: false,
    perspective: null,
    alone: true,
    until: "gateway",
  });
  if (gateway === null) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  const module = loadScript(gateway.script, "room.yaml");
  const events: MockEvent[] = [];
  const mock = await startMock({
    module,
    codecs: await loadCodecs(module.api),
    host: "127.0.0.1",
    port: 0,
    intervalMs: null,
    delayMs: 0,
    fault: null,
    log: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => mock.close());
  return { url: mock.url, events };
}

test("a mock listens on the backend's path, with the server's own before it, and on the gateway's", async () => {
  const { url } = await mockOf({});

  for (const path of ["/rooms/r", "/v1/rooms/r", "/room/1.0/rooms/r"]) {
    const client = await connect(`${url}${path}`);
    expect(await client.json()).toEqual({ type: "said", text: "hello from the mock" });
  }
  expect(await tryConnect(`${url}/elsewhere`)).toMatchObject({ status: 404 });
});

test("what a client sends is checked and said, without its content", async () => {
  const { url, events } = await mockOf({});
  const client = await connect(`${url}/rooms/r`);
  await client.json();

  client.send({ type: "say", text: "secret-word" });
  client.send({ type: "say", text: 77123 });
  client.send({ type: "ask", id: "done" });
  await client.json();

  expect(events.map(({ event, messageId }) => `${event} ${messageId}`)).toEqual([
    "opened null",
    "sent said",
    "accepted say",
    "refused null",
    "accepted ask",
    "sent told",
  ]);
  expect(JSON.stringify(events)).toContain("/text of say is an integer");
  expect(JSON.stringify(events)).not.toMatch(/secret-word|77123/);
});

test("an interval repeats the greetings", async () => {
  const { url } = await mockOf({ intervalMs: 5 });
  const client = await connect(`${url}/rooms/r`);

  const first = await client.json();
  const second = await client.json();

  expect(second).toEqual(first);
});

test("faults: close, invalid, silent, refuse", async () => {
  const closing = await mockOf({ fault: parseFault("close:1011") });
  const spoiling = await mockOf({ fault: parseFault("invalid") });
  const silent = await mockOf({ fault: parseFault("silent") });
  const refusing = await mockOf({ fault: parseFault("refuse:503") });

  const quiet = await connect(`${silent.url}/rooms/r`);
  await quiet.json();
  quiet.send({ type: "ask", id: "q" });
  quiet.socket.close(1000);
  await quiet.closed;

  expect((await (await connect(`${closing.url}/rooms/r`)).closed).code).toBe(1011);
  expect(await (await connect(`${spoiling.url}/rooms/r`)).json()).not.toHaveProperty("type");
  expect(quiet.frames.waiting).toBe(0);
  expect(await tryConnect(`${refusing.url}/rooms/r`)).toMatchObject({ status: 503 });
});

const forms = [
  { given: "close:1011", want: { kind: "close", code: 1011 } },
  { given: "close:1006", want: null },
  { given: "close", want: null },
  { given: "refuse:200", want: null },
  { given: "invalid", want: { kind: "invalid" } },
  { given: "invalid:1", want: null },
  { given: "constructor", want: null },
];

for (const { given, want } of forms) {
  test(`the fault "${given}" is ${want === null ? "refused" : "understood"}`, () => {
    expect(parseFault(given)).toEqual(want);
  });
}

const FRAMED = `
asyncapi: 3.0.0
info: { title: Ticks, version: 1.0.0 }
channels:
  feed:
    address: /feed
  prices:
    address: 'prices/{symbol}'
    parameters: { symbol: { enum: [ABC] } }
    x-framegate: { route: feed, topicAt: /topic, framing: envelope, payloadAt: /data }
    messages:
      price:
        payload: { type: object, required: [at], properties: { at: { type: number } } }
        examples: [{ payload: { at: 1.5 } }]
operations:
  watch: { action: send, channel: { $ref: '#/channels/prices' } }
`;

test("a message of a topic in an envelope is sent as such a frame", async () => {
  const { url } = await mockOf({}, FRAMED);
  const client = await connect(`${url}/feed`);

  expect(await client.json()).toEqual({ topic: "prices/ABC", data: { at: 1.5 } });
});

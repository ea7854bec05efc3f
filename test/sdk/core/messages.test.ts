import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DebugEvent } from "../../../templates/typescript/core/client-types.ts";
import { connected, connecting, held, outcome, turns } from "./ping-api.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("sending", () => {
  test("a message is sent with the members that are always the same", async () => {
    const { platform, client } = await connected();

    await client.send.say({ text: "hi" });

    expect(platform.last.messages).toEqual([{ type: "say", text: "hi" }]);
  });

  test("a send resolves when the message has left, not before", async () => {
    const { platform, client } = await connected();
    platform.last.isStuck = true;
    const sent = client.send.say({ text: "hi" });
    expect(await outcome(sent)).toBe("pending");

    platform.last.drain();

    expect(await outcome(sent)).toBe("resolved");
  });

  test("what was handed over and may not have left is rejected, and never sent again", async () => {
    const { platform, client } = await connected();
    platform.last.isStuck = true;
    const sent = held(client.send.say({ text: "hi" }));
    await turns();

    platform.last.end();
    await vi.advanceTimersByTimeAsync(1000);
    platform.last.accept();
    await turns();

    expect(await outcome(sent)).toBe("rejected CONNECTION_LOST");
    expect(platform.last.sent).toEqual([]);
  });

  test("a wrong message is refused with its place, and told as invalid", async () => {
    const { platform, client } = await connected();
    const invalid: unknown[] = [];
    client.on.invalid((message) => invalid.push(message));

    const sent = client.send.say({ text: 5 as never });

    await expect(sent).rejects.toMatchObject({
      code: "MESSAGE_INVALID",
      subject: "say",
      pointer: "/text",
      expected: "a string",
      found: "a number",
      retry: "never",
    });
    expect(invalid).toMatchObject([{ name: "say", fault: { pointer: "/text" } }]);
    expect(platform.last.sent).toEqual([]);
  });

  test("validate report sends a wrong message and tells it, off only sends it", async () => {
    const report = await connected({ validate: { outgoing: "report" } });
    const off = await connected({ validate: { outgoing: "off" } });
    const invalid = vi.fn();
    report.client.on.invalid(invalid);
    off.client.on.invalid(invalid);

    await report.client.send.say({ text: 5 as never });
    await off.client.send.say({ text: 5 as never });

    expect(invalid).toHaveBeenCalledTimes(1);
    expect(report.platform.last.sent).toHaveLength(1);
    expect(off.platform.last.sent).toHaveLength(1);
  });

  test("what has no encoding is MESSAGE_INVALID whatever is checked", async () => {
    const { client } = await connected({ validate: { outgoing: "off" } });

    expect(await outcome(client.send.say({ text: 5n as never }))).toBe("rejected MESSAGE_INVALID");
  });

  test("a message above the API's limit in bytes is refused here", async () => {
    const { client } = await connected();

    expect(await outcome(client.send.say({ text: "é".repeat(45) }))).toBe(
      "rejected MESSAGE_TOO_BIG",
    );
    expect(await outcome(client.send.say({ text: "e".repeat(45) }))).toBe("resolved");
  });

  test("an aborted signal sends nothing, though the client is open", async () => {
    const { platform, client } = await connected();

    const sent = client.send.say({ text: "x" }, { signal: AbortSignal.abort() });

    expect(await outcome(sent)).toBe("rejected ABORTED");
    expect(platform.last.sent).toEqual([]);
  });

  test("on a closed client everything is rejected with CLOSED", async () => {
    const { platform, client } = await connected({ reconnect: false });
    platform.last.end();
    await client.closed;

    expect(await outcome(client.send.say({ text: "x" }))).toBe("rejected CLOSED");
    expect(await outcome(client.request.ping({}))).toBe("rejected CLOSED");
    expect(await outcome(client.once.said())).toBe("rejected CLOSED");
    expect(await outcome(client.ready())).toBe("rejected CLOSED");
    const loop = client.messages[Symbol.asyncIterator]();
    expect(await outcome(loop.next())).toBe("rejected CONNECTION_LOST");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the queue", () => {
  test("messages wait for a connection and are sent in their order, behind resubscribe", async () => {
    const { platform, client } = await connected({
      resubscribe: (peer) => peer.send.say({ text: "subscribe" }),
    });
    platform.last.end();
    const sent = [client.send.say({ text: "1" }), client.send.say({ text: "2" })];
    client.onState((state) => {
      if (state.kind === "open") void client.send.say({ text: "3" });
    });

    await vi.advanceTimersByTimeAsync(1000);
    platform.last.accept();
    await Promise.all(sent);
    await turns();

    expect(platform.last.messages.map(({ text }) => text)).toEqual(["subscribe", "1", "2", "3"]);
  });

  test("a message that is given up while it waits is not sent", async () => {
    const { platform, client } = await connected();
    const abort = new AbortController();
    platform.last.end();
    const sent = held(client.send.say({ text: "1" }, { signal: abort.signal }));

    abort.abort();
    await vi.advanceTimersByTimeAsync(1000);
    platform.last.accept();
    await turns();

    expect(await outcome(sent)).toBe("rejected ABORTED");
    expect(platform.last.sent).toEqual([]);
  });

  test("a signal that is aborted after its message was sent changes nothing", async () => {
    const { platform, client } = await connected();
    const abort = new AbortController();
    platform.last.end();
    const sent = client.send.say({ text: "1" }, { signal: abort.signal });
    await vi.advanceTimersByTimeAsync(1000);
    platform.last.accept();
    await sent;

    abort.abort();

    expect(await outcome(sent)).toBe("resolved");
  });

  const full = [
    { policy: "error", want: ["kept", "kept", "rejected QUEUE_FULL"] },
    { policy: "drop-oldest", want: ["rejected QUEUE_DROPPED", "kept", "kept"] },
    { policy: "drop-newest", want: ["kept", "rejected QUEUE_DROPPED", "kept"] },
  ] as const;

  test.each(full)("under $policy a full queue has $want", async ({ policy, want }) => {
    const { platform, client } = await connected({ queue: { limit: 2, policy } });
    platform.last.end();

    const sent = ["1", "2", "3"].map((text) => held(client.send.say({ text })));
    const found = await Promise.all(sent.map((one) => outcome(one)));

    expect(found.map((one) => (one === "pending" ? "kept" : one))).toEqual(want);
  });

  test("without a queue a message is refused while there is no connection", async () => {
    const { platform, client } = await connected({ queue: { limit: 0, policy: "drop-oldest" } });
    platform.last.end();

    expect(await outcome(client.send.say({ text: "1" }))).toBe("rejected NOT_CONNECTED");
  });

  test("what waits is rejected when the client is closed", async () => {
    const { platform, client } = await connected();
    platform.last.end();
    const sent = held(client.send.say({ text: "1" }));

    await client.close();

    expect(await outcome(sent)).toBe("rejected CLOSED");
  });

  test("a resubscribe that fails is told, and the client is open nevertheless", async () => {
    const { platform, client, problems } = await connected({
      resubscribe: () => Promise.reject(new Error("no")),
    });
    platform.last.end();

    await vi.advanceTimersByTimeAsync(1000);
    platform.last.accept();
    await turns();

    expect(problems).toEqual([new Error("no")]);
    expect(client.state.kind).toBe("open");
  });

  test("a connection that is lost while it resubscribes is one that failed", async () => {
    const { platform, client, states } = await connected({
      resubscribe: (peer) => peer.request.ping({}),
    });
    platform.last.end();
    const sent = held(client.send.say({ text: "1" }));
    await vi.advanceTimersByTimeAsync(1000);
    platform.last.accept();
    await turns();

    platform.last.end();
    await turns();

    expect(states.map(({ kind }) => kind)).toEqual(["reconnecting", "reconnecting"]);
    expect(await outcome(sent)).toBe("pending");
  });
});

describe("backpressure", () => {
  test("ready waits until fewer bytes than the high water mark are left to leave", async () => {
    const { platform, client } = await connected({ highWaterBytes: 30 });
    platform.last.isStuck = true;
    for (let count = 0; count < 3; count += 1) void held(client.send.say({ text: "x" }));
    expect(client.bufferedAmount).toBe(75);
    const ready = client.ready();
    expect(await outcome(ready)).toBe("pending");

    platform.last.drain(2);

    expect(await outcome(ready)).toBe("resolved");
  });

  test("ready waits for a connection, and ends with its signal", async () => {
    const { platform, client } = await connected();
    platform.last.end();
    const abort = new AbortController();
    const [ready, aborted] = [client.ready(), held(client.ready({ signal: abort.signal }))];

    abort.abort();
    await vi.advanceTimersByTimeAsync(1000);
    platform.last.accept();

    expect(await outcome(ready)).toBe("resolved");
    expect(await outcome(aborted)).toBe("rejected ABORTED");
  });

  test("an aborted signal ends ready and once at once", async () => {
    const { platform, client } = await connected();
    platform.last.end();
    const signal = AbortSignal.abort();

    expect(await outcome(client.ready({ signal }))).toBe("rejected ABORTED");
    expect(await outcome(client.once.said({ signal }))).toBe("rejected ABORTED");
    expect(await outcome(client.request.ping({}, { signal }))).toBe("rejected ABORTED");
  });
});

describe("requests and answers", () => {
  test("a reply goes to the request with its id", async () => {
    const { platform, client } = await connected();
    const [one, two] = [client.request.ping({}), client.request.ping({ id: "mine" })];
    const [{ id } = {}] = platform.last.messages;

    platform.last.give({ type: "pong", id: "mine" });
    platform.last.give({ type: "pong", id });

    expect(await two).toEqual({ type: "pong", id: "mine" });
    expect(await one).toEqual({ type: "pong", id });
    expect(vi.getTimerCount()).toBe(1);
  });

  test("no reply in time is REPLY_TIMEOUT", async () => {
    const { client } = await connected();
    const asked = held(client.request.ping({}, { timeoutMs: 100 }));

    await vi.advanceTimersByTimeAsync(100);

    expect(await outcome(asked)).toBe("rejected REPLY_TIMEOUT");
  });

  test("a question that was given up while it waited is not sent", async () => {
    const { platform, client } = await connected({ reconnect: { baseMs: 2000 } });
    vi.spyOn(Math, "random").mockReturnValue(0.99);
    platform.last.end();
    const asked = held(client.request.ping({}, { timeoutMs: 100 }));

    await vi.advanceTimersByTimeAsync(2000);
    platform.last.accept();
    await turns();

    expect(await outcome(asked)).toBe("rejected REPLY_TIMEOUT");
    expect(platform.last.sent).toEqual([]);
  });

  test("a lost connection ends the questions that went over it, not those that wait", async () => {
    const { platform, client } = await connected();
    const gone = held(client.request.ping({ id: "a" }));
    await turns();
    platform.last.end();
    const waiting = client.request.ping({ id: "b" });

    await vi.advanceTimersByTimeAsync(1000);
    platform.last.accept();
    await turns();
    platform.last.give({ type: "pong", id: "b" });

    expect(await outcome(gone)).toBe("rejected CONNECTION_LOST");
    expect(await outcome(waiting)).toContain("resolved");
  });

  test("two questions with one id are not asked", async () => {
    const { client } = await connected();
    void held(client.request.ping({ id: "a" }));

    expect(await outcome(client.request.ping({ id: "a" }))).toBe("rejected OPTION_INVALID");
  });

  test("a question of the server's gets its answer with its id", async () => {
    const { platform, client } = await connected();
    client.answer.ask(() => Promise.resolve({}));

    await turns();
    platform.last.give({ type: "question", id: "q1" });
    await turns();

    expect(platform.last.messages).toEqual([{ type: "here", id: "q1" }]);
  });

  test("a handler that throws is told and answers nothing", async () => {
    const { platform, client, problems } = await connected();
    const stop = client.answer.ask(() => {
      throw new Error("no");
    });
    await turns();

    platform.last.give({ type: "question", id: "q1" });
    await turns();
    stop();
    platform.last.give({ type: "question", id: "q2" });
    await turns();

    expect(problems).toEqual([new Error("no")]);
    expect(platform.last.sent).toEqual([]);
  });
});

describe("receiving", () => {
  test("messages that come before anybody listens are kept for all who begin in one turn", async () => {
    const { platform, promise } = connecting();
    await turns();
    platform.last.accept();
    platform.last.give({ type: "said", text: "first" });
    const client = await promise;
    await vi.advanceTimersByTimeAsync(5000);
    const heard: string[] = [];

    client.on.said(({ text }) => heard.push(`a ${text}`));
    client.on.said(({ text }) => heard.push(`b ${text}`));
    platform.last.give({ type: "said", text: "second" });
    await turns();

    expect(heard).toEqual(["a first", "b first", "a second", "b second"]);
  });

  test("nobody's messages are kept up to the backlog, and each further one is told to debug", async () => {
    const debug = vi.fn();
    const { platform, client } = await connected({ backlog: 2, debug });
    for (const text of ["1", "2", "3"]) platform.last.give({ type: "said", text });
    const heard: string[] = [];

    client.on.said(({ text }) => heard.push(text));
    await turns();

    expect(heard).toEqual(["1", "2"]);
    expect(debug).toHaveBeenCalledWith({ kind: "unheard" });
  });

  test("a reply reaches a client on which nobody listens", async () => {
    const { platform, client } = await connected();
    const asked = client.request.ping({ id: "a" });

    platform.last.give({ type: "pong", id: "a" });

    expect(await outcome(asked)).toContain("resolved");
  });

  test("a listener that throws is told and harms no other", async () => {
    const { platform, client, problems } = await connected();
    const heard = vi.fn();
    client.on.said(() => {
      throw new Error("mine");
    });
    const stop = client.on.said(heard);
    await turns();

    platform.last.give({ type: "said", text: "x" });
    stop();
    platform.last.give({ type: "said", text: "y" });

    expect(heard).toHaveBeenCalledTimes(1);
    expect(problems).toEqual([new Error("mine"), new Error("mine")]);
  });

  test("an onError that throws is heard by the console and harms nobody", async () => {
    const said = vi.spyOn(console, "error").mockReturnValue();
    const { platform, client } = await connected({
      onError: () => {
        throw new Error("worse");
      },
    });
    client.onState(() => {
      throw new Error("mine");
    });

    platform.last.end();
    await turns();

    expect(client.state.kind).toBe("reconnecting");
    expect(said).toHaveBeenCalledWith(new Error("worse"));
  });

  test("once gives the next message and then listens no more", async () => {
    const { platform, client } = await connected();
    const next = client.once.said();
    await turns();

    platform.last.give({ type: "said", text: "x" });
    platform.last.give({ type: "said", text: "y" });

    expect(await next).toEqual({ type: "said", text: "x" });
  });

  test("once ends with the client", async () => {
    const { platform, client } = await connected();
    const next = held(client.once.said());
    const closed = client.close();
    platform.last.end({ code: 1000 });
    await closed;

    expect(await outcome(next)).toBe("rejected CLOSED");
  });

  test("a wrong message is told as invalid, to nobody else under enforce, to all under report", async () => {
    const seen: string[] = [];
    for (const incoming of ["enforce", "report", "off"] as const) {
      const { platform, client } = await connected({ validate: { incoming } });
      client.on.said(() => seen.push(`${incoming} said`));
      client.on.invalid(({ name, fault }) => seen.push(`${incoming} ${name} ${fault.pointer}`));
      await turns();
      platform.last.give({ type: "said", text: 5 });
    }

    expect(seen).toEqual(["enforce said /text", "report said /text", "report said", "off said"]);
  });

  test("what the document does not know is unknown, decoded or not", async () => {
    const { platform, client } = await connected();
    const seen: unknown[] = [];
    client.on.unknown(({ payload, fault }) => seen.push([payload, fault.keyword]));
    await turns();

    platform.last.give({ type: "other" });
    platform.last.give(new Uint8Array([1]));

    expect(seen).toEqual([
      [{ type: "other" }, "oneOf"],
      [new Uint8Array([1]), "frame"],
    ]);
  });

  test("a loop gets every message in order and ends when the client is closed", async () => {
    const { platform, client } = await connected();
    const seen: string[] = [];
    const loop = (async () => {
      for await (const { name } of client.messages) seen.push(name);
    })();
    await turns();

    platform.last.give({ type: "said", text: "x" });
    platform.last.give({ type: "going" });
    await turns();
    void client.close();
    platform.last.end({ code: 1000 });
    await loop;

    expect(seen).toEqual(["said", "going"]);
  });

  test("a loop over a client that fails throws its error, after what came before", async () => {
    const { platform, client } = await connected({ reconnect: false });
    const loop = client.messages[Symbol.asyncIterator]();
    await turns();
    platform.last.give({ type: "said", text: "x" });

    platform.last.end();

    expect(await outcome(loop.next())).toContain('"name":"said"');
    expect(await outcome(loop.next())).toBe("rejected CONNECTION_LOST");
    expect(await outcome(loop.next())).toContain('"done":true');
  });

  test("a loop that does not take ends with OVERFLOW, and others go on", async () => {
    const { platform, client } = await connected({ backlog: 2 });
    const slow = client.messages[Symbol.asyncIterator]();
    await turns();
    for (const text of ["1", "2", "3"]) platform.last.give({ type: "said", text });
    const other = client.messages[Symbol.asyncIterator]();
    platform.last.give({ type: "said", text: "4" });

    expect(await outcome(slow.next())).toBe("rejected OVERFLOW");
    expect(await outcome(other.next())).toContain('"text":"4"');
  });

  test("a loop that is left waits for nothing", async () => {
    const { platform, client } = await connected();
    const loop = client.messages[Symbol.asyncIterator]();
    const next = loop.next();

    await loop.return?.();
    platform.last.give({ type: "said", text: "x" });

    expect(await outcome(next)).toContain('"done":true');
  });
});

describe("debug", () => {
  test("tells everything without what is sensitive", async () => {
    const events: DebugEvent[] = [];
    const { client } = await connected({ debug: (event) => events.push(event) });

    await client.send.say({ text: "hi", secret: "s3cret" } as never);

    expect(events).toEqual([
      { kind: "state", state: { kind: "open" } },
      { kind: "sent", name: "say", payload: { type: "say", text: "hi", secret: "***" } },
    ]);
  });

  test("a hook that throws is told and stops nothing", async () => {
    const { client, problems } = await connected({
      debug: () => {
        throw new Error("hook");
      },
    });

    expect(await outcome(client.send.say({ text: "hi" }))).toBe("resolved");
    expect(problems).toHaveLength(2);
  });
});

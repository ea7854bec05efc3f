import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DebugEvent } from "../../../templates/typescript/core/client-types.ts";
import { connected, held, outcome, turns } from "./ping-api.ts";

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

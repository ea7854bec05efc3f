import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connected, held, outcome, turns } from "./ping-api.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
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

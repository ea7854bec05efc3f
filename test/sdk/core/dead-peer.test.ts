import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakePlatform } from "./fake-platform.ts";
import { connected, held, outcome } from "./ping-api.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("a dead peer", () => {
  test("silence is followed by a ping, and silence after it by the end of the connection", async () => {
    const { platform, client } = await connected();

    await vi.advanceTimersByTimeAsync(25_000);
    expect(platform.last.pings).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);

    expect(platform.last.wasTerminated).toBe(true);
    expect(client.state.kind).toBe("reconnecting");
  });

  test("an answer keeps the connection", async () => {
    const { platform, client } = await connected({ heartbeat: { everyMs: 1000, timeoutMs: 500 } });

    for (let round = 0; round < 5; round += 1) {
      await vi.advanceTimersByTimeAsync(1100);
      platform.last.pong();
    }

    expect(client.state.kind).toBe("open");
    expect(platform.last.pings).toBeGreaterThan(3);
  });

  test("a peer that talks is not pinged", async () => {
    const { platform } = await connected();

    for (let round = 0; round < 10; round += 1) {
      await vi.advanceTimersByTimeAsync(10_000);
      platform.last.give({ type: "said", text: "x" });
    }

    expect(platform.last.pings).toBe(0);
  });

  test("where there are no pings, silence alone is no death", async () => {
    const { client } = await connected({}, { platform: new FakePlatform({ hasPings: false }) });

    await vi.advanceTimersByTimeAsync(600_000);

    expect(client.state.kind).toBe("open");
  });

  test("where there are no pings, bytes that do not leave are", async () => {
    const { platform, client } = await connected(
      {},
      { platform: new FakePlatform({ hasPings: false }) },
    );
    platform.last.isStuck = true;
    const sent = held(client.send.say({ text: "x" }));

    await vi.advanceTimersByTimeAsync(35_000);

    expect(await outcome(sent)).toBe("rejected CONNECTION_LOST");
    expect(platform.sockets[0]?.wasTerminated).toBe(true);
  });

  test("bytes that leave slowly are none", async () => {
    const { platform, client } = await connected({ heartbeat: { everyMs: 1000, timeoutMs: 500 } });
    platform.last.isStuck = true;
    for (let count = 0; count < 9; count += 1) void held(client.send.say({ text: "x" }));

    for (let round = 0; round < 8; round += 1) {
      await vi.advanceTimersByTimeAsync(500);
      platform.last.drain(1);
    }

    expect(client.state.kind).toBe("open");
  });

  test("a probe of the caller's asks instead of a ping; any message is an answer", async () => {
    const { platform, client, problems } = await connected({
      heartbeat: {
        everyMs: 1000,
        timeoutMs: 500,
        probe: (peer) => peer.request.ping({}, { timeoutMs: 400 }),
      },
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(platform.last.messages).toMatchObject([{ type: "ping" }]);
    platform.last.give({ type: "said", text: "x" });

    await vi.advanceTimersByTimeAsync(500);
    expect(client.state.kind).toBe("open");
    expect(platform.last.pings).toBe(0);
    await vi.advanceTimersByTimeAsync(1500);

    expect(client.state.kind).toBe("reconnecting");
    expect(problems).toHaveLength(2);
  });

  test("heartbeat false sends nothing and runs no timer", async () => {
    const { platform } = await connected({ heartbeat: false });

    expect(vi.getTimerCount()).toBe(0);
    expect(platform.last.pings).toBe(0);
  });
});

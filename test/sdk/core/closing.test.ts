import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connected, outcome, turns } from "./ping-api.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("closing", () => {
  test("the closing handshake is begun, and its end is the client's", async () => {
    const { platform, client, states } = await connected();

    const closed = client.close(3001, "bye");
    platform.last.end({ code: 3001, reason: "bye" });

    expect(await closed).toEqual({ kind: "closed", code: 3001, reason: "bye", error: null });
    expect(platform.last.closedWith).toEqual({ code: 3001, reason: "bye" });
    expect(states.map(({ kind }) => kind)).toEqual(["closing", "closed"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a peer that does not answer it is dropped after five seconds", async () => {
    const { platform, client } = await connected();
    const closed = client.close();

    await vi.advanceTimersByTimeAsync(5000);

    expect(platform.last.wasTerminated).toBe(true);
    expect(await outcome(closed)).toContain('"code":1006');
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a code or reason that no close frame can have is refused, and the client stays open", async () => {
    const { client } = await connected();

    expect(await outcome(client.close(1001))).toBe("rejected OPTION_INVALID");
    expect(await outcome(client.close(1000, "x".repeat(124)))).toBe("rejected OPTION_INVALID");
    expect(await outcome(client.close(1000, "é".repeat(62)))).toBe("rejected OPTION_INVALID");
    expect(client.state.kind).toBe("open");
  });

  test("closing while it waits to reconnect ends it at once", async () => {
    const { platform, client } = await connected();
    platform.last.end();

    expect(await client.close()).toMatchObject({ code: 1000, error: null });
    expect(vi.getTimerCount()).toBe(0);
    expect(platform.sockets).toHaveLength(1);
  });

  test("closing while an attempt runs drops that attempt", async () => {
    const { platform, client } = await connected();
    platform.last.end();
    await vi.advanceTimersByTimeAsync(125);
    expect(platform.sockets).toHaveLength(2);

    await client.close();
    await turns();

    expect(platform.alive).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("closing again, from a listener too, is the same closing", async () => {
    const { platform, client } = await connected();
    const again: Promise<unknown>[] = [];
    client.onState(() => again.push(client.close()));

    const closed = client.close();
    platform.last.end({ code: 1000 });

    expect(await Promise.all([closed, ...again])).toHaveLength(3);
  });
});

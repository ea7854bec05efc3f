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

describe("reconnecting", () => {
  test("a lost connection is opened again after a random pause whose bound doubles", async () => {
    const { platform, client, states } = await connected();

    platform.last.end();
    for (let round = 0; round < 3; round += 1) {
      const state = client.state;
      await vi.advanceTimersByTimeAsync(state.kind === "reconnecting" ? state.delayMs : 0);
      platform.last.end();
      await turns();
    }

    expect(states).toMatchObject([
      { kind: "reconnecting", attempt: 1, delayMs: 125 },
      { kind: "reconnecting", attempt: 2, delayMs: 250 },
      { kind: "reconnecting", attempt: 3, delayMs: 500 },
      { kind: "reconnecting", attempt: 4, delayMs: 1000 },
    ]);
  });

  test("the bound is never above maxMs", async () => {
    const { platform, client, states } = await connected({
      reconnect: { baseMs: 1000, maxMs: 2000, attempts: 20 },
    });

    platform.last.end();
    for (let round = 0; round < 10; round += 1) {
      await vi.advanceTimersByTimeAsync(2000);
      platform.last.end();
      await turns();
    }

    expect(client.state).toMatchObject({ kind: "reconnecting" });
    expect(states.at(-1)).toMatchObject({ delayMs: 1000 });
  });

  test("the peer's wish to wait comes before the pause", async () => {
    const { platform, states } = await connected();

    platform.last.end({ code: 4003, reason: '{"e":"QUOTA_EXCEEDED","r":1500}' });

    expect(states).toMatchObject([
      { delayMs: 1625, error: { code: "QUOTA_EXCEEDED", retry: "after", retryAfterMs: 1500 } },
    ]);
  });

  test("what is never worth a retry ends the client with its error", async () => {
    const { platform, client } = await connected();

    platform.last.end({ code: 1008, reason: '{"e":"POLICY"}' });

    expect(await client.closed).toMatchObject({ code: 1008, error: { code: "POLICY" } });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a server that ends with 1000 ends the client without an error", async () => {
    const { platform, client } = await connected();

    platform.last.end({ code: 1000, reason: "done" });

    expect(await client.closed).toEqual({
      kind: "closed",
      code: 1000,
      reason: "done",
      error: null,
    });
  });

  test("after so many attempts in a row the client gives up", async () => {
    const { platform, client } = await connected({ reconnect: { attempts: 2 } });

    platform.last.end();
    await vi.advanceTimersByTimeAsync(30_000);
    platform.last.end();
    await vi.advanceTimersByTimeAsync(30_000);
    platform.last.end();

    expect(await outcome(client.closed)).toContain("resolved");
    expect(platform.sockets).toHaveLength(3);
  });

  test("with reconnect false a lost connection is the end", async () => {
    const { platform, client } = await connected({ reconnect: false });

    platform.last.end();

    expect(await client.closed).toMatchObject({ error: { code: "CONNECTION_LOST" } });
  });

  test("fresh credentials are tried once, and refused twice in a row they are the end", async () => {
    const { platform, client } = await connected({ auth: { token: () => "t" } });

    platform.last.end({ code: 4001, reason: '{"e":"CREDENTIALS_EXPIRED"}' });
    await vi.advanceTimersByTimeAsync(300);
    platform.last.end({
      refused: { status: 401, code: "CREDENTIALS_INVALID", problems: [], retryAfterMs: null },
    });

    expect(await client.closed).toMatchObject({ error: { code: "CREDENTIALS_INVALID" } });
    expect(platform.sockets).toHaveLength(2);
  });

  test("fresh credentials are tried in the middle of back-off, which is counted apart", async () => {
    const { platform, states } = await connected({
      auth: { token: () => "t" },
      reconnect: { attempts: 2 },
    });

    platform.last.end();
    await vi.advanceTimersByTimeAsync(1000);
    platform.last.end();
    await vi.advanceTimersByTimeAsync(1000);
    platform.last.end({ code: 4001 });
    await vi.advanceTimersByTimeAsync(1000);
    platform.last.accept();
    await turns();

    expect(states.at(-1)).toEqual({ kind: "open" });
  });

  test("credentials that cannot be had anew are not tried again", async () => {
    const { platform, client } = await connected({ auth: { token: "fixed" } });

    platform.last.end({ code: 4001 });

    expect(await client.closed).toMatchObject({ code: 4001 });
  });

  test("a connection that lived five seconds resets the pauses, a shorter one does not", async () => {
    const { platform, states } = await connected();
    platform.last.end();
    await vi.advanceTimersByTimeAsync(125);
    platform.last.accept();
    await vi.advanceTimersByTimeAsync(4000);
    platform.last.end();
    await vi.advanceTimersByTimeAsync(250);
    platform.last.accept();
    await vi.advanceTimersByTimeAsync(5000);

    platform.last.end();

    const pauses = states.flatMap((state) => (state.kind === "reconnecting" ? state.delayMs : []));
    expect(pauses).toEqual([125, 250, 125]);
  });
});

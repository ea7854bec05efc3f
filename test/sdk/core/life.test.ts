import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakePlatform } from "./fake-platform.ts";
import { connected, connecting, held, outcome, pingRoute, turns } from "./ping-api.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("connecting", () => {
  test("a signal that is aborted before opens nothing", async () => {
    const { platform, promise } = connecting({ signal: AbortSignal.abort("no") });

    expect(await outcome(promise)).toBe("rejected ABORTED");
    expect(platform.sockets).toEqual([]);
  });

  test("a signal that is aborted while it connects drops the socket and leaves no timer", async () => {
    const abort = new AbortController();
    const { platform, promise } = connecting({ signal: abort.signal });
    await turns();

    abort.abort();

    expect(await outcome(promise)).toBe("rejected ABORTED");
    expect(platform.last.wasTerminated).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a signal that is aborted once the client is open changes nothing", async () => {
    const abort = new AbortController();
    const { client } = await connected({ signal: abort.signal });

    abort.abort();
    await turns();

    expect(client.state.kind).toBe("open");
  });

  test("what is not open in time is given up, and a socket that opens later is dropped", async () => {
    const { platform, promise } = connecting({ timeoutMs: 500 });
    held(promise);
    await turns();

    vi.advanceTimersByTime(500);

    expect(await outcome(promise)).toBe("rejected CONNECT_TIMEOUT");
    platform.last.accept();
    expect(platform.last.wasTerminated).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a credential that comes after the time is over opens nothing", async () => {
    let give: (token: string) => void = () => undefined;
    const token = new Promise<string>((resolve) => (give = resolve));
    const { platform, promise } = connecting(
      { timeoutMs: 500 },
      { route: pingRoute({ sign: async (address) => ({ ...address, url: await token }) }) },
    );
    held(promise);
    await turns();
    vi.advanceTimersByTime(500);
    expect(await outcome(promise)).toBe("rejected CONNECT_TIMEOUT");

    give("wss://late.test");
    await turns();

    expect(platform.sockets).toEqual([]);
  });

  test("a refused handshake says why, with status and problems", async () => {
    const { platform, promise } = connecting();
    await turns();
    const problem = { in: "query", name: "n", expected: "an integer", found: "a text" };

    platform.last.end({
      refused: { status: 400, code: "PARAMETERS_INVALID", problems: [problem], retryAfterMs: null },
    });

    await expect(promise).rejects.toMatchObject({
      code: "PARAMETERS_INVALID",
      status: 400,
      retry: "never",
      problems: [problem],
      message: expect.stringContaining("query n is a text, expected an integer"),
    });
  });

  test("a socket that ends before it is open is CONNECT_FAILED, with the platform's words", async () => {
    const { platform, promise } = connecting();
    await turns();

    platform.last.end({ cause: new Error("connect ECONNREFUSED") });

    await expect(promise).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      retry: "backoff",
      message: "could not connect: close code 1006: connect ECONNREFUSED",
    });
  });

  test("a socket that ends in the turn in which it opened is no client", async () => {
    const { platform, promise } = connecting();
    await turns();

    platform.last.accept();
    platform.last.end({ code: 1011 });

    expect(await outcome(promise)).toBe("rejected CONNECTION_LOST");
    expect(vi.getTimerCount()).toBe(0);
  });
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

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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
    void held(promise);
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
    void held(promise);
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

    const hint = "query n is a text, expected an integer";
    const refused = { status: 400, code: "PARAMETERS_INVALID", problems: [problem], hint };
    platform.last.end({ refused: { ...refused, retryAfterMs: null } });

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
      message: "CONNECT_FAILED: close code 1006: connect ECONNREFUSED",
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

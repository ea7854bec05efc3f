import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connected, held, outcome, turns } from "./ping-api.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
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

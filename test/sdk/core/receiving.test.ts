import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connected, connecting, held, outcome, turns } from "./ping-api.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
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

import { describe, expect, it } from "vitest";

import type { Hooks } from "../../runtime/hooks/types.ts";
import { relayFixture, settle, slowHook } from "./relay-fixture.ts";

const SAY = (text: string): string => JSON.stringify({ type: "say", text });
const SAID = (text: string): string => JSON.stringify({ type: "said", text });

describe("while an async hook is at work", () => {
  it("messages behind it wait, in order, and their reading is held up", async () => {
    const { hook, end } = slowHook();
    const { client, backend } = relayFixture({ hooks: { onClientMessage: { say: hook } } });

    client.peerSends(SAY("first"));
    client.peerSends('{"type":"vote"}');
    client.peerSends('{"type":"vote","n":2}');
    backend.peerSends(SAID("the other way goes on"));
    expect(backend.sent).toEqual([]);
    expect(client.sent).toHaveLength(1);
    expect(client.isPaused).toBe(true);
    end();
    await settle();

    expect(backend.sent).toEqual([SAY("first"), '{"type":"vote"}', '{"type":"vote","n":2}']);
    expect(client.isPaused).toBe(false);
  });

  it("a close that comes behind waits for it", async () => {
    const { hook, end } = slowHook();
    const { relay, client, backend } = relayFixture({ hooks: { onClientMessage: { say: hook } } });

    client.peerSends(SAY("last words"));
    client.peerCloses(1000, "bye");
    expect(backend.closedWith).toBeNull();
    end();
    await relay.closed;

    expect(backend.acts).toEqual([
      { act: "send", kind: "text", text: SAY("last words") },
      { act: "close", code: 1000, reason: "bye" },
    ]);
  });

  it.each([
    { of: "client", told: { client: 1002, backend: 1001 } },
    { of: "backend", told: { client: 1014, backend: 1002 } },
  ] as const)("a broken frame of the $of that comes behind waits for it", async ({ of, told }) => {
    const { hook, end } = slowHook();
    const hooks: Hooks = { onClientMessage: { say: hook }, onServerMessage: { said: hook } };
    const { relay, ...fixture } = relayFixture({ hooks });
    const [from, to] =
      of === "client" ? (["client", "backend"] as const) : (["backend", "client"] as const);
    const message = of === "client" ? SAY("whole") : SAID("whole");

    fixture[from].peerSends(message);
    fixture[from].engineRefuses("PROTOCOL_ERROR", "a reserved bit");
    fixture[from].peerCloses(1006);
    expect(fixture[to].closedWith).toBeNull();
    end();
    await relay.closed;

    expect(fixture[to].sent).toEqual([message]);
    expect(fixture[to].closedWith?.code).toBe(told[to]);
    expect(fixture.observer.lines.filter((line) => line.includes("UNAVAILABLE"))).toEqual([]);
    expect(fixture.observer.lines.at(-1)).toContain(String(told.client));
  });

  it("nothing is forwarded after the connection has ended", async () => {
    const { hook, end } = slowHook();
    const hooks: Hooks = { onClientMessage: { say: hook } };
    const { relay, client, backend, observer } = relayFixture({ hooks });

    client.peerSends(SAY("too late"));
    client.peerSends(SAY("later still"));
    relay.close("CREDENTIALS_REVOKED", "the key was revoked");
    end();
    await settle();

    expect(backend.sent).toEqual([]);
    expect(observer.lines.filter((line) => line.startsWith("forwarded"))).toEqual([]);
  });

  it("a drain reads nothing more and waits for what was read", async () => {
    const { hook, end } = slowHook();
    const { relay, client, backend } = relayFixture({ hooks: { onClientMessage: { say: hook } } });

    client.peerSends(SAY("last words"));
    relay.close("DRAINING", "the gateway is restarting");
    expect(client.closedWith).toBeNull();
    expect([client.isPaused, backend.isPaused]).toEqual([true, true]);
    end();
    await relay.closed;

    expect(backend.sent).toEqual([SAY("last words")]);
    expect(client.closedWith?.code).toBe(1012);
  });

  it("a drain does not wait for ever", async () => {
    const { hook } = slowHook();
    const hooks: Hooks = { onClientMessage: { say: hook, ask: hook } };
    const { relay, client, clock } = relayFixture({ hooks });

    client.peerSends(SAY("one"));
    clock.advance(4_000);
    relay.close("DRAINING", "the gateway is restarting");
    clock.advance(10_000);
    await relay.closed;

    expect(client.closedWith?.code).toBe(1012);
  });
});

import { describe, expect, it } from "vitest";

import { relayFixture } from "./relay-fixture.ts";

const SAID = (text: string): string => JSON.stringify({ type: "said", text });
const HIGH_WATER = 262_144;

describe("a client that does not read", () => {
  it("stops the reading of the backend at the high water and not before", () => {
    const { client, backend } = relayFixture();
    client.peerReads(false);

    backend.peerSends(SAID("x".repeat(HIGH_WATER - 100)));
    expect(backend.isPaused).toBe(false);
    backend.peerSends(SAID("x".repeat(100)));

    expect(backend.isPaused).toBe(true);
    expect(client.isPaused).toBe(false);
  });

  it("is read for again as soon as it reads", () => {
    const { client, backend, clock } = relayFixture();
    client.peerReads(false);
    backend.peerSends(SAID("x".repeat(HIGH_WATER)));

    clock.advance(9_999);
    client.peerReads(true);
    clock.advance(60_000);

    expect(backend.isPaused).toBe(false);
    expect(client.closedWith).toBeNull();
  });

  it("is cut at its deadline with 1013, its backend goes away and its neighbours notice nothing", () => {
    const slow = relayFixture();
    const neighbour = relayFixture();
    slow.client.peerReads(false);
    slow.backend.peerSends(SAID("x".repeat(HIGH_WATER)));

    slow.clock.advance(9_999);
    expect(slow.client.closedWith).toBeNull();
    slow.clock.advance(1);
    neighbour.backend.peerSends(SAID("still here"));

    expect(slow.client.closedWith).toMatchObject({ code: 1013, reason: '{"e":"TOO_SLOW"}' });
    expect(slow.backend.closedWith?.code).toBe(1001);
    expect(slow.observer.refusals).toMatchObject([{ code: "TOO_SLOW" }]);
    expect(neighbour.client.sent).toEqual([SAID("still here")]);
    expect(neighbour.client.closedWith).toBeNull();
  });

  it("is not read itself while its own errors wait for it", () => {
    const { client } = relayFixture({ hasErrorMessage: true });
    client.peerReads(false);

    let sent = 0;
    while (!client.isPaused && sent < 10_000) {
      client.peerSends('{"type":"say"}');
      sent += 1;
    }

    expect(client.isPaused).toBe(true);
    expect(client.unsentBytes).toBeLessThan(HIGH_WATER + 200);
    client.peerReads(true);
    expect(client.isPaused).toBe(false);
  });
});

describe("a backend that stalls", () => {
  it("is cut at its deadline with 1013 and its client is sent away", () => {
    const { client, backend, clock } = relayFixture();
    backend.peerReads(false);
    const message = JSON.stringify({ type: "say", text: "x".repeat(HIGH_WATER) });
    client.peerSends(message);

    expect(client.isPaused).toBe(true);
    clock.advance(10_000);

    expect(backend.closedWith?.code).toBe(1013);
    expect(client.closedWith?.code).toBe(1001);
  });
});

describe("a firehose", () => {
  it("leaves at most the high water and one message in memory", () => {
    const { client, backend } = relayFixture();
    client.peerReads(false);
    const message = SAID("x".repeat(60_000));

    let taken = 0;
    for (let offered = 0; offered < 5_000 && !backend.isPaused; offered += 1) {
      backend.peerSends(message);
      taken += 1;
    }

    expect(taken).toBeLessThan(10);
    expect(client.unsentBytes).toBeLessThanOrEqual(HIGH_WATER + message.length);
  });
});

describe("a connection's lifetimes", () => {
  it("end one that is idle for 300 s, counted from the last message either way", () => {
    const { client, backend, clock } = relayFixture();

    clock.advance(299_000);
    backend.peerSends(SAID("hi"));
    clock.advance(299_000);
    expect(client.closedWith).toBeNull();
    clock.advance(1_000);

    expect(client.closedWith).toMatchObject({ code: 1001, reason: '{"e":"IDLE"}' });
    expect(backend.closedWith?.code).toBe(1001);
  });
});

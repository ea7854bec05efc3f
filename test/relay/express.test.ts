import { describe, expect, it } from "vitest";

import type { Acceptor } from "../../runtime/contract/v1.ts";
import { relayFixture, settle, slowHook } from "./relay-fixture.ts";

const SAY = '{"type":"say","text":"hi"}';

/** Knows `say`, the first of the client's messages, in one spelling. */
function sayOnly(): { readonly accept: Acceptor; readonly asked: string[] } {
  const asked: string[] = [];
  const accept: Acceptor = (bytes, start, end) => {
    const text = Buffer.from(bytes.subarray(start, end)).toString();
    asked.push(text);
    return text.startsWith('{"type":"say","text":"') ? 0 : -1;
  };
  return { accept, asked };
}

describe("messages that acceptors know", () => {
  it("go on as they are and are counted under their names", () => {
    const { accept, asked } = sayOnly();
    const { client, backend, observer } = relayFixture({ acceptors: { client: accept } });

    client.peerSends(SAY);
    client.peerSends(SAY);

    expect(asked).toEqual([SAY, SAY]);
    expect(backend.sent).toEqual([SAY, SAY]);
    expect(observer.lines).toEqual([
      "opened",
      "forwarded clientToServer send/say 26",
      "forwarded clientToServer send/say 26",
    ]);
  });

  it("leave all others to the checks", () => {
    const { accept } = sayOnly();
    const { client, backend, observer } = relayFixture({
      acceptors: { client: accept },
      onViolation: "drop",
    });

    client.peerSends('{ "type":"say","text":"other spelling" }');
    client.peerSends('{"type":"say"}');

    expect(backend.sent).toEqual(['{ "type":"say","text":"other spelling" }']);
    expect(observer.refusals).toMatchObject([{ code: "MESSAGE_INVALID", messageId: "say" }]);
  });

  it("do not overtake a message that a hook is at work on", async () => {
    const { accept } = sayOnly();
    const slow = slowHook();
    const { client, backend } = relayFixture({
      acceptors: { client: accept },
      hooks: { onClientMessage: { ask: slow.hook } },
    });
    const ask = '{"type":"ask","question":"who","id":1}';

    client.peerSends(ask);
    client.peerSends(SAY);
    expect(backend.sent).toEqual([]);
    slow.end();
    await settle();

    expect(backend.sent).toEqual([ask, SAY]);
  });

  it("are decoded where a hook wants them", async () => {
    const { accept } = sayOnly();
    const seen: unknown[] = [];
    const { client, backend } = relayFixture({
      acceptors: { client: accept },
      hooks: { onClientMessage: { say: (message) => void seen.push(message) } },
    });

    client.peerSends(SAY);
    await settle();

    expect(seen).toEqual([{ type: "say", text: "hi" }]);
    expect(backend.sent).toEqual([SAY]);
  });

  it("hold up their sender when the receiver does not read, and put the idle limit off", () => {
    const { accept } = sayOnly();
    const { client, backend, clock } = relayFixture({ acceptors: { client: accept } });
    backend.peerReads(false);

    clock.advance(299_000);
    client.peerSends(`{"type":"say","text":"${"x".repeat(262_144)}"}`);
    expect(client.isPaused).toBe(true);
    backend.peerReads(true);
    clock.advance(299_000);

    expect(client.isPaused).toBe(false);
    expect(client.closedWith).toBeNull();
  });

  it("are not asked about once the connection has ended", () => {
    const { accept, asked } = sayOnly();
    const { client, backend, relay } = relayFixture({ acceptors: { client: accept } });

    relay.close("CREDENTIALS_REVOKED", "revoked");
    client.peerSends(SAY);

    expect(asked).toEqual([]);
    expect(backend.sent).toEqual([]);
  });
});

it("an acceptor that fails ends its connection with 1011 and no other", () => {
  const accept: Acceptor = () => {
    throw new Error("a defect in generated code");
  };
  const { client, backend, observer } = relayFixture({ acceptors: { client: accept } });

  client.peerSends(SAY);

  expect(client.closedWith?.code).toBe(1011);
  expect(backend.sent).toEqual([]);
  expect(observer.refusals).toMatchObject([{ code: "INTERNAL" }]);
});

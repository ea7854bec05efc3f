import { describe, expect, it } from "vitest";

import type { FlowPlan } from "../../runtime/contract/v1.ts";
import { entry, jsonGroup } from "../helpers/chat-api.ts";
import { relayFixture } from "./relay-fixture.ts";

const SAY = '{"type":"say","text":"hi"}';
const BAD = '{"type":"say","text":1}';

describe("forwarding", () => {
  it("forwards the original bytes, whatever their spelling", () => {
    const { client, backend } = relayFixture();
    const odd = '{ "text":"\\u0068i", "n":12345678901234567890,\n "type":"say" }';

    client.peerSends(odd);
    backend.peerSends('{"type":"said", "text":"hi"}');

    expect(backend.sent).toEqual([odd]);
    expect(client.sent).toEqual(['{"type":"said", "text":"hi"}']);
  });

  it("counts what passes, with operation and message", () => {
    const { client, observer } = relayFixture();

    client.peerSends(SAY);

    expect(observer.lines).toEqual(["opened", "forwarded clientToServer send/say 26"]);
  });

  it("lets a server's wrong format, duplicate key and lone surrogate pass and counts them", () => {
    const { client, backend, observer } = relayFixture();

    backend.peerSends('{"type":"said","text":"odd"}');
    backend.peerSends('{"type":"said","text":"a","text":"b"}');
    backend.peerSends('{"type":"said","text":"\\ud800"}');

    expect(client.sent).toHaveLength(3);
    expect(observer.lines.filter((line) => line.startsWith("tolerated"))).toEqual([
      "tolerated format said",
      "tolerated duplicateKey null",
      "tolerated loneSurrogate null",
    ]);
  });

  it("forwards frames that no message fits where the document says so", () => {
    const { client, backend, observer } = relayFixture({ unknownMessages: "forward" });

    client.peerSends('{"type":"other"}');
    client.peerSends(BAD);

    expect(backend.sent).toEqual(['{"type":"other"}']);
    expect(observer.refusals.map((one) => one.code)).toEqual(["MESSAGE_INVALID"]);
  });
});

describe("violations by a client", () => {
  const table = [
    {
      given: { onViolation: "reject", hasErrorMessage: true },
      want: {
        toBackend: [],
        toClient: ['{"type":"error","code":"MESSAGE_INVALID","at":"/text"}'],
        close: null,
        action: "rejected",
      },
    },
    {
      given: { onViolation: "reject", hasErrorMessage: false },
      want: { toBackend: [], toClient: [], close: 4005, action: "closed" },
    },
    {
      given: { onViolation: "drop", hasErrorMessage: true },
      want: { toBackend: [], toClient: [], close: null, action: "dropped" },
    },
    {
      given: { onViolation: "close", hasErrorMessage: true },
      want: { toBackend: [], toClient: [], close: 4005, action: "closed" },
    },
    {
      given: { onViolation: "observe", hasErrorMessage: true },
      want: { toBackend: [BAD], toClient: [], close: null, action: "observed" },
    },
    {
      given: { onViolation: "close", hasErrorMessage: true, observeOnly: true },
      want: { toBackend: [BAD], toClient: [], close: null, action: "observed" },
    },
    {
      // The template makes `code` a number, which is not what the document says of its error message.
      given: { onViolation: "reject", hasErrorMessage: true, errorPayload: { code: 1 } },
      want: { toBackend: [], toClient: [], close: 4005, action: "closed" },
    },
  ] as const;

  it.each(table)("$given: $want.action", ({ given, want }) => {
    const { client, backend, observer } = relayFixture(given);

    client.peerSends(BAD);

    expect(backend.sent).toEqual(want.toBackend);
    expect(client.sent).toEqual(want.toClient);
    expect(client.closedWith?.code ?? null).toBe(want.close);
    expect(observer.refusals).toMatchObject([
      {
        code: "MESSAGE_INVALID",
        action: want.action,
        flow: "clientToServer",
        channelId: "room",
        operationId: "send",
        messageId: "say",
        pointer: "/text",
      },
    ]);
  });

  it("close the client with the refusal's reason and the backend with going away", () => {
    const { client, backend } = relayFixture({ onViolation: "close" });

    client.peerSends(BAD);

    expect(client.closedWith).toEqual({
      act: "close",
      code: 4005,
      reason: '{"e":"MESSAGE_INVALID"}',
    });
    expect(backend.closedWith).toEqual({ act: "close", code: 1001, reason: "" });
  });

  it("of the frame's kind have a code of their own", () => {
    const { client } = relayFixture();

    client.peerSends(new Uint8Array([1, 2, 3]));

    expect(client.closedWith?.code).toBe(1003);
  });

  it("never put payload into the detail", () => {
    const { client, observer } = relayFixture();

    client.peerSends('{"type":"s3cret","text":"s3cret"}');

    expect(JSON.stringify(observer.refusals)).not.toContain("s3cret");
  });
});

describe("violations by a server", () => {
  it("are dropped and counted, and nobody is told", () => {
    const { client, backend, observer } = relayFixture({ hasErrorMessage: true });

    backend.peerSends('{"type":"said","text":1}');
    backend.peerSends('{"type":"said","text":"fine"}');

    expect(client.sent).toEqual(['{"type":"said","text":"fine"}']);
    expect(backend.sent).toEqual([]);
    expect(observer.refusals).toMatchObject([{ action: "dropped", flow: "serverToClient" }]);
  });

  it("close the backend with the code and the client with going away under close", () => {
    const { client, backend } = relayFixture({ onViolation: "close" });

    backend.peerSends('{"type":"said","text":1}');

    expect(backend.closedWith?.code).toBe(4005);
    expect(client.closedWith?.code).toBe(1001);
  });
});

describe("a document read from the wrong side", () => {
  it("shows in the detail of what it refuses", () => {
    const { client, observer } = relayFixture({ onViolation: "drop" });

    client.peerSends('{"type":"said","text":"hi"}');
    client.peerSends('{"type":"nonsense"}');

    expect(observer.refusals[0]?.detail).toContain("declared for the other direction");
    expect(observer.refusals[0]?.detail).toContain("--perspective client");
    expect(observer.refusals[1]?.detail).not.toContain("other direction");
  });

  it("is not suspected because of a message that may go both ways", () => {
    const both = [entry("said", "tell", { onViolation: "drop" })];
    const flow = (id: string): FlowPlan => ({
      anything: false,
      onViolation: "drop",
      groups: [jsonGroup(id, both)],
    });
    const { client, observer } = relayFixture({
      chooseClient: () => [0],
      route: { flows: { clientToServer: flow("client"), serverToClient: flow("server") } },
    });

    client.peerSends('{"type":"said","text":"one","text":"two"}');

    expect(observer.refusals[0]?.code).toBe("MESSAGE_INVALID");
    expect(observer.refusals[0]?.detail).not.toContain("other direction");
  });
});

describe("endings", () => {
  it("of the backend reach the client with code and reason, and the relay is closed", async () => {
    const { relay, client, backend, observer } = relayFixture();

    backend.peerCloses(4321, "done");
    await relay.closed;

    expect(client.closedWith).toEqual({ act: "close", code: 4321, reason: "done" });
    expect(observer.lines).toEqual(["opened", "closed 4321"]);
  });

  it("of a client that vanishes reach the backend as going away", async () => {
    const { relay, client, backend, observer } = relayFixture();

    client.peerCloses(1006);
    await relay.closed;

    expect(backend.closedWith?.code).toBe(1001);
    expect(observer.lines).toContain("closed 1006");
  });

  it("of a backend that is lost reach the client as a bad gateway", async () => {
    const { relay, client, backend, observer } = relayFixture();

    backend.peerCloses(1006);
    await relay.closed;

    expect(client.closedWith).toEqual({
      act: "close",
      code: 1014,
      reason: '{"e":"BACKEND_UNAVAILABLE"}',
    });
    expect(observer.refusals).toMatchObject([{ code: "BACKEND_UNAVAILABLE", action: "closed" }]);
  });

  it("without a code stay without one", async () => {
    const { relay, client, backend } = relayFixture();

    client.peerCloses(1005);
    await relay.closed;

    expect(backend.closedWith?.code).toBeNull();
  });

  it("by the engine tell the sender and send its peer away", () => {
    const { client, backend, observer } = relayFixture();

    client.engineRefuses("MESSAGE_TOO_BIG", "message of 200000 bytes from the client");

    expect(backend.closedWith?.code).toBe(1001);
    expect(observer.refusals).toMatchObject([
      { code: "MESSAGE_TOO_BIG", detail: "message exceeds the 131072 bytes allowed" },
    ]);
  });

  it("by the gateway close both legs, once", async () => {
    const { relay, client, backend } = relayFixture();

    relay.close("DRAINING", "the gateway is restarting");
    relay.close("INTERNAL", "too late");
    await relay.closed;

    expect(client.closedWith).toMatchObject({ code: 1012, reason: '{"e":"DRAINING"}' });
    expect(backend.closedWith?.code).toBe(1001);
    expect(client.acts).toHaveLength(1);
  });

  it("leave no timer behind", async () => {
    const { relay, client, clock } = relayFixture();

    client.peerSends('{"type":"ask","question":"why","id":1}');
    client.peerCloses(1000);
    await relay.closed;

    expect(clock.pending).toBe(0);
  });

  it("by a defect close both legs with INTERNAL and name its kind only", async () => {
    const { relay, client, backend, observer } = relayFixture({
      chooseClient: () => {
        throw new TypeError("cannot read s3cret");
      },
    });

    client.peerSends('{"type":"say"}');
    await relay.closed;

    expect(client.closedWith?.code).toBe(1011);
    expect(backend.closedWith?.code).toBe(1011);
    expect(observer.refusals).toMatchObject([
      { code: "INTERNAL", detail: "internal error: TypeError" },
    ]);
  });
});

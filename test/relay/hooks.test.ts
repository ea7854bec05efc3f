import { describe, expect, it } from "vitest";

import type { Hooks } from "../../runtime/hooks/types.ts";
import { entry, jsonGroup } from "../helpers/chat-api.ts";
import { relayFixture, slowHook } from "./relay-fixture.ts";

const SAY = (text: string): string => JSON.stringify({ type: "say", text });
const SAID = (text: string): string => JSON.stringify({ type: "said", text });

describe("a hook", () => {
  it("that does nothing forwards the original bytes", () => {
    const seen: unknown[] = [];
    const hooks: Hooks = {
      onClientMessage: {
        say(message, { connectionId, parameters, messageId, operationId }) {
          seen.push(message, connectionId, parameters, messageId, operationId);
        },
      },
    };
    const { client, backend } = relayFixture({ hooks });
    const odd = '{ "type":"say", "text":"hi" }';

    client.peerSends(odd);

    expect(backend.sent).toEqual([odd]);
    expect(seen).toEqual([{ type: "say", text: "hi" }, "c1", { room: "blue" }, "say", "send"]);
  });

  it("is called for its own message only, in its own direction only", () => {
    const calls: string[] = [];
    const hooks: Hooks = {
      onClientMessage: { say: () => void calls.push("client say") },
      onServerMessage: {
        said: () => void calls.push("server said"),
        say: () => void calls.push("server say"),
      },
    };
    const { client, backend } = relayFixture({ hooks });

    client.peerSends('{"type":"vote"}');
    client.peerSends(SAY("hi"));
    backend.peerSends(SAID("hi"));

    expect(calls).toEqual(["client say", "server said"]);
  });

  it("of a message that several operations declare is called once", () => {
    let calls = 0;
    const twice = jsonGroup("client", [entry("say", "send"), entry("say", "whisper")]);
    const flow = { anything: false, onViolation: "reject", groups: [twice] } as const;
    const { client, backend } = relayFixture({
      hooks: { onClientMessage: { say: () => void (calls += 1) } },
      chooseClient: () => [0, 1],
      route: { flows: { clientToServer: flow, serverToClient: flow } },
    });

    client.peerSends(SAY("hi"));

    expect(backend.sent).toHaveLength(1);
    expect(calls).toBe(1);
  });

  it("that transforms sends what it made, checked again", () => {
    const hooks: Hooks = {
      onServerMessage: {
        said: (_message, context) => context.transform({ type: "said", text: "x" }),
      },
    };
    const { client, backend } = relayFixture({ hooks });

    backend.peerSends(SAID("hi"));

    expect(client.sent).toEqual([SAID("x")]);
  });

  it.each([{ framing: { kind: "message" } }, { framing: { kind: "array" } }] as const)(
    "that copies a message changes none of its big numbers: $framing.kind",
    ({ framing }) => {
      const hooks: Hooks = {
        onClientMessage: {
          say: (message, context) => context.transform(Object.assign({}, message, { x: 1 })),
        },
      };
      const groups = [jsonGroup("client", [entry("say", "send")], { framing })];
      const flow = { anything: false, onViolation: "reject", groups } as const;
      const { client, backend } = relayFixture({
        hooks,
        route: { flows: { clientToServer: flow, serverToClient: flow } },
      });
      const frame = (more: string): string => {
        const text = `{"type":"say","text":"hi","id":9007199254740993${more}}`;
        return framing.kind === "array" ? `[${text}]` : text;
      };

      client.peerSends(frame(""));

      expect(backend.sent).toEqual([frame(',"x":1')]);
    },
  );

  const broken: readonly { given: string; hooks: Hooks; want: string }[] = [
    {
      given: "into what the document does not say",
      hooks: {
        onClientMessage: {
          say: (_message, context) => context.transform({ type: "say", text: 1 }),
        },
      },
      want:
        'internal error: the hook of "say" transformed it: ' +
        "/text of say is no string, expected a string",
    },
    {
      given: "into another message",
      hooks: {
        onClientMessage: { say: (_message, context) => context.transform({ type: "vote" }) },
      },
      want: 'internal error: the hook of "say" transformed it into another message',
    },
    {
      given: "and answers what is no message",
      hooks: {
        onClientMessage: { say: (_message, context) => context.answer("said", { text: 1 }) },
      },
      want:
        'internal error: the hook of "say" answered "said": ' +
        "/text is no string, expected a string",
    },
  ];

  it.each(broken)("that transforms $given is refused as INTERNAL", ({ hooks, want }) => {
    const { client, backend, observer } = relayFixture({ hooks, hasErrorMessage: true });

    client.peerSends(SAY("hi"));

    expect(backend.sent).toEqual([]);
    expect(client.sent).toEqual(['{"type":"error","code":"INTERNAL","at":""}']);
    expect(observer.refusals).toMatchObject([
      { code: "INTERNAL", action: "rejected", messageId: "say", detail: want },
    ]);
  });

  it("that answers sends to who asked and forwards nothing", () => {
    const hooks: Hooks = {
      onClientMessage: {
        say(message, context) {
          context.answer("said", { type: "said", text: "one" });
          context.answer("said", { type: "said", text: "two" });
          context.transform(message);
        },
      },
    };
    const { client, backend } = relayFixture({ hooks });

    client.peerSends(SAY("hi"));

    expect(client.sent).toEqual([SAID("one"), SAID("two")]);
    expect(backend.sent).toEqual([]);
  });

  it("that refuses a client's message does it as the document says", () => {
    const hooks: Hooks = {
      onClientMessage: { say: (_message, context) => context.refuse("no advertising") },
    };
    const told = relayFixture({ hooks, hasErrorMessage: true });
    const closed = relayFixture({ hooks });

    told.client.peerSends(SAY("hi"));
    closed.client.peerSends(SAY("hi"));

    expect(told.client.sent).toEqual(['{"type":"error","code":"FORBIDDEN","at":""}']);
    expect(told.observer.refusals).toMatchObject([
      { code: "FORBIDDEN", action: "rejected", detail: "not allowed: no advertising" },
    ]);
    expect(closed.client.closedWith?.code).toBe(4002);
  });

  it("that refuses a server's message drops it", () => {
    const hooks: Hooks = {
      onServerMessage: {
        said: (_message, context) => context.refuse("not for you", "MESSAGE_INVALID"),
      },
    };
    const { client, backend, observer } = relayFixture({ hooks, hasErrorMessage: true });

    backend.peerSends(SAID("hi"));

    expect(client.sent).toEqual([]);
    expect(backend.sent).toEqual([]);
    expect(observer.refusals).toMatchObject([{ code: "MESSAGE_INVALID", action: "dropped" }]);
  });

  const failing: readonly { given: string; hooks: Hooks }[] = [
    {
      given: "throws",
      hooks: {
        onClientMessage: {
          say() {
            throw new TypeError("s3cret");
          },
        },
      },
    },
    {
      given: "rejects",
      hooks: { onClientMessage: { say: () => Promise.reject(new TypeError("s3cret")) } },
    },
  ];

  it.each(failing)(
    "that $given ends both legs with INTERNAL and tells no secret",
    async ({ hooks }) => {
      const { relay, client, backend, observer } = relayFixture({ hooks });

      client.peerSends(SAY("hi"));
      await relay.closed;

      expect(client.closedWith?.code).toBe(1011);
      expect(backend.closedWith?.code).toBe(1011);
      expect(observer.refusals).toMatchObject([
        { code: "INTERNAL", detail: "internal error: onClientMessage.say threw TypeError" },
      ]);
    },
  );

  it("that takes over 5 s counts as one that threw", async () => {
    const { hook } = slowHook();
    const { relay, client, clock, observer } = relayFixture({
      hooks: { onClientMessage: { say: hook } },
    });

    client.peerSends(SAY("hi"));
    clock.advance(5_000);
    await relay.closed;

    expect(observer.refusals[0]?.detail).toBe(
      "internal error: onClientMessage.say did not end within 5000 ms",
    );
  });
});

describe("onClose", () => {
  it("is told how the connection ended", async () => {
    const seen: unknown[] = [];
    const hooks: Hooks = { onClose: ({ code, seconds }) => void seen.push(code, seconds) };
    const { relay, client, clock } = relayFixture({ hooks });

    clock.advance(2_500);
    client.peerCloses(4000);
    await relay.closed;

    expect(seen).toEqual([4000, 2.5]);
  });

  it("that throws is logged and has no other effect", async () => {
    const hooks: Hooks = {
      onClose() {
        throw new Error("s3cret");
      },
    };
    const { relay, client, observer } = relayFixture({ hooks });

    client.peerCloses(1000);
    await relay.closed;

    expect(observer.refusals).toMatchObject([{ detail: "internal error: onClose threw Error" }]);
  });
});

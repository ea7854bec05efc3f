import { describe, expect, it } from "vitest";

import type { Framing, Group } from "../../runtime/contract/v1.ts";
import type { Hooks } from "../../runtime/hooks/types.ts";
import { entry, jsonGroup } from "../helpers/chat-api.ts";
import { relayFixture } from "./relay-fixture.ts";

const INVALID = { type: "error", code: "MESSAGE_INVALID", at: "/text" };

interface Style {
  readonly framing: Framing;
  readonly topic?: Group["topic"];
}

/** A chat whose messages travel so in both directions. */
function chatIn({ framing, topic = null }: Style, hooks: Hooks = {}) {
  const plan = (group: Group) =>
    ({ anything: false, onViolation: "reject", groups: [group] }) as const;
  const clientToServer = plan(jsonGroup("client", [entry("say", "send")], { framing }));
  const server = [entry("said", "tell"), entry("error", "complain")];
  const serverToClient = plan(jsonGroup("server", server, { framing, topic }));
  return relayFixture({
    hasErrorMessage: true,
    hooks,
    route: { flows: { clientToServer, serverToClient } },
  });
}

const ENVELOPE = { kind: "envelope", payloadAt: "/meta/data" } as const;
const TOPIC = { at: "/topic", address: "rooms/{room}", parameters: [] };

const styles: readonly (Style & {
  readonly how: string;
  readonly wrap: (message: unknown) => unknown;
  readonly back?: (message: unknown) => unknown;
})[] = [
  { how: "lists", framing: { kind: "array" }, wrap: (message) => [message] },
  {
    how: "lists inside",
    framing: { kind: "items", itemsAt: "/batch" },
    wrap: (message) => ({ batch: [message] }),
  },
  { how: "envelopes", framing: ENVELOPE, wrap: (data) => ({ meta: { data } }) },
  {
    how: "envelopes with a topic of the connection",
    framing: ENVELOPE,
    topic: TOPIC,
    wrap: (data) => ({ meta: { data } }),
    back: (data) => ({ meta: { data }, topic: "rooms/blue" }),
  },
];

describe.each(styles)("where messages travel in $how", ({ framing, topic, wrap, back = wrap }) => {
  const style = { framing, topic: topic ?? null };

  it("a refused one is answered with an error message that does, too", () => {
    const { client, observer } = chatIn(style);

    client.peerSends(JSON.stringify(wrap({ type: "say", text: 1 })));

    expect(client.sent.map((text) => JSON.parse(text))).toEqual([
      back({ ...INVALID, at: expect.stringMatching(/\/text$/u) }),
    ]);
    expect(observer.refusals.map(({ action }) => action)).toEqual(["rejected"]);
  });

  it("a hook's answer does, too", () => {
    const answer = { type: "said", text: "hi" };
    const hooks: Hooks = {
      onClientMessage: { say: (_message, context) => context.answer("said", answer) },
    };
    const { client, backend } = chatIn(style, hooks);

    client.peerSends(JSON.stringify(wrap({ type: "say", text: "hello" })));

    expect(client.sent.map((text) => JSON.parse(text))).toEqual([back(answer)]);
    expect(backend.sent).toEqual([]);
  });
});

it("nothing is sent under a topic that nobody knows: the connection closes", () => {
  const topic = { ...TOPIC, address: "users/{user}" };
  const { client, observer } = chatIn({ framing: ENVELOPE, topic });

  client.peerSends(JSON.stringify({ meta: { data: { type: "say", text: 1 } } }));

  expect(client.sent).toEqual([]);
  expect(observer.refusals.map(({ action }) => action)).toEqual(["closed"]);
});

import { describe, expect, it } from "vitest";

import type { Group } from "../../runtime/contract/v1.ts";
import { entry, jsonGroup } from "../helpers/chat-api.ts";
import { relayFixture } from "./relay-fixture.ts";

describe("where unknown messages are forwarded", () => {
  const list = { framing: { kind: "array" } } as const;
  const chat = (changes: Partial<Group> = {}) => {
    const drop = { onViolation: "drop" } as const;
    const entries = [entry("say", "send", drop), entry("ask", "inquire", drop)];
    const groups = [jsonGroup("client", entries, changes)];
    const flow = { anything: false, onViolation: "drop", groups } as const;
    const flows = { clientToServer: flow, serverToClient: flow };
    return relayFixture({ unknownMessages: "forward", route: { flows } });
  };

  it.each([
    { what: "text that is no JSON", frame: "PING" },
    { what: "text that ends too early", frame: '{"type":"say"' },
    { what: "a frame of the other kind", frame: Buffer.from([1, 2, 3]) },
    { what: "a frame that is not framed as messages are", frame: '{"op":"ping"}', group: list },
    { what: "a list of nobody's messages", frame: '[{"type":"x"},{"type":"y"}]', group: list },
  ])("$what passes", ({ frame, group }) => {
    const { client, backend } = chat(group);

    client.peerSends(frame);

    expect(backend.sent).toHaveLength(1);
  });

  it.each([
    { what: "JSON nested too deep", frame: `${"[".repeat(65)}1${"]".repeat(65)}` },
    { what: "a key __proto__", frame: '{"__proto__":1}' },
    { what: "a key given twice", frame: '{"type":"x","type":"say"}' },
    { what: "a known message that is wrong", frame: '{"type":"say"}' },
    { what: "one among unknown ones", frame: '[{"type":"x"},{"type":"say"}]', group: list },
  ])("$what does not", ({ frame, group }) => {
    const { client, backend, observer } = chat(group);

    client.peerSends(frame);

    expect(backend.sent).toEqual([]);
    expect(observer.refusals).toMatchObject([{ code: "MESSAGE_INVALID", action: "dropped" }]);
  });
});

import { describe, expect, test } from "vitest";
import { protocolsForBackend, selectProtocol } from "../../runtime/handshake/subprotocol.ts";

describe("the selected subprotocol", () => {
  test.each<[string, { plain: string[]; tokens: string[] }, string | null, string | null]>([
    ["is the backend's choice", { plain: ["a", "b"], tokens: [] }, "b", "b"],
    ["is none where the backend chose none", { plain: ["a"], tokens: [] }, null, null],
    ["is never what was not offered", { plain: ["a"], tokens: [] }, "z", null],
    ["is never a token, even if the backend echoes it", { plain: ["a"], tokens: ["t"] }, "t", "a"],
    [
      "is ours where the backend is not offered it",
      { plain: ["framegate"], tokens: [] },
      null,
      "framegate",
    ],
    ["is the first beside a token", { plain: ["a", "b"], tokens: ["t"] }, null, "a"],
    ["is none for no offer", { plain: [], tokens: [] }, null, null],
  ])("%s", (_, offer, backendSelected, want) => {
    expect(selectProtocol(offer, backendSelected)).toBe(want);
  });
});

test("the backend is offered what the client offered, but for our own protocol", () => {
  const offer = { plain: ["framegate", "chat"], tokens: ["t"] };

  expect(protocolsForBackend(offer, { subprotocols: ["chat"] })).toEqual(["chat", "t"]);
  expect(protocolsForBackend(offer, { subprotocols: ["framegate"] })).toEqual([
    "framegate",
    "chat",
    "t",
  ]);
});

import { describe, expect, it } from "vitest";

import type { ApiModuleV1, FlowPlan, Group } from "../../runtime/contract/v1.ts";
import { createLane, type LaneOptions } from "../../runtime/messages/lane.ts";
import { chatApi, entry, jsonGroup } from "../helpers/chat-api.ts";

const { module: chat } = chatApi();
const CLIENT = jsonGroup("client", [entry("say", "send"), entry("ask", "inquire")]);

function laneOf(changes: Partial<LaneOptions> & { readonly groups?: readonly Group[] } = {}) {
  const plan: FlowPlan = {
    anything: false,
    onViolation: "reject",
    groups: changes.groups ?? [CLIENT],
  };
  const module: ApiModuleV1 = { ...chat, acceptors: { client: () => 0 } };
  return createLane({
    module,
    plan,
    kind: "text",
    isWanted: () => false,
    ...changes,
  });
}

describe("a lane", () => {
  it("says with the group's acceptor which message it is", () => {
    const lane = laneOf();

    expect(lane?.accept(Buffer.from("{}"), 0, 2)).toBe(0);
    expect(lane?.passenger(0)).toEqual({ operationId: "send", messageId: "say" });
    expect(lane?.passenger(1)).toEqual({ operationId: "inquire", messageId: "ask" });
  });

  it.each([
    { why: "has no acceptor", groups: [{ ...CLIENT, id: "other" }] },
    { why: "shares its frame kind with another group", groups: [CLIENT, { ...CLIENT, id: "b" }] },
    { why: "is told by its topic", groups: [{ ...CLIENT, topic: topic() }] },
    { why: "travels in an array", groups: [{ ...CLIENT, framing: { kind: "array" } as const }] },
    { why: "is not JSON", groups: [{ ...CLIENT, encoding: "msgpack" as const }] },
  ])("is none where the group $why", ({ groups }) => {
    expect(laneOf({ groups })).toBeNull();
  });

  it("takes no message that a hook wants to see", () => {
    const lane = laneOf({ isWanted: (id) => id === "say" });

    expect(lane?.passenger(0)).toBeNull();
    expect(lane?.passenger(1)).toEqual({ operationId: "inquire", messageId: "ask" });
  });

  it("is none where hooks want all of its messages", () => {
    expect(laneOf({ isWanted: () => true })).toBeNull();
  });

  it("takes no message whose correlation id somebody waits for", () => {
    const asks = entry("ask", "inquire", { replyMessageIds: ["answer"] });

    const lane = laneOf({ groups: [jsonGroup("client", [entry("say", "send"), asks])] });

    expect(lane?.passenger(0)).toEqual({ operationId: "send", messageId: "say" });
    expect(lane?.passenger(1)).toBeNull();
  });

  it("counts a frame that is several messages as the first of them", () => {
    const both = { acceptors: { client: () => 2 }, together: { client: () => [1, 0] } };

    const lane = laneOf({ module: { ...chat, ...both } });

    expect(lane?.passenger(2)).toEqual({ operationId: "inquire", messageId: "ask" });
    expect(lane?.passenger(0)).toEqual({ operationId: "send", messageId: "say" });
  });

  it("takes no frame that is several messages of which a hook wants one", () => {
    const both = { acceptors: { client: () => 2 }, together: { client: () => [1, 0] } };

    const lane = laneOf({ module: { ...chat, ...both }, isWanted: (id) => id === "say" });

    expect(lane?.passenger(2)).toBeNull();
    expect(lane?.passenger(1)).not.toBeNull();
  });

  it("takes no answer that stands for nothing", () => {
    expect(laneOf()?.passenger(7)).toBeNull();
  });

  it("has an acceptor under a name that every object has only where one was compiled", () => {
    expect(laneOf({ groups: [{ ...CLIENT, id: "toString" }] })).toBeNull();
  });
});

describe("a lane for anything", () => {
  const anything: FlowPlan = { anything: true, onViolation: "reject", groups: [] };

  it("takes text that is UTF-8, and no other", () => {
    const lane = laneOf({ plan: anything });
    const bytes = Buffer.from([0x21, 0xc3, 0xa4, 0xc3]);

    expect(lane?.accept(bytes, 0, 3)).toBe(0);
    expect(lane?.accept(bytes, 0, 4)).toBe(-1);
    expect(lane?.accept(bytes, 1, 2)).toBe(-1);
  });

  it("takes any binary message, and counts it under no name", () => {
    const lane = laneOf({ plan: anything, kind: "binary" });

    expect(lane?.accept(Buffer.from([0xff]), 0, 1)).toBe(0);
    expect(lane?.passenger(0)).toEqual({ operationId: null, messageId: null });
  });

  it("is none beside declared messages, whose frames are decoded to be counted", () => {
    expect(laneOf({ plan: { ...anything, groups: [{ ...CLIENT, id: "x" }] } })).toBeNull();
  });
});

function topic(): NonNullable<Group["topic"]> {
  return { at: "/topic", address: "trades/{symbol}", parameters: [] };
}

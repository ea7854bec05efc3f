import { describe, expect, test } from "vitest";
import { byId, understand, v3 } from "./understand.ts";

describe("replies", () => {
  test("a reply has its messages on its channel", async () => {
    const { model } = await understand(
      v3(`
channels:
  room: {address: /room, messages: {ask: {payload: true}, answer: {payload: true}, refuse: {payload: true}}}
operations:
  ask:
    action: receive
    channel: {$ref: '#/channels/room'}
    messages: [{$ref: '#/channels/room/messages/ask'}]
    reply:
      channel: {$ref: '#/channels/room'}
      messages: [{$ref: '#/channels/room/messages/answer'}]`),
    );

    expect(byId(model.operations, "ask").reply).toEqual({
      channelId: "room",
      messageIds: ["answer"],
    });
  });

  test("a reply without messages is whatever its channel has but the request", async () => {
    const { model } = await understand(
      v3(`
channels:
  room: {address: /room, messages: {ask: {payload: true}, answer: {payload: true}, refuse: {payload: true}}}
operations:
  ask:
    action: receive
    channel: {$ref: '#/channels/room'}
    messages: [{$ref: '#/channels/room/messages/ask'}]
    reply: {address: {location: $message.payload#/replyTo}}`),
    );

    expect(byId(model.operations, "ask").reply).toEqual({
      channelId: "room",
      messageIds: ["answer", "refuse"],
    });
  });

  test("a reply on a channel that is not there is reported and the operation stays", async () => {
    const { model, rules } = await understand(
      v3(`
channels: {room: {address: /room, messages: {ask: {payload: true}}}}
operations: {ask: {action: receive, channel: {$ref: '#/channels/room'}, reply: {channel: elsewhere}}}`),
    );

    expect(rules).toContain("reply-channel");
    expect(byId(model.operations, "ask").reply).toBeNull();
  });
});

describe("correlation ids", () => {
  const message = (location: string, more = ""): string =>
    v3(`
channels: {room: {address: /room, messages: {ask: {payload: true, correlationId: {location: '${location}'}${more}}}}}
operations: {ask: {action: receive, channel: {$ref: '#/channels/room'}}}`);

  test.each([
    { given: "$message.payload#/meta/id", want: "/meta/id", rule: null },
    { given: "$message.header#/id", want: null, rule: "correlation-place" },
    { given: "payload.id", want: null, rule: "correlation-location" },
  ])("$given stands at $want", async ({ given, want, rule }) => {
    const { model, rules } = await understand(message(given));

    expect(model.messages[0]?.correlationAt).toBe(want);
    expect(rules.filter((id) => id.startsWith("correlation"))).toEqual(rule === null ? [] : [rule]);
  });

  test("headersAt says where the payload carries the headers", async () => {
    const { model, rules } = await understand(
      message(
        "$message.header#/id",
        ", headers: {type: object}, x-framegate: {headersAt: /headers}",
      ),
    );

    expect(model.messages[0]?.correlationAt).toBe("/headers/id");
    expect(rules).not.toContain("message-headers");
  });
});

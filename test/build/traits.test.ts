import { describe, expect, test } from "vitest";
import { byId, understand, v2, v3 } from "./understand.ts";

describe("traits", () => {
  test("2.x: a trait wins over the message, the last trait over the others", async () => {
    const { model } = await understand(
      v2(`
channels:
  /echo:
    publish:
      operationId: tell
      summary: own
      traits: [{summary: first trait}, {$ref: '#/components/operationTraits/last'}]
      message:
        title: own title
        contentType: application/json
        traits: [{contentType: text/plain}]
        payload: {type: string}
components: {operationTraits: {last: {summary: last trait}}}`),
    );

    expect(byId(model.operations, "tell").description).toBe("last trait");
    expect(model.messages[0]).toMatchObject({ title: "own title", contentType: "text/plain" });
  });

  test("3.x: the message wins over its traits, and gets what it lacks", async () => {
    const { model } = await understand(
      v3(`
channels:
  echo:
    address: /echo
    messages:
      ping:
        contentType: application/json
        traits:
          - {contentType: text/plain, title: early}
          - {title: late, correlationId: {location: $message.payload#/id}}
        payload: {type: object}
operations:
  tell: {action: receive, channel: {$ref: '#/channels/echo'}, traits: [{title: From a trait}]}`),
    );

    expect(model.messages[0]).toMatchObject({
      title: "late",
      contentType: "application/json",
      correlationAt: "/id",
    });
    expect(byId(model.operations, "tell").title).toBe("From a trait");
  });

  test("objects inside traits merge key by key (RFC 7386), null takes a key away", async () => {
    const { model } = await understand(
      v2(`
channels:
  /echo:
    publish:
      operationId: tell
      description: own
      x-framegate: {scopes: [a], quota: gold}
      traits: [{x-framegate: {quota: silver}, description: null}]
      message: {payload: true}`),
    );

    expect(byId(model.operations, "tell")).toMatchObject({ quota: "silver", description: null });
  });

  test.each([
    {
      version: "2.x",
      text: v2(`
channels:
  /echo:
    publish:
      operationId: tell
      traits: [{summary: of the trait, message: {name: other, payload: true}}]
      message:
        name: ping
        traits: [{payload: {type: string}, contentType: text/plain, traits: [{title: deep}]}]
        payload: {type: integer}`),
    },
    {
      version: "3.x",
      text: v3(`
channels:
  echo: {address: /echo, messages: {ping: {traits: [{payload: {type: string}, contentType: text/plain}]}}}
operations:
  tell:
    action: receive
    channel: {$ref: '#/channels/echo'}
    traits: [{summary: of the trait, messages: [], reply: {messages: []}}]`),
    },
  ])("$version: a trait sets only what a trait may have", async ({ text }) => {
    const { model } = await understand(text);
    const [message] = model.messages;

    expect(model.messages.map(({ id }) => id)).toEqual(["ping"]);
    expect(message).toMatchObject({ contentType: "text/plain", title: null });
    expect(Object.values(model.schemas)).not.toContainEqual({ type: "string" });
    expect(byId(model.operations, "tell")).toMatchObject({
      description: "of the trait",
      messageIds: ["ping"],
      reply: null,
    });
  });
});

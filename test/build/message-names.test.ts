import { describe, expect, test } from "vitest";
import { understand, v2, v3 } from "./understand.ts";

async function namesOf(text: string): Promise<readonly string[]> {
  const { model } = await understand(text);
  return model.messages.map(({ id }) => id);
}

describe("the id of a message", () => {
  test("is its component key, wherever it is mentioned and whatever it is called there", async () => {
    const ids = await namesOf(
      v3(`
channels:
  a: {address: /a, messages: {first: {$ref: '#/components/messages/Card'}}}
  b: {address: /b, messages: {second: {$ref: '#/components/messages/Card'}}}
operations:
  tell: {action: receive, channel: {$ref: '#/channels/a'}}
  hear: {action: send, channel: {$ref: '#/channels/b'}}
components: {messages: {Card: {name: card, payload: true}}}`),
    );

    expect(ids).toEqual(["Card"]);
  });

  test("is the channel's key where the message is written in place", async () => {
    const ids = await namesOf(
      v3(`
channels: {a: {address: /a, messages: {ping: {name: other, payload: true}}}}
operations: {tell: {action: receive, channel: {$ref: '#/channels/a'}}}`),
    );

    expect(ids).toEqual(["ping"]);
  });

  test("is qualified by the channel only where two clash, a component keeping its own", async () => {
    const ids = await namesOf(
      v3(`
channels:
  a: {address: /a, messages: {ping: {payload: true}, pong: {payload: true}, card: {payload: true}}}
  b: {address: /b, messages: {ping: {payload: true}, shared: {$ref: '#/components/messages/card'}}}
operations:
  tell: {action: receive, channel: {$ref: '#/channels/a'}}
  hear: {action: send, channel: {$ref: '#/channels/b'}}
components: {messages: {card: {payload: true}}}`),
    );

    expect(ids).toEqual(["a.ping", "pong", "a.card", "b.ping", "card"]);
  });

  test("is what a 2.x message calls itself: messageId, name, its payload's schema, its place", async () => {
    const ids = await namesOf(
      v2(`
channels:
  /a:
    publish:
      operationId: tell
      message:
        oneOf:
          - {messageId: one, name: uno, payload: true}
          - {name: two, payload: true}
          - {payload: {$ref: '#/components/schemas/Three'}}
          - {payload: true}
components: {schemas: {Three: {type: object}}}`),
    );

    expect(ids).toEqual(["one", "two", "Three", "tell.message.3"]);
  });

  test("stays when another message is put before it", async () => {
    const before = v2(`
channels:
  /a: {publish: {operationId: tell, message: {oneOf: [{name: card, payload: true}, {$ref: '#/components/messages/note'}]}}}
components: {messages: {note: {payload: true}}}`);
    const after = before.replace("oneOf: [", "oneOf: [{name: new, payload: true}, ");

    expect(await namesOf(after)).toEqual(["new", ...(await namesOf(before))]);
  });

  test("two references to one message are one message", async () => {
    const ids = await namesOf(
      v2(`
channels:
  /a:
    publish: {message: {$ref: '#/components/messages/both'}}
    subscribe: {message: {$ref: '#/components/messages/both'}}
components: {messages: {both: {oneOf: [{$ref: '#/components/messages/x'}, {$ref: '#/components/messages/x'}]}, x: {payload: true}}}`),
    );

    expect(ids).toEqual(["x"]);
  });
});

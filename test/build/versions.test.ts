import { describe, expect, test } from "vitest";
import { byId, understand, v2, v3 } from "./understand.ts";

const ROOM_V3 = v3(`
channels:
  room:
    address: /rooms/{roomId}
    parameters: {roomId: {}}
    messages:
      say: {payload: {type: object}}
      said: {payload: {type: object}}
operations:
  say: {action: receive, channel: {$ref: '#/channels/room'}, messages: [{$ref: '#/channels/room/messages/say'}]}
  hear: {action: send, channel: {$ref: '#/channels/room'}, messages: [{$ref: '#/channels/room/messages/said'}]}
`);

const ROOM_V2 = v2(`
channels:
  /rooms/{roomId}:
    parameters: {roomId: {schema: {type: string}}}
    publish: {operationId: say, message: {$ref: '#/components/messages/say'}}
    subscribe: {operationId: hear, message: {oneOf: [{$ref: '#/components/messages/said'}, {$ref: '#/components/messages/left'}]}}
components:
  messages:
    say: {payload: {type: object}}
    said: {payload: {type: object}}
    left: {payload: {type: object}}
`);

describe("a document of either version", () => {
  test("3.x receive is what clients send, send is what they get", async () => {
    const { model } = await understand(ROOM_V3);

    expect(byId(model.operations, "say")).toMatchObject({
      flow: "clientToServer",
      messageIds: ["say"],
    });
    expect(byId(model.operations, "hear")).toMatchObject({
      flow: "serverToClient",
      messageIds: ["said"],
    });
    expect(model.routes.map(({ address }) => address)).toEqual(["/rooms/{roomId}"]);
  });

  test("2.x publish is what clients send, subscribe is what they get, oneOf are several messages", async () => {
    const { model } = await understand(ROOM_V2);

    expect(byId(model.operations, "say")).toMatchObject({
      flow: "clientToServer",
      messageIds: ["say"],
    });
    expect(byId(model.operations, "hear")).toMatchObject({
      flow: "serverToClient",
      messageIds: ["said", "left"],
    });
  });

  test("the model is frozen all the way down and prints as JSON", async () => {
    const { model } = await understand(ROOM_V2);

    expect(Object.isFrozen(model.routes[0]?.parameters[0]?.value)).toBe(true);
    expect(JSON.parse(JSON.stringify(model))).toMatchObject({ asyncapi: "2.6.0", title: "Chat" });
  });

  test("2.x operations without an id are called by their channel", async () => {
    const { model } = await understand(
      v2(`channels: {/echo: {publish: {message: {payload: true}}}}`),
    );

    expect(model.operations.map(({ id }) => id)).toEqual(["/echo.publish"]);
  });

  test("an operationId that is there twice leaves both operations in the model", async () => {
    const { model, rules } = await understand(
      v2(`channels:
  /a: {publish: {operationId: tell, message: {payload: true}}}
  /b: {publish: {operationId: tell, message: {payload: true}}}`),
    );

    expect(model.operations.map(({ id }) => id)).toEqual(["tell", "/b.publish"]);
    expect(rules).toContain("operation-id-repeated");
  });

  test("a 2.x operation without a message lets anything pass", async () => {
    const { model } = await understand(v2(`channels: {/echo: {publish: {}}}`));

    expect(byId(model.operations, "/echo.publish")).toMatchObject({
      anything: true,
      messageIds: [],
    });
  });

  test.each([
    { given: "absent messages", messages: "", want: ["ping", "pong"] },
    { given: "an empty list", messages: ", messages: []", want: [] },
  ])("3.x $given of an operation means $want", async ({ messages, want }) => {
    const { model } = await understand(
      v3(`
channels: {echo: {address: /echo, messages: {ping: {payload: true}, pong: {payload: true}}}}
operations: {tell: {action: receive, channel: {$ref: '#/channels/echo'}${messages}}}`),
    );

    expect(byId(model.operations, "tell")).toMatchObject({ messageIds: want, anything: false });
  });

  test("a channel whose messages no operation names lets them go both ways, and says so", async () => {
    const { model, rules, decisions } = await understand(
      v3(`channels: {echo: {address: /echo, messages: {ping: {payload: true}}}}`),
    );

    expect(model.operations.map(({ flow, messageIds }) => [flow, messageIds])).toEqual([
      ["clientToServer", ["ping"]],
      ["serverToClient", ["ping"]],
    ]);
    expect(rules).toContain("channel-without-operation");
    expect(decisions.map(({ topic }) => topic)).toContain("operations");
  });

  test("everything wrong is told in one run, and the rest is still there", async () => {
    const { model, rules } = await understand(
      v3(`
channels: {echo: {address: /echo, messages: {ping: {payload: true}}}}
operations:
  tell: {action: receive, channel: {$ref: '#/channels/echo'}}
  shout: {action: yell, channel: {$ref: '#/channels/echo'}}
  lost: {action: send, channel: nowhere}
  odd: 3`),
    );

    expect(rules).toEqual(
      expect.arrayContaining(["operation-action", "operation-channel", "channel-malformed"]),
    );
    expect(model.operations.map(({ id }) => id)).toEqual(["tell"]);
  });

  test("a channel written as its name is understood, with how to write it", async () => {
    const { model, diagnostics } = await understand(
      v3(`
channels: {/echo: {messages: {ping: {payload: true}}}}
operations: {tell: {action: receive, channel: /echo}}`),
    );

    expect(byId(model.operations, "tell").channelId).toBe("/echo");
    expect(diagnostics.map(({ rule, hint }) => [rule, hint])).toEqual(
      expect.arrayContaining([
        ["operation-channel-as-text", "write channel: {$ref: '#/channels/~1echo'}"],
        ["channel-address-from-key", 'write address: "/echo"'],
      ]),
    );
  });

  test("names from prototypes are names like any other", async () => {
    const { model } = await understand(
      v3(`
channels: {__proto__: {address: /a, messages: {constructor: {payload: true}}}, toString: {address: /b}}
operations: {hasOwnProperty: {action: receive, channel: {$ref: '#/channels/__proto__'}}}`),
    );

    expect(model.channels.map(({ id }) => id)).toEqual(["__proto__", "toString"]);
    expect(byId(model.operations, "hasOwnProperty").messageIds).toEqual(["constructor"]);
  });
});

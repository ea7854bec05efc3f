import { describe, expect, test } from "vitest";
import { EXTENSION_SCHEMAS } from "../../generator/build/extension/schema.ts";
import { byId, understand, v3 } from "./understand.ts";

interface Given {
  readonly root?: string;
  readonly server?: string;
  readonly channel?: string;
  readonly operation?: string;
  readonly message?: string;
  /** More of the message. */
  readonly with?: string;
}

/** A document that sets keys of the extension at each place. */
function apiWith(given: Given): ReturnType<typeof understand> {
  const { root = "{}", server = "{}", channel = "{}", operation = "{}", message = "{}" } = given;
  return understand(
    v3(`
x-framegate: ${root}
servers: {main: {host: a.example.com, protocol: wss, x-framegate: ${server}}}
channels:
  room:
    address: /room
    x-framegate: ${channel}
    messages: {say: {payload: {type: object}, ${given.with ?? ""} x-framegate: ${message}}}
operations: {tell: {action: receive, channel: {$ref: '#/channels/room'}, x-framegate: ${operation}}}`),
  );
}

describe("a key that this version does not enforce", () => {
  test.each([
    { given: { root: "{verify: {bearer: {}}}" }, key: "verify", at: "/x-framegate/verify" },
    { given: { root: "{plans: {gold: {}}}" }, key: "plans", at: "/x-framegate/plans" },
    {
      given: { operation: "{quota: gold}" },
      key: "quota",
      at: "/operations/tell/x-framegate/quota",
    },
    {
      given: { operation: "{scopes: [a]}" },
      key: "scopes",
      at: "/operations/tell/x-framegate/scopes",
    },
    {
      given: { server: "{auth: {b: {env: B}}}" },
      key: "auth",
      at: "/servers/main/x-framegate/auth",
    },
    {
      given: { server: "{tls: {ca: {env: CA}}}" },
      key: "tls.ca.env",
      at: "/servers/main/x-framegate/tls/ca/env",
    },
  ])("is told: $key", async ({ given, key, at }) => {
    const { diagnostics } = await apiWith(given);

    expect(diagnostics).toMatchObject([
      {
        rule: "not-enforced",
        severity: "warning",
        message: `x-framegate.${key} is read and checked, not enforced by this version`,
        place: { pointer: at },
      },
    ]);
  });

  test("has a description that says so", () => {
    const { root, operation, server } = EXTENSION_SCHEMAS;
    const keys = [
      root.properties?.["verify"],
      root.properties?.["plans"],
      operation.properties?.["quota"],
      operation.properties?.["scopes"],
      server.properties?.["auth"],
      server.properties?.["tls"]?.properties?.["ca"]?.properties?.["env"],
    ];

    expect(keys.map((key) => key?.description)).toEqual(
      keys.map(() => expect.stringContaining("(read, not enforced yet)")),
    );
  });

  test("is not told where it is enforced", async () => {
    const { rules } = await apiWith({ server: "{tls: {ca: {file: ca.pem}}, pool: a}" });

    expect(rules).toEqual([]);
  });
});

describe("a key without effect", () => {
  test.each([
    {
      given: { channel: "{framing: array, itemsAt: /a}" },
      says: 'itemsAt has no effect: the framing is "array"',
    },
    {
      given: { channel: "{framing: items, itemsAt: /a, payloadAt: /b}" },
      says: 'payloadAt has no effect: the framing is "items"',
    },
    {
      given: { channel: "{itemsAt: /a, payloadAt: /b}" },
      says: 'payloadAt has no effect: the framing is "items"',
    },
    {
      given: { channel: "{headersAt: /h}" },
      says: "headersAt has no effect: no message of the channel",
    },
    {
      given: { message: "{headersAt: /h}" },
      says: "headersAt has no effect: the message describes neither",
    },
    { given: { channel: "{topicAt: /t}" }, says: "topicAt has no effect: the address" },
    {
      given: { root: "{closeCodes: {99999: {name: A}}}" },
      says: '"99999": no backend can close with it',
    },
    {
      given: { root: "{closeCodes: {1006: {name: A}}}" },
      says: '"1006": no backend can close with it',
    },
    {
      given: { root: "{closeCodes: {4005: {name: A}}}" },
      says: '"4005": the gateway itself closes with it',
    },
  ])("is told: $says", async ({ given, says }) => {
    const { model, diagnostics } = await apiWith(given);

    expect(diagnostics).toMatchObject([{ rule: "extension-without-effect", severity: "warning" }]);
    expect(diagnostics[0]?.message).toContain(says);
    expect(model.policy.closeCodes).toEqual({});
    expect(byId(model.channels, "room").topic).toBeNull();
  });

  test.each([
    { channel: "{itemsAt: /a}" },
    { channel: "{payloadAt: /a}" },
    { channel: "{headersAt: /h}", with: "headers: {type: object}," },
    { message: "{headersAt: /h}", with: "correlationId: {location: '$message.header#/id'}," },
    { root: "{closeCodes: {1011: {name: A}, 3000: {name: B}, 4999: {name: C}}}" },
  ])("is not told where it has one: %o", async (given) => {
    expect((await apiWith(given)).rules).toEqual([]);
  });

  test("is not topicAt of a channel without an address, which frames call by its id", async () => {
    const { model, rules } = await understand(
      v3(`
servers: {main: {host: a.example.com, pathname: /ws, protocol: wss}}
channels: {room: {x-framegate: {topicAt: /t}, messages: {say: {payload: true}}}}
operations: {tell: {action: receive, channel: {$ref: '#/channels/room'}}}`),
    );

    expect(rules).toEqual([]);
    expect(byId(model.channels, "room").topic).toMatchObject({ at: "/t", address: "room" });
  });
});

import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { EXTENSION_SCHEMAS, publishedSchema } from "../../generator/build/extension/schema.ts";
import { byId, understand, v2, v3 } from "./understand.ts";

const ROOM = `
channels: {room: {address: /room, messages: {say: {payload: {type: object}}, error: {payload: {type: object}}}}}
operations:
  say: {action: receive, channel: {$ref: '#/channels/room'}, messages: [{$ref: '#/channels/room/messages/say'}]}
  complain: {action: send, channel: {$ref: '#/channels/room'}, messages: [{$ref: '#/channels/room/messages/error'}]}`;

async function root(extension: string): ReturnType<typeof understand> {
  return understand(v3(`x-framegate: ${extension}${ROOM}`));
}

describe("the published schema", () => {
  test("is the one that the compiler checks with", () => {
    const file = new URL("../../specs/x-framegate.schema.json", import.meta.url);

    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(publishedSchema());
  });

  test("is a JSON Schema of draft 2020-12 that accepts an overlay and refuses a misspelt one", () => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      publishedSchema(),
    );

    expect(
      validate({
        "x-framegate": { context: "/a" },
        messages: { m: { "x-framegate": { frame: "text" } } },
      }),
    ).toBe(true);
    expect(validate({ "x-framegate": { contxt: "/a" } })).toBe(false);
    expect(validate({ messages: { m: { "x-framegate": { frame: "txt" } } } })).toBe(false);
  });

  test("has a description of every key, and defaults that it accepts itself", () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    const problems = Object.entries(EXTENSION_SCHEMAS).flatMap(([place, schema]) =>
      Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
        ...(value.description === undefined ? [`${place}.${key} has no description`] : []),
        ...(value.default !== undefined &&
        value.default !== null &&
        !ajv.validate(value, value.default)
          ? [`${place}.${key} has a wrong default`]
          : []),
      ]),
    );

    expect(problems).toEqual([]);
  });
});

describe("x-framegate at the root", () => {
  test("has defaults that make a document without any useful", async () => {
    const { model } = await understand(v3(ROOM));

    expect(model).toMatchObject({ context: null, plans: [] });
    expect(model.policy).toEqual({
      origins: "auto",
      onViolation: { clientToServer: "reject", serverToClient: "reject" },
      onUnexpectedReply: { clientToServer: "observe", serverToClient: "observe" },
      unknownMessages: "refuse",
      limits: {
        messageBytes: { clientToServer: 131072, serverToClient: 1048576 },
        fragments: 256,
        depth: 64,
        unsafeIntegers: "allow",
        unsentBytes: 262144,
        slowSeconds: 10,
        idleSeconds: 300,
        maxAgeSeconds: 0,
        handshakeSeconds: 10,
      },
      errorMessage: null,
      closeCodes: {},
    });
  });

  test("the schema's defaults are those of the compiler", () => {
    const { limits, ...rest } = EXTENSION_SCHEMAS.root.properties ?? {};
    const defaults = Object.entries(limits?.properties ?? {}).map(([name, schema]) => [
      name,
      schema.default,
    ]);

    expect(Object.fromEntries(defaults)).toMatchObject({
      fragments: 256,
      depth: 64,
      unsafeIntegers: "allow",
      idleSeconds: 300,
    });
    expect(rest["unknownMessages"]?.default).toBe("refuse");
  });

  test("sets what holds for the whole API", async () => {
    const { model, rules } = await root(
      `{context: /chat/1.0, origins: ['https://a.example'], onViolation: {clientToServer: close}, unknownMessages: forward,
        limits: {messageBytes: {clientToServer: 10}, depth: 3, unsafeIntegers: refuse}, closeCodes: {4100: {name: SESSION_ENDED, retry: afterAuth}, '4101': {name: LATER}},
        plans: {gold: {messages: {rate: 50000/day, burst: 100}, bytes: 10MiB/minute, onBreach: error}}}`,
    );

    expect(rules).toEqual(["not-enforced"]);
    expect(model.context).toBe("/chat/1.0");
    expect(model.plans).toEqual([
      {
        name: "gold",
        limits: {
          messages: { rate: "50000/day", burst: 100 },
          bytes: "10MiB/minute",
          onBreach: "error",
        },
      },
    ]);
    expect(model.policy).toMatchObject({
      origins: ["https://a.example"],
      onViolation: { clientToServer: "close", serverToClient: "reject" },
      unknownMessages: "forward",
      limits: {
        messageBytes: { clientToServer: 10, serverToClient: 1048576 },
        depth: 3,
        unsafeIntegers: "refuse",
        fragments: 256,
      },
      closeCodes: {
        "4100": { name: "SESSION_ENDED", retry: "afterAuth" },
        "4101": { name: "LATER", retry: "backoff" },
      },
    });
    expect(byId(model.operations, "say").onViolation).toBe("close");
  });

  test.each([{ message: "{$ref: '#/channels/room/messages/error'}" }, { message: "error" }])(
    "errorMessage names a message as $message",
    async ({ message }) => {
      const { model } = await root(
        `{errorMessage: {message: ${message}, payload: {code: '{code}'}}}`,
      );

      expect(model.policy.errorMessage).toEqual({
        messageId: "error",
        payload: { code: "{code}" },
      });
    },
  );

  test.each([{ message: "{$ref: '#/info'}" }, { message: "eror" }])(
    "errorMessage of $message is an error, because the document has no such message",
    async ({ message }) => {
      const { model, rules } = await root(`{errorMessage: {message: ${message}, payload: {}}}`);

      expect(model.policy.errorMessage).toBeNull();
      expect(rules).toContain("error-message");
    },
  );
});

describe("what is wrong in x-framegate", () => {
  test.each([
    {
      given: "{contxt: /a}",
      rule: "extension-unknown-key",
      says: '"contxt"',
      hint: 'did you mean "context"?',
    },
    {
      given: "{limits: {detph: 3}}",
      rule: "extension-unknown-key",
      says: '"detph"',
      hint: 'did you mean "depth"?',
    },
    {
      given: "{zzzzzzzz: 1}",
      rule: "extension-unknown-key",
      says: '"zzzzzzzz"',
      hint: "keys here: context, perspective, origins, verify, onViolation, unknownParameters, unknownMessages, limits, errorMessage, plans, closeCodes",
    },
    {
      given: "{context: chat}",
      rule: "extension-value",
      says: '"context" is "chat", expected a text that matches',
      hint: null,
    },
    {
      given: "{perspective: servr}",
      rule: "extension-value",
      says: 'expected one of "auto", "server", "client"',
      hint: null,
    },
    {
      given: "{limits: {depth: 0}}",
      rule: "extension-value",
      says: "expected a whole number from 1",
      hint: null,
    },
    {
      given: "{limits: {depth: '3'}}",
      rule: "extension-value",
      says: 'is "3", expected a whole number',
      hint: null,
    },
    {
      given: "{limits: 3}",
      rule: "extension-value",
      says: '"limits" is 3, expected an object',
      hint: null,
    },
    {
      given: "{origins: none}",
      rule: "extension-value",
      says: 'expected one of "auto", "any" or a list',
      hint: null,
    },
    {
      given: "{errorMessage: {payload: {}}}",
      rule: "extension-value",
      says: 'without "message", which it needs',
      hint: null,
    },
    { given: "[]", rule: "extension-value", says: "is a list, expected an object", hint: null },
  ])("$given is told, with what was expected", async ({ given, rule, says, hint }) => {
    const { diagnostics } = await root(given);

    expect(diagnostics).toMatchObject([{ rule, severity: "error", hint }]);
    expect(diagnostics[0]?.message).toContain(says);
  });

  test("leaves the rest in force", async () => {
    const { model, rules } = await root(
      "{context: /a, limits: {depth: no, fragments: 3}, origins: [1, 'https://a']}",
    );

    expect(rules).toEqual(["extension-value", "extension-value"]);
    expect(model.context).toBe("/a");
    expect(model.policy).toMatchObject({
      limits: { depth: 64, fragments: 3 },
      origins: ["https://a"],
    });
  });

  test("points at its own place", async () => {
    const { diagnostics } = await root("{limits: {depth: no}}");

    expect(diagnostics[0]?.place).toEqual({
      file: "api.yaml",
      pointer: "/x-framegate/limits/depth",
    });
  });
});

test("operations and messages have keys of their own", async () => {
  const { model, rules } = await understand(
    v2(`
channels:
  /a:
    publish:
      operationId: say
      x-framegate: {scopes: [chat.write], quota: gold, onViolation: drop, replyTimeoutMs: 5}
      message: {name: card, payload: {type: string}, x-framegate: {frame: binary, sensitive: [/number]}}`),
  );

  expect(rules).toEqual(["not-enforced", "not-enforced"]);
  expect(byId(model.operations, "say")).toMatchObject({
    scopes: ["chat.write"],
    quota: "gold",
    onViolation: "drop",
    replyTimeoutMs: 5,
  });
  expect(byId(model.messages, "card")).toMatchObject({ frame: "binary", sensitive: ["/number"] });
});

test("info without a title or version has names for people", async () => {
  const { model, rules } = await understand("asyncapi: 3.0.0\ninfo: {}\nchannels: {}");

  expect(model).toMatchObject({ title: "API", version: "0.0.0" });
  expect(rules).toEqual([]);
});

test("headers of a message are told to have no place in a frame", async () => {
  const { rules } = await understand(
    v3(`channels: {a: {address: /a, messages: {m: {headers: {type: object}, payload: true}}}}
operations: {o: {action: receive, channel: {$ref: '#/channels/a'}}}`),
  );

  expect(rules).toEqual(["message-headers"]);
});

test("a message that the channel does not list is taken as the author wrote it, with a warning", async () => {
  const { model, rules } = await understand(
    v3(`channels: {a: {address: /a, messages: {}}}
operations: {o: {action: receive, channel: {$ref: '#/channels/a'}, messages: [{$ref: '#/components/messages/m'}]}}
components: {messages: {m: {payload: true}}}`),
  );

  expect(byId(model.operations, "o").messageIds).toEqual(["m"]);
  expect(rules).toEqual(["operation-message"]);
});

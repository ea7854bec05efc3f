import { expect, test } from "vitest";
import { documentOf, objectMessage, sdkOf } from "./sdk-of.ts";

const TEXT = { type: "string" };

async function indexOf(document: object): Promise<string> {
  return (await sdkOf(document)).get("lib/index.d.ts") ?? "";
}

test("an id deeper than one level may be left out alone, and its object where it holds nothing else", async () => {
  const byId = { correlationId: { location: "$message.payload#/header/id" } };
  const header = (more: object) => ({
    type: "object",
    required: ["id", ...Object.keys(more)],
    properties: { id: TEXT, ...more },
  });
  const document = documentOf({
    messages: {
      ask: objectMessage({ type: { const: "ask" }, header: header({}) }, byId),
      tell: objectMessage({ type: { const: "tell" }, header: header({ from: TEXT }) }, byId),
    },
    operations: {
      ask: { action: "receive", message: "ask", reply: "tell" },
      question: { action: "send", message: "tell", reply: "tell" },
    },
  });

  const index = await indexOf(document);

  expect(index).toContain(
    `readonly request: Draft<Ask, "type", { readonly header?: Draft<Ask["header"], "id"> }>;`,
  );
});

test("ids that its schema does not take are the caller's to give", async () => {
  const byId = { correlationId: { location: "$message.payload#/id" } };
  const ask = (id: object) =>
    documentOf({
      messages: {
        ask: objectMessage({ type: { const: "ask" }, id }, byId),
        told: objectMessage({ type: { const: "told" }, id }, byId),
      },
      operations: { ask: { action: "receive", message: "ask", reply: "told" } },
    });

  expect(await indexOf(ask(TEXT))).toContain(`request: Draft<Ask, "type" | "id">`);
  expect(await indexOf(ask({ type: "integer" }))).toContain(`request: Draft<Ask, "type" | "id">`);
  expect(await indexOf(ask({ type: "string", format: "uuid" }))).toContain(`"type" | "id"`);
  expect(await indexOf(ask({ type: "string", format: "ipv4" }))).toContain(`Draft<Ask, "type">`);
  expect(await indexOf(ask({ type: "string", pattern: "^req-[0-9]+$" }))).toContain(
    `request: Draft<Ask, "type">`,
  );
});

test("a type that is called like something of the SDK keeps its name with Type behind it", async () => {
  const schemas = {
    State: { type: "object", properties: { a: TEXT } },
    Error: { type: "object", properties: { b: TEXT } },
  };
  const document = documentOf({
    messages: {
      say: objectMessage({
        state: { $ref: "#/components/schemas/State" },
        error: { $ref: "#/components/schemas/Error" },
      }),
    },
    operations: { say: { action: "receive", message: "say" } },
    more: { components: { schemas } },
  });

  const types = (await sdkOf(document)).get("lib/types.d.ts");

  expect(types).toContain("export interface StateType {");
  expect(types).toContain("readonly state: StateType;");
  expect(types).toContain("export interface Error {");
});

test("variables, credentials and a missing server are in the options", async () => {
  const operations = { say: { action: "receive", message: "say" } } as const;
  const messages = { say: objectMessage({ text: TEXT }) };
  const security = {
    components: {
      securitySchemes: {
        login: { type: "http", scheme: "basic" },
        cert: { type: "X509" },
      },
    },
  };
  const server = {
    host: "{region}.example.com",
    variables: { region: { enum: ["eu", "us"] } },
    security: [
      { $ref: "#/components/securitySchemes/login" },
      { $ref: "#/components/securitySchemes/cert" },
    ],
  };
  const full = await indexOf(documentOf({ messages, operations, server, more: security }));
  const bare = await indexOf({ ...documentOf({ messages, operations }), servers: {} });

  expect(full).toContain(`readonly region?: "eu" | "us";`);
  expect(full).toContain("readonly auth?: { readonly login: BasicCredential };");
  expect(full).toContain("  options: RoomOptions,\n");
  expect(bare).toContain("  readonly url: string;\n");
  expect(bare).not.toContain("readonly server?");
});

test("docs of types say formats and bounds", async () => {
  const document = documentOf({
    messages: {
      say: objectMessage({
        at: { type: "string", format: "date-time", description: "When" },
        text: { type: "string", minLength: 1, maxLength: 32, pattern: "^[a-z]+$" },
        count: { type: "integer", minimum: 1, maximum: 100 },
        ratio: { type: "number", exclusiveMinimum: 0, multipleOf: 0.5 },
        tags: {
          type: "array",
          items: { type: "string", maxLength: 1 },
          minItems: 2,
          uniqueItems: true,
        },
      }),
    },
    operations: { say: { action: "receive", message: "say" } },
  });

  const types = (await sdkOf(document)).get("lib/types.d.ts") ?? "";
  const docs = [...types.matchAll(/^ {2}\/\*\* (.*) \*\/$/gmu)].map(([, words]) => words);

  expect(docs).toEqual([
    "When. RFC 3339 date-time.",
    "1 to 32 characters, matching `^[a-z]+$`.",
    "Integer from 1 to 100.",
    "Above 0, a multiple of 0.5.",
    "At least 2 items, each once, each at most 1 character.",
  ]);
});

test("the document's close codes are a constant with its type", async () => {
  const document = {
    ...documentOf({
      messages: { say: objectMessage({ text: TEXT }) },
      operations: { say: { action: "receive", message: "say" } },
    }),
    "x-framegate": { closeCodes: { "4100": { name: "SESSION_ENDED", retry: "afterAuth" } } },
  };

  const files = await sdkOf(document);

  expect(files.get("lib/index.d.ts")).toContain("readonly SESSION_ENDED: 4100;");
  expect(files.get("lib/index.js")).toContain(
    "export const CLOSE_CODES = { SESSION_ENDED: 4100 };",
  );
});

test("where a document lets anything pass, it is sent and received as it is", async () => {
  const document = {
    asyncapi: "2.6.0",
    info: { title: "Tunnel", version: "1.0.0" },
    channels: { "/": { publish: {}, subscribe: {} } },
  };

  const files = await sdkOf(document);

  expect(files.get("lib/index.d.ts")?.match(/readonly raw: string \| Uint8Array;/gu)).toHaveLength(
    2,
  );
  expect([...files].find(([path]) => path.startsWith("lib/route-"))?.[1]).toContain(
    "raw: { codec: rawText, check: null, constants: {} }",
  );
});

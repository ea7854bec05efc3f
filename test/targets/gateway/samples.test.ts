import { describe, expect, test } from "vitest";
import { compileDocument } from "../../../generator/compile.ts";

interface Given {
  readonly schema: string;
  readonly examples: string;
  readonly sensitive: string;
}

/** Samples of the one message of a document, and all that is written of it. */
async function samplesOf({ schema, examples, sensitive }: Given) {
  const text = `
asyncapi: 3.0.0
info: { title: Cards, version: 1.0.0 }
servers: { main: { host: a.example.com, protocol: wss } }
channels:
  a:
    address: /a
    messages:
      card:
        x-framegate: { sensitive: ${sensitive} }
        payload: ${schema}
        examples: ${examples}
operations: { pay: { action: receive, channel: { $ref: "#/channels/a" } } }
`;
  const { gateway, diagnostics } = await compileDocument(
    { kind: "text", name: "cards.yaml", text },
    {
      allowRemote: false,
      allowOutside: false,
      partial: false,
      perspective: "server",
      alone: true,
      until: "gateway",
    },
  );
  if (gateway === null) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  return { samples: gateway.api.messages["card"]?.samples ?? [], script: gateway.script };
}

const OBJECT =
  "{ type: object, required: [number], properties: { number: %, note: { type: string } } }";

describe("samples of a message with sensitive values", () => {
  test.each([
    { name: "a text", kind: "{ type: string, minLength: 4 }", value: '"4111-secret"' },
    {
      name: "a text of a pattern",
      kind: '{ type: string, pattern: "^[0-9]{4}$" }',
      value: '"9137"',
    },
    { name: "a number", kind: "{ type: number, minimum: 5 }", value: "913700013" },
    {
      name: "an object",
      kind: "{ type: object, required: [k], properties: { k: { type: string } } }",
      value: '{ "k": "4111-secret" }',
    },
    { name: "a list", kind: "{ type: array, items: { type: string } }", value: '["4111-secret"]' },
  ])("keep the rest of an example and not $name", async ({ kind, value }) => {
    const { samples, script } = await samplesOf({
      schema: OBJECT.replace("%", kind),
      examples: `[{ payload: { number: ${value}, note: mine } }]`,
      sensitive: "[/number]",
    });

    expect(samples).toMatchObject([{ note: "mine" }]);
    expect(script).not.toMatch(/4111-secret|913700013|9137/);
  });

  test("have what may be absent left out, and pointers that lead nowhere change nothing", async () => {
    const { samples } = await samplesOf({
      schema:
        "{ type: object, properties: { note: { type: string } }, additionalProperties: { const: secret } }",
      examples: "[{ payload: { note: mine, other: secret } }]",
      sensitive: "[/other, /nowhere/0]",
    });

    expect(samples).toEqual([{ note: "mine" }]);
  });

  test("in a list lose or replace only that item", async () => {
    const { samples } = await samplesOf({
      schema: "{ type: array, items: { type: string } }",
      examples: "[{ payload: [a, secret, c] }]",
      sensitive: "[/1]",
    });

    expect(samples).toEqual([["a", "***", "c"]]);
  });

  test("are made from the schema where an example cannot do without its value", async () => {
    const { samples, script } = await samplesOf({
      schema: "{ type: string, minLength: 5, maxLength: 30 }",
      examples: "[{ payload: the-whole-is-secret }]",
      sensitive: '[""]',
    });

    expect(samples).toHaveLength(1);
    expect(script).not.toContain("the-whole-is-secret");
  });

  test("stay as they are where nothing is sensitive", async () => {
    const { samples } = await samplesOf({
      schema: "{ type: string }",
      examples: "[{ payload: shown }]",
      sensitive: "[]",
    });

    expect(samples).toEqual(["shown"]);
  });
});

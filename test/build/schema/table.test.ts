import { describe, expect, test } from "vitest";
import { lower } from "./lowered.ts";

describe("schemas are named and shared", () => {
  test("a component keeps its name, an inline payload takes the message's", async () => {
    const text = "components: {schemas: {User: {type: object}}}\npayload: ";

    const component = await lower(`${text}{$ref: '#/components/schemas/User'}`);
    const inline = await lower(`${text}{type: string}`);

    expect(component.schemas).toEqual({ User: { type: "object" } });
    expect(inline.schemas).toEqual({ message: { type: "string" } });
  });

  test("an inline payload that is called like a component gives way to it", async () => {
    const { name } = await lower(
      "components: {schemas: {message: {type: object}}}\npayload: {type: string}",
    );

    expect(name).toBe("message.payload");
  });

  test("a chain of references ends at the schema, and its description does not make another", async () => {
    const { name, schemas } = await lower(`
components:
  schemas:
    A: {$ref: '#/components/schemas/B', description: an alias}
    B: {type: integer}
payload: {$ref: '#/components/schemas/A'}`);

    expect(name).toBe("B");
    expect(schemas).toEqual({ B: { type: "integer" } });
  });

  test("keywords beside a reference are applied together with it, and said so", async () => {
    const { schema, findings } = await lower(`
components: {schemas: {B: {type: string}}}
payload: {properties: {a: {$ref: '#/components/schemas/B', maxLength: 3}}}`);

    expect(schema).toEqual({ properties: { a: { $ref: "#/$defs/B", maxLength: 3 } } });
    expect(findings.map((finding) => finding.rule)).toEqual(["schema-ref-siblings"]);
  });

  test("a reference into a property is a definition named by its place", async () => {
    const { schema, schemas } = await lower(`
components: {schemas: {A: {properties: {b: {type: string}}}}}
payload: {items: {$ref: '#/components/schemas/A/properties/b'}}`);

    expect(schema).toEqual({ items: { $ref: "#/$defs/A.b" } });
    expect(schemas["A.b"]).toEqual({ type: "string" });
  });

  test("circular schemas refer to themselves", async () => {
    const { schemas } = await lower(`
components: {schemas: {Tree: {properties: {left: {$ref: '#/components/schemas/Tree'}}}}}
payload: {$ref: '#/components/schemas/Tree'}`);

    expect(schemas).toEqual({ Tree: { properties: { left: { $ref: "#/$defs/Tree" } } } });
  });

  test("a # in a payload is the payload, not the document", async () => {
    const { schema } = await lower("asyncapi: 3.0.0\npayload: {items: {$ref: '#'}}");

    expect(schema).toEqual({ items: { $ref: "#/$defs/message" } });
  });

  test("a payload that refers to a message is that message's payload, with a warning", async () => {
    const { schemas, findings } = await lower(`
components:
  messages: {Chat: {payload: {$ref: '#/components/schemas/Text'}}}
  schemas: {Text: {type: string}}
payload: {$ref: '#/components/messages/Chat'}`);

    expect(schemas).toEqual({ Text: { type: "string" } });
    expect(findings).toMatchObject([
      {
        rule: "schema-ref-message",
        severity: "warning",
        place: { file: "api.yaml", pointer: "/payload/$ref" },
      },
    ]);
  });

  test.each([
    "components: {messages: {Chat: {summary: no payload}}}\npayload: {$ref: '#/components/messages/Chat'}",
    "components: {parameters: {id: {}}}\npayload: {items: {$ref: '#/components/parameters/id'}}",
    "channels: {room: {address: /room}}\npayload: {$ref: '#/channels/room'}",
  ])("a reference to what is no schema is refused: %s", async (text) => {
    const { findings } = await lower(text);

    expect(findings).toMatchObject([{ rule: "schema-ref-target", severity: "error" }]);
  });

  test("a schema that says its format is read in that format, wherever it stands", async () => {
    const { schema, findings } = await lower(`
payload:
  items:
    schemaFormat: application/vnd.oai.openapi;version=3.0.3
    schema: {type: string, nullable: true}`);

    expect(schema).toEqual({ items: { type: ["string", "null"] } });
    expect(findings).toEqual([]);
  });

  test("a diamond of shared schemas is one definition a schema", async () => {
    const levels = Array.from({ length: 40 }, (_, level) => {
      const next = `{$ref: '#/components/schemas/L${level + 1}'}`;
      return `    L${level}: {properties: {a: ${next}, b: ${next}}, allOf: [${next}, ${next}]}`;
    });
    const text = `components:\n  schemas:\n${levels.join("\n")}\n    L40: {type: string}\npayload: {$ref: '#/components/schemas/L0'}`;

    const { schemas, types } = await lower(text);

    expect(Object.keys(schemas)).toHaveLength(41);
    expect(types).toHaveLength(41);
  });

  test.each([
    { called: "constructor" },
    { called: "__proto__" },
    { called: "" },
    { called: "a/b~c" },
    { called: "x\ny" },
    { called: "\u{1F600}" },
    { called: "n".repeat(10_000) },
  ])(
    "a component of a hostile name gets one that is safe everywhere (%#)",
    async ({ called: component }) => {
      const pointer = component.replaceAll("~", "~0").replaceAll("/", "~1");
      const reference = encodeURIComponent(pointer);
      const { name, schemas } = await lower(
        JSON.stringify({
          components: { schemas: JSON.parse(`{${JSON.stringify(component)}: {"type": "string"}}`) },
          payload: { $ref: `#/components/schemas/${reference}` },
        }),
      );

      expect(name).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,63}$/u);
      expect(name in {}).toBe(false);
      expect(schemas).toEqual({ [name]: { type: "string" } });
    },
  );

  test("two components whose safe names are the same stay two", async () => {
    const { schema } = await lower(`
components: {schemas: {'a b': {type: string}, 'a+b': {type: integer}}}
payload: {items: [{$ref: '#/components/schemas/a b'}, {$ref: '#/components/schemas/a+b'}]}`);

    const references = JSON.stringify(schema).match(/\$defs\/[^"]+/gu) ?? [];
    expect(new Set(references).size).toBe(2);
  });

  test("properties called like members of every object are properties", async () => {
    const { schema } = await lower("payload: {properties: {constructor: {type: string}}}");

    expect(JSON.stringify(schema)).toBe('{"properties":{"constructor":{"type":"string"}}}');
  });

  test("nesting without end is refused, with the place", async () => {
    const text = `payload: ${"{not: ".repeat(90)}{}${"}".repeat(90)}`;

    const { findings } = await lower(text);

    expect(findings.map((finding) => finding.rule)).toEqual(["schema-too-deep"]);
  });
});

import { describe, expect, test } from "vitest";
import { buildModel } from "../../generator/build/index.ts";
import type { ApiModel } from "../../generator/model/api.ts";
import { treeOf, understand, v2, v3 } from "./understand.ts";

const TEXT = v2(`
servers:
  p:
    url: a.example.com
    protocol: wss
channels:
  /a:
    publish:
      message:
        oneOf:
          - {name: card, payload: {$ref: '#/components/x-parts/1/payload'}}
          - {name: card, payload: {type: object, properties: {all: {$ref: '#/components/x-parts/2/payload'}}}}
          - {name: card, payload: true}
          - {name: card, payload: true}
components: {x-parts: [a, {payload: {type: string}}, {payload: {type: integer}}]}`);

const INLINE = v3(`
servers:
  p:
    host: a.example.com
    protocol: wss
    security: [{type: httpBearer}, {type: httpBearer, description: b}, {type: httpBearer, description: c}]
channels: {a: {address: /a, messages: {x: {payload: true}}}}
operations: {tell: {action: receive, channel: {$ref: '#/channels/a'}}}`);

/** The model without the places that findings need, as text. */
async function namesIn(text: string, file: string): Promise<string> {
  const { model } = buildModel(await treeOf(text, file), { overlay: null, perspective: "auto" });
  return JSON.stringify(model, (key, value: unknown) => (key === "origin" ? null : value));
}

describe("names of what its author did not name", () => {
  test.each([{ text: TEXT }, { text: INLINE }])(
    "are the same whatever the document's file is called and wherever it is kept",
    async ({ text }) => {
      const here = await namesIn(text, "api.yaml");

      expect(await namesIn(text, "/tmp/private/elsewhere.yaml")).toBe(here);
      expect(here).not.toContain("api.yaml");
    },
  );

  test("of security schemes written in place end with their pointer", async () => {
    const { model } = await understand(INLINE);

    expect(model.securitySchemes.map(({ id }) => id)).toEqual([
      "p.httpBearer",
      "/servers/p/security/1",
      "/servers/p/security/2",
    ]);
  });

  test("stay unique where the author uses such a pointer as a name", async () => {
    const taken = INLINE.replace(
      "{type: httpBearer}",
      "{$ref: '#/components/securitySchemes/~1servers~1p~1security~11'}",
    ).replace(
      "channels:",
      "components: {securitySchemes: {/servers/p/security/1: {type: http, scheme: basic}}}\nchannels:",
    );
    const { model } = await understand(taken);
    const ids = idsOf(model);

    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe("/servers/p/security/1");
  });
});

function idsOf(model: ApiModel): readonly string[] {
  return model.securitySchemes.map(({ id }) => id);
}

import { describe, expect, it } from "vitest";
import { compileDocument } from "../../generator/compile.ts";
import { createRevision, loadScript } from "../../runtime/revisions/load.ts";

describe("--partial", () => {
  it("compiles a document whose schemas refer to nothing, and refuses what they describe", async () => {
    const { gateway } = await compile(documentWith("#/components/schemas/Nowhere"), true);
    const { module } = createRevision(loadScript(gateway?.script ?? "", "orders"), null, []);

    expect(module.clientChecks.part?.({ kind: "part" })).toBeNull();
    expect(module.clientChecks.part?.({ kind: "part", size: 1 })?.pointer).toBe("/size");
    expect(module.clientChecks.whole?.({ kind: "whole" })).not.toBeNull();
  });

  it("is needed for that: without it such a document makes no gateway", async () => {
    const { gateway, diagnostics } = await compile(
      documentWith("#/components/schemas/Nowhere"),
      false,
    );

    expect(gateway).toBeNull();
    expect(diagnostics.map(({ rule }) => rule)).toContain("unresolved-reference");
  });

  it("does not help where a message itself leads nowhere", async () => {
    const text = documentWith("#/components/schemas/Nowhere").replace(
      "whole: { payload:",
      "gone: { $ref: '#/components/messages/gone' }\n      whole: { payload:",
    );

    expect((await compile(text, true)).gateway).toBeNull();
  });
});

function documentWith(reference: string): string {
  return `
asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
channels:
  orders:
    address: /orders
    messages:
      whole: { payload: { $ref: '${reference}' } }
      part:
        payload:
          type: object
          required: [kind]
          properties: { kind: { const: part }, size: { $ref: '${reference}' } }
operations:
  order: { action: receive, channel: { $ref: '#/channels/orders' } }
`;
}

function compile(text: string, partial: boolean) {
  return compileDocument(
    { kind: "text", name: "orders.yaml", text },
    {
      allowRemote: false,
      allowOutside: false,
      perspective: null,
      alone: true,
      partial,
      until: "gateway",
    },
  );
}

import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { compileDocument } from "../../generator/compile.ts";
import type { ApiModel, Flow, JsonSchema } from "../../generator/model/api.ts";
import { compileGateway } from "../../generator/targets/gateway/compile-gateway.ts";
import { gatewayFiles, starterHooks } from "../../generator/targets/gateway/index.ts";
import { clientFiles } from "../../generator/targets/typescript/index.ts";
import { judge, type Builder } from "./judge.ts";

/** A judge that a wrong gateway can please is worth nothing, so wrong gateways are put before it. */
describe("the corpus runner", () => {
  it("passes a gateway that does what the document says", async () => {
    const verdict = await judgeWith((model) => model);

    expect(verdict.reasons).toEqual([]);
    expect(verdict.outcome).toBe("passes");
    expect(verdict.tally?.messagesChecked).toBe(4);
    expect(verdict.tally?.mutationsRefused).toBeGreaterThan(20);
  });

  it.each([
    ["flows are swapped", swapFlows],
    ["a keyword is dropped", dropKeyword("maxLength")],
    ["another keyword is dropped", dropKeyword("required")],
    ["a schema is replaced by true", replaceSchema("Order", true)],
    ["a schema is replaced by false", replaceSchema("Order", false)],
    ["a message is lost", loseMessage],
  ] as const)("fails a gateway where %s", async (_, sabotage) => {
    const verdict = await judgeWith(sabotage);

    expect(verdict.outcome).toBe("fails");
    expect(verdict.reasons).not.toEqual([]);
  });
});

describe("the corpus runner, with a client beside the gateway", () => {
  it("passes a client that does what the document says", async () => {
    const verdict = await judgeWith((model) => model, { client: (model) => model });

    expect(verdict.reasons).toEqual([]);
    expect(verdict.sdk?.sent).toBeGreaterThan(5);
    expect(verdict.sdk?.received).toBeGreaterThan(5);
    expect(verdict.sdk?.refused).toBeGreaterThan(20);
  });

  it.each([
    ["drops a keyword", dropKeyword("maxLength")],
    ["drops another keyword", dropKeyword("required")],
    ["takes anything for a message", replaceSchema("Order", true)],
    ["takes nothing for a message", replaceSchema("Order", false)],
    ["has lost a message", loseMessage],
    ["sends what it receives", swapFlows],
  ] as const)("fails a client that %s", async (_, sabotage) => {
    const verdict = await judgeWith((model) => model, { client: sabotage });

    expect(verdict.outcome).toBe("fails");
    expect(verdict.reasons.join()).toContain("SDK");
  });
});

const DOCUMENT = `
asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
channels:
  orders:
    address: /orders
    messages:
      order: { $ref: "#/components/messages/order" }
      cancel: { $ref: "#/components/messages/cancel" }
      filled: { $ref: "#/components/messages/filled" }
      rejected: { $ref: "#/components/messages/rejected" }
operations:
  command:
    action: receive
    channel: { $ref: "#/channels/orders" }
    messages:
      - { $ref: "#/channels/orders/messages/order" }
      - { $ref: "#/channels/orders/messages/cancel" }
  event:
    action: send
    channel: { $ref: "#/channels/orders" }
    messages:
      - { $ref: "#/channels/orders/messages/filled" }
      - { $ref: "#/channels/orders/messages/rejected" }
components:
  messages:
    order: { payload: { $ref: "#/components/schemas/Order" } }
    cancel: { payload: { $ref: "#/components/schemas/Cancel" } }
    filled: { payload: { $ref: "#/components/schemas/Filled" } }
    rejected: { payload: { $ref: "#/components/schemas/Rejected" } }
  schemas:
    Order:
      type: object
      required: [type, id, size]
      additionalProperties: false
      properties:
        type: { const: order }
        id: { type: string, minLength: 1, maxLength: 8 }
        size: { type: integer, minimum: 1, maximum: 100 }
        tags: { type: array, maxItems: 3, items: { type: string } }
    Cancel: { type: object, required: [type, id], properties: { type: { const: cancel }, id: { type: string, maxLength: 8 } } }
    Filled: { type: object, required: [type, price], properties: { type: { const: filled }, price: { type: number } } }
    Rejected: { type: object, required: [type, why], properties: { type: { const: rejected }, why: { enum: [size, price] } } }
`;

type Sabotage = (model: ApiModel) => ApiModel;

async function judgeWith(sabotage: Sabotage, { client }: { readonly client?: Sabotage } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "framegate-sabotage-"));
  const path = join(folder, "orders.yaml");
  await writeFile(path, DOCUMENT);
  const builder = builderOf(sabotage, client ?? null);
  return judge({ name: "orders", path, perspective: "server" }, builder, 60);
}

/** Below a folder `node_modules`: Node itself imports it, as it would import an installed package. */
async function writeClient(model: ApiModel): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "framegate-sabotaged-client-"));
  const folder = join(root, "node_modules/orders-client");
  for (const { path, text } of clientFiles(model, null)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await symlink(resolve("node_modules/ws"), join(root, "node_modules/ws"), "dir");
  return folder;
}

function builderOf(sabotage: Sabotage, clientSabotage: Sabotage | null): Builder {
  return async ({ path }) => {
    const { model } = await compileDocument(
      { kind: "file", path },
      {
        allowRemote: false,
        allowOutside: false,
        partial: false,
        perspective: "server",
        alone: true,
        until: "model",
      },
    );
    if (model === null) {
      throw new Error("the document of the test must compile");
    }
    const wrong = sabotage(model);
    const gateway = compileGateway(wrong, { alone: true, certificates: new Map() });
    const directory = await mkdtemp(join(tmpdir(), "framegate-sabotaged-"));
    const hooks = { file: "hooks.ts", text: starterHooks(gateway.api), folder: directory };
    for (const file of await gatewayFiles({ model: wrong, gateway, hooks })) {
      await writeFile(join(directory, file.path), file.text);
    }
    const client = clientSabotage === null ? null : await writeClient(clientSabotage(model));
    return { kind: "built", directory, client, errors: 0, warnings: 0, isPartial: false };
  };
}

function swapFlows(model: ApiModel): ApiModel {
  const other = (flow: Flow): Flow =>
    flow === "clientToServer" ? "serverToClient" : "clientToServer";
  const operations = model.operations.map((operation) => ({
    ...operation,
    flow: other(operation.flow),
  }));
  return { ...model, operations };
}

function dropKeyword(keyword: string): (model: ApiModel) => ApiModel {
  const without = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(without);
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const kept = Object.entries(value).filter(([key]) => key !== keyword);
    return Object.fromEntries(kept.map(([key, inner]) => [key, without(inner)]));
  };
  return (model) => ({ ...model, schemas: mapSchemas(model, (_, schema) => without(schema)) });
}

function replaceSchema(name: string, schema: boolean): (model: ApiModel) => ApiModel {
  return (model) => ({
    ...model,
    schemas: mapSchemas(model, (key, written) => (key === name ? schema : written)),
  });
}

function mapSchemas(
  model: ApiModel,
  change: (name: string, schema: JsonSchema) => unknown,
): ApiModel["schemas"] {
  const entries = Object.entries(model.schemas).map(([name, schema]) => {
    const changed = change(name, schema);
    return [name, typeof changed === "boolean" ? changed : { ...Object(changed) }] as const;
  });
  return Object.fromEntries(entries);
}

function loseMessage(model: ApiModel): ApiModel {
  const operations = model.operations.map((operation) => ({
    ...operation,
    messageIds: operation.messageIds.filter((id) => id !== "cancel"),
  }));
  return { ...model, operations };
}

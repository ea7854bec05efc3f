import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { runReferenceParser } from "../../generator/spec/reference-parser.ts";
import { loadText } from "../source/load-text.ts";

const V3 = "asyncapi: 3.0.0\ninfo: {title: T, version: '1'}\n";

describe("the reference parser", () => {
  test("gives its findings at the author's lines", async () => {
    const text = `${V3}channels: {c: {}}\noperations:\n  o:\n    action: send\n    channel: {$ref: '#/channels/c'}\n    messages: [{$ref: '#/components/messages/m'}]\ncomponents: {messages: {m: {}}}\n`;
    const { tree } = await loadText(text);

    const findings = await runReferenceParser(tree, { timeoutMs: 60_000 });
    const wrong = findings.filter(({ severity }) => severity === "error");

    expect(wrong.map(({ rule, place }) => [rule, tree.position(place).line])).toEqual([
      ["reference/asyncapi3-operation-messages-from-referred-channel", 8],
    ]);
  }, 90_000);

  test("touches no address and no file that the document names", async () => {
    const hits: string[] = [];
    const server = createServer((request, response) => {
      hits.push(request.url ?? "");
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const text = `${V3}channels:\n  a: {$ref: 'http://127.0.0.1:${port}/a.yaml'}\n  b: {$ref: '/etc/passwd'}\n  c: {messages: {m: {payload: {$ref: 'file:///etc/passwd'}}}}\n`;
    const { tree } = await loadText(text);

    const findings = await runReferenceParser(tree, { timeoutMs: 60_000 });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));

    expect(hits).toEqual([]);
    expect(JSON.stringify(findings)).not.toMatch(/passwd|root:/);
  }, 90_000);

  test("is ended when its time is up", async () => {
    const { tree } = await loadText(V3);

    await expect(runReferenceParser(tree, { timeoutMs: 1 })).rejects.toThrow(
      "@asyncapi/parser gave no answer: it was still busy after 1 ms",
    );
  });
});
